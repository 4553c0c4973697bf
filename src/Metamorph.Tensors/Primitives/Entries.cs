namespace Metamorph.Tensors;

/// <summary>The entries of a tensor as one task sees them: what the definition of a primitive is written in.</summary>
internal sealed class Entries(double[] values, Shape shape)
{
    internal Shape Shape => shape;

    /// <summary>The entry at an index. A longer index than there are axes loses its first ones, and an axis of size 1 has one entry for every index: broadcasting.</summary>
    internal double this[params int[] index]
    {
        get
        {
            int flat = 0;
            for (int axis = 0; axis < shape.Rank; axis++) flat = flat * shape[axis] + (shape[axis] == 1 ? 0 : index[axis + index.Length - shape.Rank]);
            return values[flat];
        }
    }
}
