using System.Runtime.Intrinsics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>Convolutions 3 x 3 and their two gradients in GFLOP/s, taps in the padding counted, against the peak of the widest registers.</summary>
internal static class Convolutions
{
    /// <summary>Layers of Conv4 on 28 x 28, for the 5 images of a support and the 75 of a query.</summary>
    private static readonly (int Side, int Inputs, int Stride)[] Layers =
        [(28, 1, 1), (28, 64, 1), (14, 64, 1), (7, 64, 1), (4, 64, 1), (3, 64, 1), (28, 1, 2), (14, 64, 2), (7, 64, 2), (4, 64, 2)];

    internal static IEnumerable<Figure> Measure(TimeSpan span)
    {
        const int Outputs = 64;
        double peak = Vector512.IsHardwareAccelerated ? Peak.Measure<Lanes512<float>, float>(span)
            : Vector256.IsHardwareAccelerated ? Peak.Measure<Lanes256<float>, float>(span) : Peak.Measure<Lanes128<float>, float>(span);
        foreach (int images in new[] { 5, 75 })
            foreach (var (side, inputs, stride) in Layers)
            {
                string group = $"{images} images, 3 x 3, Float32";
                var shape = new ConvolutionShape(images, side, side, inputs, Outputs, 1, new(3, stride, 1, 1), new(3, stride, 1, 1));
                float[] x = Products.Numbers<float>(shape.ImageCount), w = Products.Numbers<float>(shape.WeightCount), y = Products.Numbers<float>(shape.ResultCount);
                double work = 2.0 * shape.ResultCount * shape.Taps * inputs;
                string name = $"{side}x{side} {inputs}->{Outputs} stride {stride}";
                yield return Figure.Of(group, $"{name} y", work, Timing.Of(() => ConvolutionForward.Run<float>(shape, x, w, y), span), "GFLOP/s", peak);
                if (inputs > 1) yield return Figure.Of(group, $"{name} dx", work, Timing.Of(() => ConvolutionInputGradient.Run<float>(shape, y, w, x), span), "GFLOP/s", peak);
                yield return Figure.Of(group, $"{name} dw", work, Timing.Of(() => ConvolutionWeightGradient.Run<float>(shape, x, y, w), span), "GFLOP/s", peak);
            }
    }
}
