namespace Metamorph.Learning;

/// <summary>
/// Steps are computed again when the derivative comes back to them (Chen et al. 2016, https://arxiv.org/abs/1604.06174), on two
/// levels: the loop keeps about sqrt(steps) states, a segment that is computed again as many, and one step its graph. Twice the
/// forward work of a segment more than unrolling.
/// </summary>
public record Checkpointed : InnerLoop
{
    /// <inheritdoc/>
    protected override IReadOnlyList<ParameterSet> Pass(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at)
    {
        int steps = at[^1], length = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(steps)));
        var state = LoopState.Start(rule, start);
        var passed = new List<ParameterSet>();
        if (at[0] == 0) passed.Add(start);
        for (int first = 0; first < steps; first += length)
        {
            int end = Math.Min(first + length, steps), from = first;
            int[] wanted = [.. at.Where(s => s > from && s < end)];
            var stages = Checkpoint.Step(s => Segment(s, from, end, wanted), state);
            passed.AddRange(stages.States.SkipLast(1).Select(s => s.Parameters));
            state = stages.States[^1];
            if (at.Contains(end)) passed.Add(state.Parameters);
        }

        return passed;

        Stages Segment(LoopState state, int first, int end, int[] wanted)
        {
            var states = new List<LoopState>();
            for (int step = first; step < end; step++)
            {
                int now = step;
                state = Checkpoint.Step(s => s.Step(rule, GradientAt(loss, s.Parameters, now)), state);
                if (wanted.Contains(step + 1)) states.Add(state);
            }

            return new([.. states, state]);
        }
    }

    /// <summary>Some states that a segment passes through, and the one that it ends in.</summary>
    private sealed record Stages(IReadOnlyList<LoopState> States) : ITensors<Stages>
    {
        public IReadOnlyList<Tensor> Tensors => [.. States.SelectMany(s => s.Tensors)];

        public Stages With(IReadOnlyList<Tensor> tensors)
        {
            int size = tensors.Count / States.Count;
            return new([.. States.Select((s, i) => s.With([.. tensors.Skip(i * size).Take(size)]))]);
        }

        public string NameOf(int index) => $"{index}";
    }
}
