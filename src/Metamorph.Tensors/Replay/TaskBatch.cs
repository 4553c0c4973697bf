namespace Metamorph.Tensors;

/// <summary>The work of a stage for some tasks at hand, of which it goes from some to the next.</summary>
internal sealed class TaskBatch
{
    private readonly List<TaskWindow> windows = [];
    private readonly Bound bound;
    private readonly (Tensor From, Tensor Into)[] results;

    /// <param name="recording">Where the values stand.</param>
    /// <param name="members">The places of the stage's values, sums over tasks among them.</param>
    /// <param name="sums">The places of the sums: here, over the tasks at hand.</param>
    /// <param name="results">The places of values that are needed beyond the stage.</param>
    /// <param name="whole">The tensors of values, with all tasks.</param>
    /// <param name="all">How many tasks there are.</param>
    /// <param name="tasks">How many are at hand.</param>
    /// <param name="alone">Whether there is never more than one at hand: what is summed over tasks is its own sum then.</param>
    internal TaskBatch(Recording recording, int[] members, int[] sums, int[] results, Func<int, Tensor> whole, int all, int tasks, bool alone)
    {
        int[] parts = sums;
        if (alone)
        {
            // The number itself, unless axes are summed as well, or a view does not show each number of its memory once.
            var seen = new Bound(recording, members, place => whole(place) is var x && x.Tasks == all ? TaskWindow.On(x, tasks).Tensor : x, tasks);
            parts = Array.ConvertAll(sums, s => recording.Values[s].Inputs[0] is var summed && recording.Values[summed].Shape == recording.Values[s].Shape && seen.Owns(summed) ? summed : s);
            members = [.. members.Except(sums.Except(parts))];
        }

        bound = new(recording, members, Outside, tasks);
        bound.Settle([.. results, .. parts]);
        Sums = Array.ConvertAll(parts, s => bound[s]);
        this.results = Array.ConvertAll(results, r => (bound[r], whole(r)));

        Tensor Outside(int place)
        {
            var x = whole(place);
            if (x.Tasks != all) return x;
            var window = TaskWindow.On(x, tasks);
            windows.Add(window);
            return window.Tensor;
        }
    }

    /// <summary>The sums over the tasks at hand.</summary>
    internal Tensor[] Sums { get; }

    /// <summary>How much memory it needs.</summary>
    internal (int Floats, int Doubles, int Integers) Sizes => bound.Sizes;

    /// <summary>Puts all results into memory.</summary>
    internal void PutInto(PlanMemory memory) => bound.PutInto(memory);

    /// <summary>Does the work.</summary>
    /// <param name="first">The first task at hand.</param>
    internal void Run(int first)
    {
        foreach (var window in windows) window.MoveTo(first);
        bound.Run();
        foreach (var (from, into) in results)
            switch (from.DType)
            {
                case DType.Float32: Copy<float>(from, into, first); break;
                case DType.Float64: Copy<double>(from, into, first); break;
                default: Copy<int>(from, into, first); break;
            }
    }

    private static void Copy<T>(Tensor from, Tensor into, int first)
        where T : unmanaged
    {
        var target = into.Memory<T>().Slice(first * into.Size, from.Count);
        if (from.Strides is null) from.Memory<T>().Slice(from.Offset, from.Count).CopyTo(target);
        else from.Values<T>().CopyTo(target);
    }
}
