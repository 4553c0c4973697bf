namespace Metamorph.Learning;

/// <summary>Every step stays in the graph: the fastest derivative, with memory for all steps.</summary>
public record Unrolled : InnerLoop
{
    /// <inheritdoc/>
    protected override IReadOnlyList<ParameterSet> Pass(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at)
    {
        var (state, passed) = (LoopState.Start(rule, start), new List<ParameterSet>());
        for (int step = 0, next = 0; ; step++)
        {
            if (step == at[next])
            {
                passed.Add(state.Parameters);
                if (++next == at.Count) return passed;
            }

            state = state.Step(rule, GradientAt(loss, state.Parameters, step));
        }
    }
}
