using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// A row of a tile: <typeparamref name="TVectors"/> registers side by side. The last of them ends with the row and may overlap the one
/// before, so that a row of any length from one register on is covered without a mask; lanes that overlap hold the same bits.
/// </summary>
internal struct TileRow<TLanes, T, TVectors>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVectors : struct, ICount
{
    private TLanes v0, v1, v2, v3;

    /// <summary>Reads the row.</summary>
    /// <param name="from">Its first number.</param>
    /// <param name="last">How far from there the last register begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Load(T* from, nint last)
    {
        if (TVectors.Value > 1) v0 = TLanes.Load(in *from);
        if (TVectors.Value > 2) v1 = TLanes.Load(in from[TLanes.Count]);
        if (TVectors.Value > 3) v2 = TLanes.Load(in from[2 * TLanes.Count]);
        var end = TLanes.Load(in from[last]);
        if (TVectors.Value == 1) v0 = end;
        else if (TVectors.Value == 2) v1 = end;
        else if (TVectors.Value == 3) v2 = end;
        else v3 = end;
    }

    /// <summary>this += x y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(T x, in TileRow<TLanes, T, TVectors> y)
    {
        var lanes = TLanes.Create(x);
        v0 = TLanes.FusedMultiplyAdd(lanes, y.v0, v0);
        if (TVectors.Value > 1) v1 = TLanes.FusedMultiplyAdd(lanes, y.v1, v1);
        if (TVectors.Value > 2) v2 = TLanes.FusedMultiplyAdd(lanes, y.v2, v2);
        if (TVectors.Value > 3) v3 = TLanes.FusedMultiplyAdd(lanes, y.v3, v3);
    }

    /// <summary>Writes the row.</summary>
    /// <param name="to">Where its first number goes.</param>
    /// <param name="last">How far from there the last register begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly unsafe void Store(T* to, nint last)
    {
        if (TVectors.Value > 1) TLanes.Store(v0, ref *to);
        if (TVectors.Value > 2) TLanes.Store(v1, ref to[TLanes.Count]);
        if (TVectors.Value > 3) TLanes.Store(v2, ref to[2 * TLanes.Count]);
        TLanes.Store(TVectors.Value == 1 ? v0 : TVectors.Value == 2 ? v1 : TVectors.Value == 3 ? v2 : v3, ref to[last]);
    }
}
