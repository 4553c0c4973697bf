namespace Metamorph.Learning;

/// <summary>
/// The loop minimises the loss plus strength / 2 times the square distance to the start, and is differentiated as the minimum that
/// it tends to, by the implicit function theorem (Rajeswaran et al. 2019, https://arxiv.org/abs/1909.04630, eq. 4 and 8): the
/// meta-gradient does not depend on the path, nor the memory on the number of steps. The more the loop has converged, the nearer
/// it is to the loop's own derivative; rates of the rule have none, since the minimum does not depend on them.
/// Deviation: the proximal term takes part in every inner step, as in the paper's equation 3; the authors' code adds it at the end.
/// </summary>
/// <param name="Strength">How strongly parameters are held at the start, above 0; may be learned. A loss that is not convex needs it above the most negative curvature.</param>
public sealed record Implicit(Tensor Strength) : InnerLoop
{
    /// <summary>Conjugate-gradient iterations at most. The default value is 20.</summary>
    public int Iterations { get; init; } = 20;

    /// <summary>A task's conjugate gradients are done when the residual is this small, relative. The default value is 1e-10.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <inheritdoc/>
    public override bool Exact => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<ParameterSet> Pass(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at)
    {
        var passed = new List<ParameterSet>();
        var state = LoopState.Start(rule, start.Stop());
        for (int step = 0, next = 0; ; step++)
        {
            if (step == at[next])
            {
                int last = Math.Max(0, step - 1);
                passed.Add(step == 0 ? start : Gradient.Implicit(p => Proximal(p, last, start), state.Parameters, Iterations, Tolerance));
                if (++next == at.Count) return passed;
            }

            int now = step;
            state = state.Step(rule, Gradient.Of(p => Proximal(p, now, start.Stop()), state.Parameters));
            state = state.With([.. state.Tensors.Select(t => t.Stop())]);
        }

        Tensor Proximal(ParameterSet p, int step, ParameterSet centre)
        {
            var distance = p - centre;
            return loss(p, step) + 0.5 * Strength * distance.Dot(distance);
        }
    }
}
