namespace Metamorph.Learning;

/// <summary>Every step stays in the graph: the fastest derivative, with memory for all steps.</summary>
public record Unrolled : InnerLoop
{
    /// <inheritdoc/>
    protected override IReadOnlyList<ParameterSet> Pass(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at) =>
        [.. Through(loss, rule, start, at).Select(s => s.Parameters)];

    /// <summary>The states that the loop passes through, the optimizer's among them; <paramref name="at"/> is ascending and not empty.</summary>
    internal IReadOnlyList<LoopState> Through(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at)
    {
        var (state, passed) = (LoopState.Start(rule, start), new List<LoopState>());
        for (int step = 0, next = 0; ; step++)
        {
            if (step == at[next])
            {
                passed.Add(state);
                if (++next == at.Count) return passed;
            }

            state = state.Step(rule, GradientAt(loss, state.Parameters, step));
        }
    }
}
