using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>An index names nothing that exists.</summary>
/// <param name="message">Which index, where it stands and what was expected.</param>
public sealed class IndexException(string message) : ArgumentException(message)
{
    /// <summary>Refuses indices that are not 0 .. count - 1, naming the first and its place.</summary>
    internal static void ThrowIfOutside(Tensor index, int count, string operation, string expected)
    {
        // While a step is recorded there is nothing to check yet: it is checked when the step is run.
        if (index.Recorded is not null) return;
        var values = index.Values<int>();
        int bad = Gather.FirstOutside(values, count);
        if (bad < 0) return;
        int[] place = new int[index.Rank];
        for (int axis = index.Rank - 1, rest = bad; axis >= 0; rest /= index.Shape[axis--]) place[axis] = rest % index.Shape[axis];
        string task = index.Tasks is null ? "" : $" of task {bad / index.Size}";
        throw new IndexException($"{operation}: index {values[bad]} at [{string.Join(", ", place)}]{task} of {index.Form}, but {expected}. Expected 0 to {count - 1}.");
    }

    /// <summary>The same for the work of a step that was recorded, where more is not known.</summary>
    internal static ReadOnlySpan<int> Inside(ReadOnlySpan<int> index, int count, string operation) => Gather.FirstOutside(index, count) is >= 0 and int bad
        ? throw new IndexException($"{operation}: index {index[bad]} in a step that was recorded. Expected 0 to {count - 1}.")
        : index;
}
