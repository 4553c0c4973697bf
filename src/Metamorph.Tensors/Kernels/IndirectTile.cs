using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Six rows of an indirect product at a time, in registers from the first term to the last. The rows of the left factor may lie
/// anywhere: row r begins at a + from[r], and its terms are the runs of numbers at the offsets, so that the pixels under a window
/// are a row without being copied together. The right factor lies row after row, and a row of it meets all six.
/// Layout: c[r][v] is row r, lanes v * width .. v * width + width - 1. 512 bits have 32 registers: 6 x 4 accumulators, 4 of the right
/// factor, 1 of the left; 256 bits have 16: 6 x 2, 2 and 1.
/// As a loop: <c>c[to[r] + j] = sum over tap, then i &lt; run, of a[from[r] + offsets[tap] + i] * b[(tap * run + i) * step + j]</c>,
/// each term by one fused multiply-add in ascending order; with <c>add</c>, the sum is added to what is there.
/// </summary>
internal static unsafe class IndirectTile
{
    /// <summary>Rows of a tile.</summary>
    internal const int Rows = 6;

    /// <summary>Rows, six at a time, of four registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Four<TLanes, T>(int rows, int taps, int* offsets, int run, T* a, int* from, T* right, int step, T* c, int* to, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = TLanes.Count;
        for (; rows > 0; rows -= Rows, from += Rows, to += Rows)
        {
            T* b = right;
            T* a0 = a + from[0], a1 = a + from[1], a2 = a + from[2], a3 = a + from[3], a4 = a + from[4], a5 = a + from[5];
            TLanes c00 = TLanes.Zero, c01 = TLanes.Zero, c02 = TLanes.Zero, c03 = TLanes.Zero;
            TLanes c10 = TLanes.Zero, c11 = TLanes.Zero, c12 = TLanes.Zero, c13 = TLanes.Zero;
            TLanes c20 = TLanes.Zero, c21 = TLanes.Zero, c22 = TLanes.Zero, c23 = TLanes.Zero;
            TLanes c30 = TLanes.Zero, c31 = TLanes.Zero, c32 = TLanes.Zero, c33 = TLanes.Zero;
            TLanes c40 = TLanes.Zero, c41 = TLanes.Zero, c42 = TLanes.Zero, c43 = TLanes.Zero;
            TLanes c50 = TLanes.Zero, c51 = TLanes.Zero, c52 = TLanes.Zero, c53 = TLanes.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                nint i = offsets[tap], end = i + run;
                for (; i < end; i++, b += step)
                {
                    TLanes b0 = TLanes.Load(in *b), b1 = TLanes.Load(in b[width]), b2 = TLanes.Load(in b[2 * width]), b3 = TLanes.Load(in b[3 * width]);
                    var x = TLanes.Create(a0[i]);
                    (c00, c01) = (TLanes.FusedMultiplyAdd(x, b0, c00), TLanes.FusedMultiplyAdd(x, b1, c01));
                    (c02, c03) = (TLanes.FusedMultiplyAdd(x, b2, c02), TLanes.FusedMultiplyAdd(x, b3, c03));
                    x = TLanes.Create(a1[i]);
                    (c10, c11) = (TLanes.FusedMultiplyAdd(x, b0, c10), TLanes.FusedMultiplyAdd(x, b1, c11));
                    (c12, c13) = (TLanes.FusedMultiplyAdd(x, b2, c12), TLanes.FusedMultiplyAdd(x, b3, c13));
                    x = TLanes.Create(a2[i]);
                    (c20, c21) = (TLanes.FusedMultiplyAdd(x, b0, c20), TLanes.FusedMultiplyAdd(x, b1, c21));
                    (c22, c23) = (TLanes.FusedMultiplyAdd(x, b2, c22), TLanes.FusedMultiplyAdd(x, b3, c23));
                    x = TLanes.Create(a3[i]);
                    (c30, c31) = (TLanes.FusedMultiplyAdd(x, b0, c30), TLanes.FusedMultiplyAdd(x, b1, c31));
                    (c32, c33) = (TLanes.FusedMultiplyAdd(x, b2, c32), TLanes.FusedMultiplyAdd(x, b3, c33));
                    x = TLanes.Create(a4[i]);
                    (c40, c41) = (TLanes.FusedMultiplyAdd(x, b0, c40), TLanes.FusedMultiplyAdd(x, b1, c41));
                    (c42, c43) = (TLanes.FusedMultiplyAdd(x, b2, c42), TLanes.FusedMultiplyAdd(x, b3, c43));
                    x = TLanes.Create(a5[i]);
                    (c50, c51) = (TLanes.FusedMultiplyAdd(x, b0, c50), TLanes.FusedMultiplyAdd(x, b1, c51));
                    (c52, c53) = (TLanes.FusedMultiplyAdd(x, b2, c52), TLanes.FusedMultiplyAdd(x, b3, c53));
                }
            }

            Store<TLanes, T>(c00, c01, c02, c03, c + to[0], add);
            Store<TLanes, T>(c10, c11, c12, c13, c + to[1], add);
            Store<TLanes, T>(c20, c21, c22, c23, c + to[2], add);
            Store<TLanes, T>(c30, c31, c32, c33, c + to[3], add);
            Store<TLanes, T>(c40, c41, c42, c43, c + to[4], add);
            Store<TLanes, T>(c50, c51, c52, c53, c + to[5], add);
        }
    }

    /// <summary>Rows, six at a time, of two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Two<TLanes, T>(int rows, int taps, int* offsets, int run, T* a, int* from, T* right, int step, T* c, int* to, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = TLanes.Count;
        for (; rows > 0; rows -= Rows, from += Rows, to += Rows)
        {
            T* b = right;
            T* a0 = a + from[0], a1 = a + from[1], a2 = a + from[2], a3 = a + from[3], a4 = a + from[4], a5 = a + from[5];
            TLanes c00 = TLanes.Zero, c01 = TLanes.Zero;
            TLanes c10 = TLanes.Zero, c11 = TLanes.Zero;
            TLanes c20 = TLanes.Zero, c21 = TLanes.Zero;
            TLanes c30 = TLanes.Zero, c31 = TLanes.Zero;
            TLanes c40 = TLanes.Zero, c41 = TLanes.Zero;
            TLanes c50 = TLanes.Zero, c51 = TLanes.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                nint i = offsets[tap], end = i + run;
                for (; i < end; i++, b += step)
                {
                    TLanes b0 = TLanes.Load(in *b), b1 = TLanes.Load(in b[width]);
                    var x = TLanes.Create(a0[i]);
                    (c00, c01) = (TLanes.FusedMultiplyAdd(x, b0, c00), TLanes.FusedMultiplyAdd(x, b1, c01));
                    x = TLanes.Create(a1[i]);
                    (c10, c11) = (TLanes.FusedMultiplyAdd(x, b0, c10), TLanes.FusedMultiplyAdd(x, b1, c11));
                    x = TLanes.Create(a2[i]);
                    (c20, c21) = (TLanes.FusedMultiplyAdd(x, b0, c20), TLanes.FusedMultiplyAdd(x, b1, c21));
                    x = TLanes.Create(a3[i]);
                    (c30, c31) = (TLanes.FusedMultiplyAdd(x, b0, c30), TLanes.FusedMultiplyAdd(x, b1, c31));
                    x = TLanes.Create(a4[i]);
                    (c40, c41) = (TLanes.FusedMultiplyAdd(x, b0, c40), TLanes.FusedMultiplyAdd(x, b1, c41));
                    x = TLanes.Create(a5[i]);
                    (c50, c51) = (TLanes.FusedMultiplyAdd(x, b0, c50), TLanes.FusedMultiplyAdd(x, b1, c51));
                }
            }

            Store<TLanes, T>(c00, c01, c + to[0], add);
            Store<TLanes, T>(c10, c11, c + to[1], add);
            Store<TLanes, T>(c20, c21, c + to[2], add);
            Store<TLanes, T>(c30, c31, c + to[3], add);
            Store<TLanes, T>(c40, c41, c + to[4], add);
            Store<TLanes, T>(c50, c51, c + to[5], add);
        }
    }

    /// <summary>Rows, six at a time, of one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void One<TLanes, T>(int rows, int taps, int* offsets, int run, T* a, int* from, T* right, int step, T* c, int* to, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = TLanes.Count;
        for (; rows > 0; rows -= Rows, from += Rows, to += Rows)
        {
            T* b = right;
            T* a0 = a + from[0], a1 = a + from[1], a2 = a + from[2], a3 = a + from[3], a4 = a + from[4], a5 = a + from[5];
            TLanes c00 = TLanes.Zero;
            TLanes c10 = TLanes.Zero;
            TLanes c20 = TLanes.Zero;
            TLanes c30 = TLanes.Zero;
            TLanes c40 = TLanes.Zero;
            TLanes c50 = TLanes.Zero;
            for (int tap = 0; tap < taps; tap++)
            {
                nint i = offsets[tap], end = i + run;
                for (; i < end; i++, b += step)
                {
                    TLanes b0 = TLanes.Load(in *b);
                    var x = TLanes.Create(a0[i]);
                    c00 = TLanes.FusedMultiplyAdd(x, b0, c00);
                    x = TLanes.Create(a1[i]);
                    c10 = TLanes.FusedMultiplyAdd(x, b0, c10);
                    x = TLanes.Create(a2[i]);
                    c20 = TLanes.FusedMultiplyAdd(x, b0, c20);
                    x = TLanes.Create(a3[i]);
                    c30 = TLanes.FusedMultiplyAdd(x, b0, c30);
                    x = TLanes.Create(a4[i]);
                    c40 = TLanes.FusedMultiplyAdd(x, b0, c40);
                    x = TLanes.Create(a5[i]);
                    c50 = TLanes.FusedMultiplyAdd(x, b0, c50);
                }
            }

            Store<TLanes, T>(c00, c + to[0], add);
            Store<TLanes, T>(c10, c + to[1], add);
            Store<TLanes, T>(c20, c + to[2], add);
            Store<TLanes, T>(c30, c + to[3], add);
            Store<TLanes, T>(c40, c + to[4], add);
            Store<TLanes, T>(c50, c + to[5], add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, T>(TLanes x0, TLanes x1, TLanes x2, TLanes x3, T* c, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Store<TLanes, T>(x0, x1, c, add);
        Store<TLanes, T>(x2, x3, c + 2 * TLanes.Count, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, T>(TLanes x0, TLanes x1, T* c, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Store<TLanes, T>(x0, c, add);
        Store<TLanes, T>(x1, c + TLanes.Count, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, T>(TLanes x, T* c, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.Store(add ? TLanes.Load(in *c) + x : x, ref *c);
}
