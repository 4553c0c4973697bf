using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A function of one number, written once for lanes of every width.</summary>
internal interface IFunction
{
    /// <summary>The function of each lane, which depends on that lane alone.</summary>
    static abstract TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
