using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>An index names nothing that exists.</summary>
/// <param name="message">Which index, where it stands and what was expected.</param>
public sealed class IndexException(string message) : ArgumentException(message)
{
    /// <summary>Refuses indices that are not 0 .. count - 1, naming the first and its place.</summary>
    internal static void ThrowIfOutside(Tensor index, int count, string operation, string expected)
    {
        // While a step is recorded there is nothing to check yet: the kernels refuse such an index when it is run.
        if (index.Recorded is not null) return;
        var values = index.Values<int>();
        int bad = Gather.FirstOutside(values, count);
        if (bad < 0) return;
        int[] place = new int[index.Rank];
        for (int axis = index.Rank - 1, rest = bad; axis >= 0; rest /= index.Shape[axis--]) place[axis] = rest % index.Shape[axis];
        string task = index.Tasks is null ? "" : $" of task {bad / index.Size}";
        throw new IndexException($"{operation}: index {values[bad]} at [{string.Join(", ", place)}]{task} of {index.Form}, but {expected}. Expected 0 to {count - 1}.");
    }
}
