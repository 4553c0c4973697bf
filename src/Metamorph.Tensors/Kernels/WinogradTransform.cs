using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The linear maps of minimal filtering F(2 x 2, 3 x 3) and their transposes. Two results of three taps, y = A'[(G g) * (B'd)] with 4
/// products in place of 6, in both directions: Y = A'[(G g G') * (B'd B)] A with 16 in place of 36.
/// </summary>
/// <remarks>
/// Lavin and Gray 2016, https://arxiv.org/abs/1509.09308, section 4.1. B' = [1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1],
/// G = [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1], A' = [1 1 1 0; 0 1 -1 -1]. Lanes run along channels, so each number of a transform lies
/// in a plane of its own, of which a tile is a row. No channel is left over: their count is a multiple of the lanes.
/// </remarks>
internal static unsafe class WinogradTransform<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>G g G' of weights.</summary>
    /// <param name="count">Pairs of channels.</param>
    /// <param name="g">The first tap of the first pair.</param>
    /// <param name="tap">From one tap to the next.</param>
    /// <param name="u">16 planes of pairs.</param>
    /// <param name="plane">From one plane to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Weights(int count, T* g, nint tap, T* u, nint plane)
    {
        TLanes half = 0.5;
        for (int i = 0; i < count; i += TLanes.Count, g += TLanes.Count, u += TLanes.Count)
        {
            TLanes g0 = Read(g), g1 = Read(g + tap), g2 = Read(g + 2 * tap);
            TLanes g3 = Read(g + 3 * tap), g4 = Read(g + 4 * tap), g5 = Read(g + 5 * tap);
            TLanes g6 = Read(g + 6 * tap), g7 = Read(g + 7 * tap), g8 = Read(g + 8 * tap);
            Row(g0, g1, g2, half, u, plane);
            Row((g0 + g3 + g6) * half, (g1 + g4 + g7) * half, (g2 + g5 + g8) * half, half, u + 4 * plane, plane);
            Row((g0 - g3 + g6) * half, (g1 - g4 + g7) * half, (g2 - g5 + g8) * half, half, u + 8 * plane, plane);
            Row(g6, g7, g8, half, u + 12 * plane, plane);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TLanes a, TLanes b, TLanes c, TLanes half, T* u, nint plane)
        {
            var ends = a + c;
            Write(a, u);
            Write((ends + b) * half, u + plane);
            Write((ends - b) * half, u + 2 * plane);
            Write(c, u + 3 * plane);
        }
    }

    /// <summary>G'u G, the transpose of <see cref="Weights"/>.</summary>
    /// <param name="count">Pairs of channels.</param>
    /// <param name="u">16 planes of pairs.</param>
    /// <param name="plane">From one plane to the next.</param>
    /// <param name="g">The first tap of the first pair.</param>
    /// <param name="tap">From one tap to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WeightsTransposed(int count, T* u, nint plane, T* g, nint tap)
    {
        TLanes half = 0.5;
        for (int i = 0; i < count; i += TLanes.Count, g += TLanes.Count, u += TLanes.Count)
        {
            var (a0, a1, a2) = Row(u, plane, half);
            var (b0, b1, b2) = Row(u + 4 * plane, plane, half);
            var (c0, c1, c2) = Row(u + 8 * plane, plane, half);
            var (d0, d1, d2) = Row(u + 12 * plane, plane, half);
            Column(a0, b0, c0, d0, half, g, tap);
            Column(a1, b1, c1, d1, half, g + tap, tap);
            Column(a2, b2, c2, d2, half, g + 2 * tap, tap);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static (TLanes, TLanes, TLanes) Row(T* u, nint plane, TLanes half)
        {
            TLanes u1 = Read(u + plane), u2 = Read(u + 2 * plane), both = (u1 + u2) * half;
            return (Read(u) + both, (u1 - u2) * half, Read(u + 3 * plane) + both);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Column(TLanes a, TLanes b, TLanes c, TLanes d, TLanes half, T* g, nint tap)
        {
            var both = (b + c) * half;
            Write(a + both, g);
            Write((b - c) * half, g + 3 * tap);
            Write(d + both, g + 6 * tap);
        }
    }

    /// <summary>B'd B of the pixels of a tile.</summary>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="d">Its first pixel.</param>
    /// <param name="right">From one pixel to the next.</param>
    /// <param name="row">From one row to the next.</param>
    /// <param name="v">The tile's row of the first of 16 planes.</param>
    /// <param name="plane">From one plane to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pixels(int channels, T* d, nint right, nint row, T* v, nint plane)
    {
        for (int i = 0; i < channels; i += TLanes.Count, d += TLanes.Count, v += TLanes.Count)
        {
            T* d1 = d + row, d2 = d1 + row, d3 = d2 + row;
            Row(Read(d) - Read(d2), Read(d + right) - Read(d2 + right), Read(d + 2 * right) - Read(d2 + 2 * right), Read(d + 3 * right) - Read(d2 + 3 * right), v, plane);
            Row(Read(d1) + Read(d2), Read(d1 + right) + Read(d2 + right), Read(d1 + 2 * right) + Read(d2 + 2 * right), Read(d1 + 3 * right) + Read(d2 + 3 * right), v + 4 * plane, plane);
            Row(Read(d2) - Read(d1), Read(d2 + right) - Read(d1 + right), Read(d2 + 2 * right) - Read(d1 + 2 * right), Read(d2 + 3 * right) - Read(d1 + 3 * right), v + 8 * plane, plane);
            Row(Read(d1) - Read(d3), Read(d1 + right) - Read(d3 + right), Read(d1 + 2 * right) - Read(d3 + 2 * right), Read(d1 + 3 * right) - Read(d3 + 3 * right), v + 12 * plane, plane);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TLanes a, TLanes b, TLanes c, TLanes d, T* v, nint plane)
        {
            Write(a - c, v);
            Write(b + c, v + plane);
            Write(c - b, v + 2 * plane);
            Write(b - d, v + 3 * plane);
        }
    }

    /// <summary>A'm A: the results of a tile.</summary>
    /// <param name="channels">Channels of a result.</param>
    /// <param name="m">The tile's row of the first of 16 planes.</param>
    /// <param name="plane">From one plane to the next.</param>
    /// <param name="y">Where its four results go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Results(int channels, T* m, nint plane, in WinogradResults<T> y)
    {
        T* y0 = y.TopLeft, y1 = y.TopRight, y2 = y.BottomLeft, y3 = y.BottomRight;
        for (nint i = 0; i < channels; i += TLanes.Count, m += TLanes.Count)
        {
            var (a0, a1) = Row(m, plane);
            var (b0, b1) = Row(m + 4 * plane, plane);
            var (c0, c1) = Row(m + 8 * plane, plane);
            var (d0, d1) = Row(m + 12 * plane, plane);
            Write(a0 + b0 + c0, y0 + i);
            Write(a1 + b1 + c1, y1 + i);
            Write(b0 - c0 - d0, y2 + i);
            Write(b1 - c1 - d1, y3 + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static (TLanes, TLanes) Row(T* m, nint plane)
        {
            TLanes m1 = Read(m + plane), m2 = Read(m + 2 * plane);
            return (Read(m) + m1 + m2, m1 - m2 - Read(m + 3 * plane));
        }
    }

    /// <summary>A y A', the transpose of <see cref="Results"/>.</summary>
    /// <param name="channels">Channels of a result.</param>
    /// <param name="y">Where the tile's four results are.</param>
    /// <param name="m">The tile's row of the first of 16 planes.</param>
    /// <param name="plane">From one plane to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ResultsTransposed(int channels, in WinogradResults<T> y, T* m, nint plane)
    {
        T* y0 = y.TopLeft, y1 = y.TopRight, y2 = y.BottomLeft, y3 = y.BottomRight;
        for (nint i = 0; i < channels; i += TLanes.Count, m += TLanes.Count)
        {
            TLanes a = Read(y0 + i), b = Read(y1 + i), c = Read(y2 + i), d = Read(y3 + i);
            Row(a, b, m, plane);
            Row(a + c, b + d, m + 4 * plane, plane);
            Row(a - c, b - d, m + 8 * plane, plane);
            Row(-c, -d, m + 12 * plane, plane);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TLanes a, TLanes b, T* m, nint plane)
        {
            Write(a, m);
            Write(a + b, m + plane);
            Write(a - b, m + 2 * plane);
            Write(-b, m + 3 * plane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Read(T* from) => TLanes.Load(in *from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TLanes x, T* to) => TLanes.Store(x, ref *to);
}
