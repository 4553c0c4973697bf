namespace Metamorph.Learning.Tests;

/// <summary>Equality to a tolerance: relative for large numbers, absolute for small ones.</summary>
internal static class Nearly
{
    internal static void Equal(Tensor expected, Tensor actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Form, actual.Form);
        Equal(expected.ToDoubles(), actual, tolerance, what);
    }

    internal static void Equal(double[] expected, Tensor actual, double tolerance, string what = "")
    {
        double[] a = actual.ToDoubles();
        Assert.True(expected.Length == a.Length, $"{what} {actual.Form}: {a.Length} numbers, expected {expected.Length}");
        for (int i = 0; i < a.Length; i++)
            Assert.True(Near(expected[i], a[i], tolerance), $"{what} {actual.Form}: {a[i]} at {i}, expected {expected[i]} to {tolerance}");
    }

    internal static void Equal(ParameterSet expected, ParameterSet actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Names, actual.Names);
        foreach (var (name, value) in expected) Equal(value, actual[name], tolerance, $"{what} {name}");
    }

    private static bool Near(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected));
}
