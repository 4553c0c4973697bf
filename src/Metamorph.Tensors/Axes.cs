using System.Collections;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors;

/// <summary>
/// Some axes of a shape, as in <c>x.Sum(-1)</c> or <c>x.Sum([0, 2])</c>; negative numbers count from the last axis. Not given: all axes.
/// The task axis is not among them: only operations that name tasks cross it.
/// </summary>
[CollectionBuilder(typeof(Axes), nameof(Of))]
public readonly struct Axes : IEnumerable<int>
{
    private readonly int[]? axes;

    private Axes(int[] axes) => this.axes = axes;

    /// <summary>These axes.</summary>
    /// <param name="axes">Axis numbers, each at most once.</param>
    /// <returns>The axes.</returns>
    public static Axes Of(ReadOnlySpan<int> axes) => new(axes.ToArray());

    /// <summary>One axis.</summary>
    /// <param name="axis">The axis, negative from the last.</param>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>For every axis of the shape, whether it is among these.</summary>
    internal bool[] In(Shape shape, string operation)
    {
        bool[] chosen = new bool[shape.Rank];
        if (axes is null)
        {
            Array.Fill(chosen, true);
            return chosen;
        }

        foreach (int axis in axes)
        {
            ref bool one = ref chosen[shape.Axis(axis, operation)];
            if (one) throw new ShapeException($"{operation}: axis {axis} of shape {shape} is named twice in [{string.Join(", ", axes)}]. Expected each axis at most once.");
            one = true;
        }

        return chosen;
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(axes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
