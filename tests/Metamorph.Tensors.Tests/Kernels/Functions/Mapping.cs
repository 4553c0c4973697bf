using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

/// <summary>y[i] = f(x[i]).</summary>
internal delegate void Kernel<T>(ReadOnlySpan<T> x, Span<T> y);

/// <summary>A function of the kernels for one number format: as it is called, and in lanes of each width.</summary>
internal sealed record Mapping<T>(Kernel<T> Run, Kernel<T> In128, Kernel<T> In256, Kernel<T> In512);

/// <summary>A function of the kernels.</summary>
internal sealed record Mapping(Mapping<float> Single, Mapping<double> Double)
{
    public static Mapping Of<TFunction>()
        where TFunction : struct, IFunction => new(
            new(Map.Run<TFunction, float>, Map.Run<TFunction, Lanes128<float>, float>,
                Map.Run<TFunction, Lanes256<float>, float>, Map.Run<TFunction, Lanes512<float>, float>),
            new(Map.Run<TFunction, double>, Map.Run<TFunction, Lanes128<double>, double>,
                Map.Run<TFunction, Lanes256<double>, double>, Map.Run<TFunction, Lanes512<double>, double>));
}
