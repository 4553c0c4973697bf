using System.Collections;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors;

/// <summary>The sizes of the axes that one task sees, as in <c>[5, 784]</c>; <c>[]</c> is one number. Written as a collection: <c>Shape s = [5, 784];</c></summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    private readonly int[]? sizes;

    private Shape(int[] sizes)
    {
        long size = 1;
        foreach (int n in sizes)
        {
            if (n < 0) throw new ShapeException($"a shape [{string.Join(", ", sizes)}] has the negative size {n}. Expected sizes of 0 or more.");
            size = Math.Min(size * n, long.MaxValue >> 31);
        }

        if (size > int.MaxValue)
            throw new ShapeException($"a shape [{string.Join(", ", sizes)}] has more than {int.MaxValue} entries, the most that one tensor holds. Split it, e.g. into chunks of tasks.");
        this.sizes = sizes;
    }

    /// <summary>The shape with these sizes.</summary>
    /// <param name="sizes">One size per axis, each 0 or more; their product fits an <see cref="int"/>.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ShapeException">A negative size, or too many entries.</exception>
    public static Shape Of(ReadOnlySpan<int> sizes) => new(sizes.ToArray());

    /// <summary>A shape from an array of sizes (copied).</summary>
    /// <param name="sizes">One size per axis.</param>
    public static implicit operator Shape(int[] sizes) => Of(sizes);

    /// <summary>The number of axes.</summary>
    public int Rank => sizes?.Length ?? 0;

    /// <summary>The number of entries: the product of all sizes, 1 for <c>[]</c>.</summary>
    public int Size
    {
        get
        {
            int size = 1;
            foreach (int n in Span) size *= n;
            return size;
        }
    }

    /// <summary>The size of an axis; <c>^1</c> is the last.</summary>
    /// <param name="axis">Which axis.</param>
    public int this[Index axis] => Span[axis];

    internal ReadOnlySpan<int> Span => sizes;

    /// <summary>The sizes as an array.</summary>
    /// <returns>A new array.</returns>
    public int[] ToArray() => Span.ToArray();

    /// <summary>Which axis is meant: negative numbers count from the last.</summary>
    internal int Axis(int axis, string operation)
    {
        int found = axis < 0 ? axis + Rank : axis;
        if ((uint)found >= (uint)Rank)
            throw new ShapeException($"{operation}: axis {axis} does not exist in shape {this}. Expected an axis from {-Rank} to {Rank - 1}.");
        return found;
    }

    /// <summary>This shape with another size at one axis.</summary>
    internal Shape With(int axis, int size)
    {
        int[] changed = ToArray();
        changed[axis] = size;
        return new(changed);
    }

    /// <summary>This shape with size 1 at some axes.</summary>
    internal Shape OnesAt(bool[] axes) => Of([.. this.Select((n, i) => axes[i] ? 1 : n)]);

    /// <summary>This shape without some axes.</summary>
    internal Shape Without(bool[] axes) => Of([.. this.Where((_, i) => !axes[i])]);

    /// <summary>This shape without one axis.</summary>
    internal Shape Without(int axis) => new([.. Span[..axis], .. Span[(axis + 1)..]]);

    /// <summary>This shape with a further axis in front of <paramref name="axis"/>.</summary>
    internal Shape Insert(int axis, int size) => new([.. Span[..axis], size, .. Span[axis..]]);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int n in Span) hash.Add(n);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same sizes.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", sizes ?? [])}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
