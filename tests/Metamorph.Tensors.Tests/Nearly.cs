namespace Metamorph.Tensors.Tests;

/// <summary>Equality to a tolerance: relative for large numbers, absolute for small ones.</summary>
internal static class Nearly
{
    internal static void Equal(double[] expected, Tensor actual, double tolerance, string what = "")
    {
        double[] a = actual.ToDoubles();
        Assert.True(expected.Length == a.Length, $"{what} {actual.Form}: {a.Length} numbers, expected {expected.Length}");
        for (int i = 0; i < a.Length; i++)
            Assert.True(
                expected[i].Equals(a[i]) || Math.Abs(expected[i] - a[i]) <= tolerance * (1 + Math.Abs(expected[i])),
                $"{what} {actual.Form}: {a[i]} at {i}, expected {expected[i]} to {tolerance}");
    }
}
