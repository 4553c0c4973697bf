using BenchmarkDotNet.Attributes;
using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>Single kernels on one core, on sizes of the workloads, for BenchmarkDotNet: it wants a public class.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Tasks = 25, Rows = 10, Features = 40, Side = 256, Values = 60_000;

    private static readonly ConvolutionShape Layer = new(75, 14, 14, 64, 64, 1, new(3, 1, 1, 1), new(3, 1, 1, 1));

    private readonly float[] rows = Products.Numbers<float>(Tasks * Rows * Features), weights = Products.Numbers<float>(Tasks * Features * Features), results = new float[Tasks * Rows * Features];
    private readonly float[] left = Products.Numbers<float>(Side * Side), right = Products.Numbers<float>(Side * Side), product = new float[Side * Side];
    private readonly float[] images = Products.Numbers<float>(Layer.ImageCount), taps = Products.Numbers<float>(Layer.WeightCount), outputs = Products.Numbers<float>(Layer.ResultCount);
    private readonly float[] values = Products.Numbers<float>(Values), mapped = new float[Values];

    /// <summary>A hidden layer of the sine network for 25 tasks: [25; 10, 40] by [25; 40, 40].</summary>
    [Benchmark]
    public void SmallProducts() => Product.Run<float>(
        Rows, Features, Features, rows, new(0, Features, 1, Rows * Features), weights, new(0, Features, 1, Features * Features), results, Tasks);

    /// <summary>[256, 256] by [256, 256].</summary>
    [Benchmark]
    public void SquareProduct() => Product.Run<float>(Side, Side, Side, left, new(0, Side, 1, 0), right, new(0, Side, 1, 0), product, 1);

    /// <summary>75 images of 14 x 14, 64 to 64 channels, 3 x 3.</summary>
    [Benchmark]
    public void Convolution() => ConvolutionForward.Run<float>(Layer, images, taps, outputs);

    /// <summary>Its gradient with respect to the images.</summary>
    [Benchmark]
    public void ConvolutionToImages() => ConvolutionInputGradient.Run<float>(Layer, outputs, taps, images);

    /// <summary>Its gradient with respect to the weights.</summary>
    [Benchmark]
    public void ConvolutionToWeights() => ConvolutionWeightGradient.Run<float>(Layer, images, outputs, taps);

    /// <summary>60,000 exponentials.</summary>
    [Benchmark]
    public void Exponentials() => Map.Run<Exp, float>(values, mapped);

    /// <summary>The sum of 60,000 numbers.</summary>
    [Benchmark]
    public float Sums() => Sum.Run<float>(values);
}
