namespace Metamorph.Tensors.Tests;

/// <summary>Equality of every bit; any NaN is as good as another.</summary>
internal static class Bits
{
    internal static void Equal(TensorList expected, TensorList actual, string what = "")
    {
        if (Difference(expected, actual) is { } difference) Assert.Fail($"{what}: {difference}");
    }

    internal static void Equal(Tensor expected, Tensor actual, string what = "") => Equal(new TensorList(expected), new(actual), what);

    /// <summary>The first number that differs, in words; null: none does.</summary>
    internal static string? Difference(TensorList expected, TensorList actual)
    {
        if (expected.Tensors.Count != actual.Tensors.Count) return $"{actual.Tensors.Count} tensors, expected {expected.Tensors.Count}";
        for (int i = 0; i < expected.Tensors.Count; i++)
        {
            var (x, y) = (expected.Tensors[i], actual.Tensors[i]);
            if ((x.DType, x.IsWeak, x.Form) != (y.DType, y.IsWeak, y.Form)) return $"tensor {i} is {y.DType} {y.Form}, expected {x.DType} {x.Form}";
            double[] e = x.ToDoubles(), a = y.ToDoubles();
            for (int j = 0; j < e.Length; j++)
                if (BitConverter.DoubleToInt64Bits(e[j]) != BitConverter.DoubleToInt64Bits(a[j]) && !(double.IsNaN(e[j]) && double.IsNaN(a[j])))
                    return $"tensor {i} {x.Form} is {a[j]:r} at {j}, expected {e[j]:r}";
        }

        return null;
    }
}
