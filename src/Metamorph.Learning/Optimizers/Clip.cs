namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>The gradient scaled down to a length where it is longer (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063, algorithm 1), for each task by itself. A part of a <see cref="Chain"/>: its "update" is the clipped gradient.</summary>
    /// <param name="length">The greatest Euclidean length of all numbers together.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer ClipByNorm(Tensor length) => new(
        _ => ParameterSet.Empty,
        (gradient, state, _) =>
        {
            if (gradient.Count == 0) return (gradient, state);

            // In units of the largest entry, so that no square overflows; the length does not depend on the unit, which is a constant.
            var largest = gradient.Tensors.Select(g => g.Stop().Abs().Max()).Aggregate((a, b) => a.Maximum(b));
            var unit = (largest > 0.0).Where(largest, 1.0);
            var scaled = unit.Reciprocal() * gradient;
            var square = scaled.Dot(scaled);
            var limit = length / unit;

            // Where it is not longer, the root is taken of 1: its derivative at 0 is infinite, and infinity times 0 is not 0.
            var longer = square > limit * limit;
            return (longer.Where(limit * longer.Where(square, 1.0).Rsqrt(), 1.0) * gradient, state);
        });
}
