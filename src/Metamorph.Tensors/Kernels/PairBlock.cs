using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Metamorph.Tensors.Kernels;

/// <summary>y = second(first(a, b), c) in one pass; each rounds as it does alone.</summary>
internal static class PairBlock
{
    /// <summary>The two operations as one, if there is such a pair.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">What is done with its result and c.</param>
    /// <param name="left">Whether the result is the second's left operand.</param>
    internal static Block<T>? Of<T>(Arithmetic first, Arithmetic second, bool left)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return (Block<T>?)(object?)Pair<float>(first, second, left);
        return typeof(T) == typeof(double) ? (Block<T>?)(object?)Pair<double>(first, second, left) : null;
    }

    private static Block<T>? Pair<T>(Arithmetic first, Arithmetic second, bool left)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => first switch
        {
            Arithmetic.Add => Then<Plus, T>(second, left),
            Arithmetic.Subtract => Then<Minus, T>(second, left),
            Arithmetic.Multiply => Then<Times, T>(second, left),
            Arithmetic.Greater => Then<Above, T>(second, left),
            _ => null,
        };

    private static Block<T>? Then<TFirst, T>(Arithmetic second, bool left)
        where TFirst : struct, IStep
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => second switch
        {
            Arithmetic.Add => Two<TFirst, Plus, T>.Instance,
            Arithmetic.Subtract => left ? Two<TFirst, Minus, T>.Instance : Two<TFirst, From, T>.Instance,
            Arithmetic.Multiply => Two<TFirst, Times, T>.Instance,
            _ => null,
        };

    private interface IStep
    {
        static abstract TLanes Of<TLanes, T>(TLanes a, TLanes b)
            where TLanes : struct, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private readonly struct Plus : IStep
    {
        public static TLanes Of<TLanes, T>(TLanes a, TLanes b)
            where TLanes : struct, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => a + b;
    }

    private readonly struct Minus : IStep
    {
        public static TLanes Of<TLanes, T>(TLanes a, TLanes b)
            where TLanes : struct, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => a - b;
    }

    private readonly struct From : IStep
    {
        public static TLanes Of<TLanes, T>(TLanes a, TLanes b)
            where TLanes : struct, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => b - a;
    }

    private readonly struct Times : IStep
    {
        public static TLanes Of<TLanes, T>(TLanes a, TLanes b)
            where TLanes : struct, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => a * b;
    }

    private readonly struct Above : IStep
    {
        public static TLanes Of<TLanes, T>(TLanes a, TLanes b)
            where TLanes : struct, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.LessThan(b, a) & TLanes.Create(T.One);
    }

    private sealed class Two<TFirst, TSecond, T> : Block<T>
        where TFirst : struct, IStep
        where TSecond : struct, IStep
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal static readonly Two<TFirst, TSecond, T> Instance = new();

        internal override void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        {
            int n = y.Length;
            a = a[..n];
            b = b[..n];
            c = c[..n];
            if (Vector512.IsHardwareAccelerated && n >= Vector512<T>.Count) Run<Lanes512<T>>(a, b, c, y);
            else if (Vector256.IsHardwareAccelerated && n >= Vector256<T>.Count) Run<Lanes256<T>>(a, b, c, y);
            else Run<Lanes128<T>>(a, b, c, y);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Run<TLanes>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
            where TLanes : struct, ILanes<TLanes, T>
        {
            ref T left = ref MemoryMarshal.GetReference(a);
            ref T right = ref MemoryMarshal.GetReference(b);
            ref T third = ref MemoryMarshal.GetReference(c);
            ref T into = ref MemoryMarshal.GetReference(y);
            int width = TLanes.Count, n = y.Length, i = 0;
            for (; i <= n - width; i += width)
                TLanes.Store(Lane(TLanes.Load(in Unsafe.Add(ref left, i)), TLanes.Load(in Unsafe.Add(ref right, i)), TLanes.Load(in Unsafe.Add(ref third, i))), ref Unsafe.Add(ref into, i));
            if (i == n) return;

            // What does not fill a register goes through one padded with zeros.
            var (x, z, w) = (TLanes.Zero, TLanes.Zero, TLanes.Zero);
            a[i..].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref x), width));
            b[i..].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref z), width));
            c[i..].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref w), width));
            x = Lane(x, z, w);
            MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref x), n - i).CopyTo(y[i..]);

            static TLanes Lane(TLanes p, TLanes q, TLanes r) => TSecond.Of<TLanes, T>(TFirst.Of<TLanes, T>(p, q), r);
        }
    }
}
