using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>Work that reads and writes every number once, in GB/s read and written, against a copy of as many.</summary>
internal static class Passes
{
    internal static IEnumerable<Figure> Measure(TimeSpan span)
    {
        // Numbers that stay in the first cache, in the second, in the third, and in none.
        foreach (int count in new[] { 2_500, 60_000, 1_000_000, 16_000_000 })
        {
            string group = $"Float32, {count:N0} numbers";
            float[] a = Products.Numbers<float>(count), b = Products.Numbers<float>(count), c = new float[count];
            int side = (int)Math.Sqrt(count);
            double copy = 8.0 * count / Timing.Of(() => a.CopyTo(c.AsSpan()), span).Best / 1e9;
            yield return new(group, "copy", copy, copy, "GB/s", 1);
            yield return One("add", 12, () => TensorPrimitives.Add(a, b, c));
            yield return One("relu", 8, () => TensorPrimitives.Max(a, 0, c));
            yield return One("exp", 8, () => Map.Run<Exp, float>(a, c));
            yield return One("tanh", 8, () => Map.Run<Tanh, float>(a, c));
            yield return One("sum", 4, () => c[0] = Sum.Run<float>(a));
            yield return One("transpose", 8, () => new Walk(0, [side, side], [1, side]).Reader<float>(a).Next(side * side, c));

            Figure One(string name, int bytes, Action run) => Figure.Of(group, name, (double)bytes * count, Timing.Of(run, span), "GB/s", copy);
        }
    }
}
