using System.Numerics;
using System.Runtime.CompilerServices;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>Runs elementwise kernels over tensors of any layout: dense operands in one call, others block by block through scratch that stays in L1. The result lies as the operands do.</summary>
internal static class Pointwise
{
    private const int Block = 512;

    internal static Tensor Unary<TKernel>(Tensor x)
        where TKernel : IUnary
    {
        if (Laid.Order(x) is { } order) return Laid.Seen(Unary<TKernel>(Laid.View(x, order)), order);
        return x.DType == DType.Float32 ? Unary<TKernel, float>(x) : Unary<TKernel, double>(x);
    }

    internal static Tensor Binary<TKernel>(Tensor a, Tensor b)
        where TKernel : IBinary
    {
        if (Laid.Order(a, b) is { } order) return Laid.Seen(Binary<TKernel>(Laid.View(a, order), Laid.View(b, order)), order);
        return a.DType switch
        {
            DType.Float32 => Binary<TKernel, float>(a, b),
            DType.Float64 => Binary<TKernel, double>(a, b),
            _ => Binary<TKernel, int>(a, b),
        };
    }

    /// <summary>a where the condition is not 0, else b; all of one shape, tasks and dtype.</summary>
    internal static Tensor Select(Tensor condition, Tensor a, Tensor b)
    {
        if (Laid.Order(a, b, condition) is { } order) return Laid.Seen(Select(Laid.View(condition, order), Laid.View(a, order), Laid.View(b, order)), order);
        return a.DType switch
        {
            DType.Float32 => Select<float>(condition, a, b),
            DType.Float64 => Select<double>(condition, a, b),
            _ => Select<int>(condition, a, b),
        };
    }

    [SkipLocalsInit]
    private static Tensor Unary<TKernel, T>(Tensor x)
        where TKernel : IUnary
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = Tensor.Allocate<T>(x.Shape, x.Tasks, x.IsWeak);
        var target = y.Target<T>();
        scoped var reader = x.Reader<T>();
        if (reader.IsDense)
        {
            TKernel.Invoke(reader.Next(target.Length, []), target);
            return y;
        }

        Span<T> scratch = stackalloc T[Block];
        for (int i = 0; i < target.Length; i += Block)
        {
            int n = Math.Min(Block, target.Length - i);
            TKernel.Invoke(reader.Next(n, scratch), target.Slice(i, n));
        }

        return y;
    }

    [SkipLocalsInit]
    private static Tensor Binary<TKernel, T>(Tensor a, Tensor b)
        where TKernel : IBinary
        where T : unmanaged, INumber<T>
    {
        var y = Tensor.Allocate<T>(a.Shape, a.Tasks, a.IsWeak && b.IsWeak);
        var target = y.Target<T>();
        scoped var left = a.Reader<T>();
        scoped var right = b.Reader<T>();
        if (left.IsDense && right.IsDense)
        {
            TKernel.Invoke(left.Next(target.Length, []), right.Next(target.Length, []), target);
            return y;
        }

        Span<T> leftScratch = stackalloc T[Block], rightScratch = stackalloc T[Block];
        for (int i = 0; i < target.Length; i += Block)
        {
            int n = Math.Min(Block, target.Length - i);
            TKernel.Invoke(left.Next(n, leftScratch), right.Next(n, rightScratch), target.Slice(i, n));
        }

        return y;
    }

    [SkipLocalsInit]
    private static Tensor Select<T>(Tensor condition, Tensor a, Tensor b)
        where T : unmanaged, INumber<T>
    {
        var y = Tensor.Allocate<T>(a.Shape, a.Tasks, a.IsWeak && b.IsWeak);
        var target = y.Target<T>();
        scoped var choose = condition.Reader<T>();
        scoped var left = a.Reader<T>();
        scoped var right = b.Reader<T>();
        Span<T> chooseScratch = stackalloc T[Block], leftScratch = stackalloc T[Block], rightScratch = stackalloc T[Block];
        for (int i = 0; i < target.Length; i += Block)
        {
            int n = Math.Min(Block, target.Length - i);
            Choice.Invoke(choose.Next(n, chooseScratch), left.Next(n, leftScratch), right.Next(n, rightScratch), target.Slice(i, n));
        }

        return y;
    }
}
