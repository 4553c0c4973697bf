using System.Numerics;
using System.Runtime.Intrinsics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>Products of matrices in GFLOP/s, against the peak of the registers that they run in.</summary>
internal static class Products
{
    private static readonly int[] Sides = [16, 32, 64, 100, 128, 256, 300, 512, 1024, 2048];

    /// <summary>Products of the sine network, two hidden layers of 40, for 25 tasks with weights of their own: forward, and for both gradients.</summary>
    private static readonly (string Name, int N, int K, int M, bool TransposedLeft, bool TransposedRight)[] Small =
    [
        ("x W   [10,1] [1,40]", 10, 1, 40, false, false),
        ("x W   [10,40] [40,40]", 10, 40, 40, false, false),
        ("x W   [10,40] [40,1]", 10, 40, 1, false, false),
        ("g W'  [10,40] [40,40]'", 10, 40, 40, false, true),
        ("g W'  [10,1] [40,1]'", 10, 1, 40, false, true),
        ("x' g  [10,40]' [10,40]", 40, 10, 40, true, false),
        ("x' g  [10,40]' [10,1]", 40, 10, 1, true, false),
    ];

    private delegate void Kernel<T>(int n, int k, int m, ReadOnlySpan<T> a, Product.Matrix left, ReadOnlySpan<T> b, Product.Matrix right, Span<T> c, int count, int pitch);

    internal static IEnumerable<Figure> Measure(TimeSpan span)
    {
        foreach (var figure in Square<float>("Float32", span)) yield return figure;
        foreach (var figure in Square<double>("Float64", span)) yield return figure;

        double peak = Vector512.IsHardwareAccelerated ? Peak.Measure<Lanes512<float>, float>(span)
            : Vector256.IsHardwareAccelerated ? Peak.Measure<Lanes256<float>, float>(span) : Peak.Measure<Lanes128<float>, float>(span);
        foreach (var (name, n, k, m, left, right) in Small)
            yield return One<float>("25 products, Float32", name, Product.Run, n, k, m, left, right, 25, span, peak);
    }

    private static IEnumerable<Figure> Square<T>(string type, TimeSpan span)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<Figure> figures = [];
        if (Vector512.IsHardwareAccelerated) figures.AddRange(Square<Lanes512<T>, T>($"{type}, 512 bits", span));
        if (Vector256.IsHardwareAccelerated) figures.AddRange(Square<Lanes256<T>, T>($"{type}, 256 bits", span));
        figures.AddRange(Square<Lanes128<T>, T>($"{type}, 128 bits", span));
        return figures;
    }

    private static IEnumerable<Figure> Square<TLanes, T>(string group, TimeSpan span)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double peak = Peak.Measure<TLanes, T>(span);
        yield return new(group, "peak", peak, peak, "GFLOP/s", 1);
        foreach (int n in Sides) yield return One<T>(group, $"x W   {n}", Product.Run<TLanes, T>, n, n, n, false, false, 1, span, peak);
        foreach (int n in new[] { 64, 512 })
        {
            yield return One<T>(group, $"g W'  {n}", Product.Run<TLanes, T>, n, n, n, false, true, 1, span, peak);
            yield return One<T>(group, $"x' g  {n}", Product.Run<TLanes, T>, n, n, n, true, false, 1, span, peak);
        }
    }

    private static Figure One<T>(
        string group, string name, Kernel<T> kernel, int n, int k, int m, bool transposedLeft, bool transposedRight, int count, TimeSpan span, double peak)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = Numbers<T>(count * n * k), b = Numbers<T>(count * k * m), c = new T[count * n * m];
        var left = transposedLeft ? new Product.Matrix(0, 1, n, n * k) : new(0, k, 1, n * k);
        var right = transposedRight ? new Product.Matrix(0, 1, k, k * m) : new(0, m, 1, k * m);
        return Figure.Of(group, name, 2.0 * count * n * k * m, Timing.Of(() => kernel(n, k, m, a, left, b, right, c, count, m), span), "GFLOP/s", peak);
    }

    internal static T[] Numbers<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. Enumerable.Range(0, count).Select(i => T.CreateChecked((i * 37 % 101 - 50) / 50.0))];
}
