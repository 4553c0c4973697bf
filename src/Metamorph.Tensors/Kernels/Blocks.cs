using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>Products in blocks that fit the caches, each cut into panels and tiles.</summary>
/// <remarks>
/// A right factor that many rows use is packed, panel after panel, so that a tile walks down it without gaps; one that is small, or that
/// few rows use, is read where it lies. The left factor is read where it lies, unless it is transposed and large. All this depends on
/// sizes and strides alone.
/// </remarks>
internal static unsafe class Blocks<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of b in a block: a panel of them stays in the second-level cache, and sums are seldom stored.</summary>
    private const int Depth = 512;

    /// <summary>Columns of b that are packed at a time.</summary>
    private const int Width = 1024;

    /// <summary>Rows of a in a block: with a panel of b they stay in the second-level cache.</summary>
    private const int Height = 96;

    /// <summary>Up to how many rows packing b does not pay.</summary>
    private const int Few = 36;

    /// <summary>Rows of b in a block if so few use it: memory is then read nearly in its own order.</summary>
    private const int Shallow = 64;

    /// <summary>Bytes of a factor that may be read again and again as it lies.</summary>
    private const int Near = 64 * 1024;

    /// <summary>Bytes of a cache line: packed memory begins at one.</summary>
    private const int Line = 64;

    /// <summary>Products of matrices of which none is empty and the right ones have at least a register of columns.</summary>
    /// <param name="n">Rows of a and y.</param>
    /// <param name="k">Columns of a, rows of b.</param>
    /// <param name="m">Columns of b and y, at least <c>TLanes.Count</c>.</param>
    /// <param name="a">Entry (0, 0) of the first left factor.</param>
    /// <param name="left">The strides of left factors.</param>
    /// <param name="b">Entry (0, 0) of the first right factor.</param>
    /// <param name="right">The strides of right factors.</param>
    /// <param name="y">For every product n rows of m.</param>
    /// <param name="count">How many products.</param>
    /// <param name="pitch">From one row of y to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(int n, int k, int m, T* a, Product.Matrix left, T* b, Product.Matrix right, T* y, int count, int pitch)
    {
        bool packRight = right.Column != 1 || (n > Few && (long)k * m * sizeof(T) > Near);
        bool packLeft = left.Column != 1 && n > 1 && (long)n * k * sizeof(T) > Near;
        bool shallow = !packRight && !packLeft && n <= Few && m > TLanes.Count * Tiles<TLanes, T>.Widest;
        int depth = Math.Min(k, packRight || packLeft ? Depth : shallow ? Shallow : k);
        int height = Math.Min(n, Height), none = 0;
        int* row = stackalloc int[2 * Height];
        int* to = row + Height;
        for (int i = 0; i < height; i++) (row[i], to[i]) = (i * (packLeft ? depth : left.Row), i * pitch);

        int panels = packRight ? depth * Math.Min(m, Width + TLanes.Count) : 0, rows = packLeft ? depth * height : 0;
        T[]? scratch = panels + rows > 0 ? ArrayPool<T>.Shared.Rent(panels + rows + Line / sizeof(T)) : null;
        fixed (T* start = scratch)
        {
            T* packed = (T*)(((nint)start + Line - 1) & -Line);
            Panel<T> panel = default;
            panel.Taps = 1;
            panel.Tap = panel.Right = &none;
            for (; count > 0; count--, a += left.Next, b += right.Next, y += n * pitch)
                for (int j = 0, wide; j < m; j += wide)
                {
                    // Also the last block has at least a register of columns.
                    wide = packRight && m - j >= Width + TLanes.Count ? Width : m - j;
                    for (int p = 0; p < k; p += depth)
                    {
                        panel.K = Math.Min(depth, k - p);
                        panel.Add = p > 0;
                        T* block = b + (nint)p * right.Row + (nint)j * right.Column;
                        if (packRight) Pack(panel.K, wide, block, right, packed);
                        for (int i = 0; i < n; i += height)
                        {
                            int tall = Math.Min(height, n - i);
                            panel.A = a + (nint)i * left.Row + (nint)p * left.Column;
                            panel.Step = left.Column;
                            if (packLeft)
                            {
                                Transposition.Copy(tall, panel.K, panel.A, left.Row, left.Column, packed + panels, depth);
                                panel.A = packed + panels;
                                panel.Step = 1;
                            }

                            for (int at = 0; at < wide; at += panel.Columns)
                            {
                                panel.Columns = Tiles<TLanes, T>.Columns(wide - at);
                                panel.B = packRight ? packed + at * panel.K : block + at;
                                panel.Down = packRight ? panel.Columns : right.Row;
                                panel.Y = y + (nint)i * pitch + j + at;
                                Tiles<TLanes, T>.Run(panel, tall, row, to);
                            }
                        }
                    }
                }
        }

        if (scratch is not null) ArrayPool<T>.Shared.Return(scratch);
    }

    /// <summary>Copies panels of b, one after another, each row after row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(int rows, int columns, T* from, Product.Matrix right, T* to)
    {
        while (columns > 0)
        {
            int wide = Tiles<TLanes, T>.Columns(columns), last = wide - TLanes.Count;
            if (right.Column != 1)
            {
                Transposition.Copy(rows, wide, from, right.Row, right.Column, to, wide);
            }
            else
            {
                T* source = from;
                T* target = to;
                for (int p = 0; p < rows; p++, source += right.Row, target += wide)
                {
                    for (int j = 0; j < last; j += TLanes.Count) TLanes.Store(TLanes.Load(in source[j]), ref target[j]);
                    TLanes.Store(TLanes.Load(in source[last]), ref target[last]);
                }
            }

            to += wide * rows;
            from += (nint)wide * right.Column;
            columns -= wide;
        }
    }
}
