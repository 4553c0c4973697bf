namespace Metamorph.Learning.Tests;

/// <summary>Some steps of an optimizer beside a loop over plain numbers, entry by entry, along the gradient w^3 - 0.7 w + 0.3.</summary>
internal static class Descent
{
    private static readonly double[] Start = [-1.2, -0.3, 0.1, 0.9, 1.7];

    /// <summary>The new value of one entry.</summary>
    /// <param name="t">Which step, from 1.</param>
    /// <param name="w">The entry.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="memory">Two numbers of its own, 0 before the first step.</param>
    internal delegate double Step(int t, double w, double g, double[] memory);

    /// <summary>Requires the same numbers of both.</summary>
    internal static void Agrees(Optimizer optimizer, Step byHand, double tolerance = 1e-14, DType dtype = DType.Float64, int steps = 6)
    {
        var w = new ParameterSet(("a", Tensor.Of(Start[..2]).Cast(dtype)), ("b", Tensor.Of(Start[2..]).Cast(dtype)));
        var state = optimizer.Init(w);
        double[] expected = [.. w.Flatten().ToDoubles()];
        double[][] memory = [.. Start.Select(_ => new double[2])];
        for (int t = 1; t <= steps; t++)
        {
            (w, state) = optimizer.Step(w.Map(Gradient), state, w);
            for (int i = 0; i < expected.Length; i++) expected[i] = byHand(t, expected[i], Gradient(expected[i]), memory[i]);
            Nearly.Equal(expected, w.Flatten(), tolerance, $"after step {t}:");
        }
    }

    private static Tensor Gradient(Tensor w) => w * w * w - 0.7 * w + 0.3;

    private static double Gradient(double w) => w * w * w - 0.7 * w + 0.3;
}
