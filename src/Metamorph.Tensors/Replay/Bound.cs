using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>A list of a recording's values bound to memory: work that can be run again and again.</summary>
internal sealed class Bound
{
    private readonly Dictionary<int, Tensor> tensors = [];
    private readonly List<Item> items = [];
    private readonly HashSet<Storage> own = new(ReferenceEqualityComparer.Instance);
    private Work[] work = [];
    private Slots? slots;

    /// <summary>Makes the tensors and the work of some values; memory comes with <see cref="PutInto"/>.</summary>
    /// <param name="recording">Where the values stand.</param>
    /// <param name="members">Their places, in order.</param>
    /// <param name="outside">The tensors of values that are not among them.</param>
    /// <param name="tasks">The number of tasks side by side; null: as recorded.</param>
    internal Bound(Recording recording, IReadOnlyList<int> members, Func<int, Tensor> outside, int? tasks)
    {
        foreach (int place in members)
        {
            var value = recording.Values[place];
            var primitive = tasks is int n ? value.Primitive!.OnTasks(n) : value.Primitive!;
            Tensor[] inputs = Array.ConvertAll(value.Inputs, i => tensors.TryGetValue(i, out var t) ? t : tensors[i] = outside(i));
            var y = primitive.Forward(inputs);
            if (y.Detach() is { } todo)
            {
                items.Add(new(todo, [.. inputs.Select(x => x.Storage)], [y.Storage]));
                own.Add(y.Storage);
            }

            tensors[place] = y;
        }
    }

    /// <summary>The tensor of a value.</summary>
    internal Tensor this[int place] => tensors[place];

    /// <summary>Whether a value has memory of its own here, of which it shows each number once.</summary>
    internal bool Owns(int place) => tensors[place] is var x && own.Contains(x.Storage) && x.Offset == 0 && x.Storage.Count == x.Count;

    /// <summary>How much memory it needs.</summary>
    internal (int Floats, int Doubles, int Integers) Sizes => slots!.Sizes;

    /// <summary>Fuses work and decides where results lie.</summary>
    /// <param name="kept">Values that are read after all the work is done.</param>
    internal void Settle(IEnumerable<int> kept)
    {
        var after = new HashSet<Storage>(kept.Select(k => tensors[k].Storage), ReferenceEqualityComparer.Instance);
        var fused = Fusion.Of(Remaking.Of(items, after, own), after);
        slots = new(fused, after, own.Contains);
        work = [.. fused.Select(i => i.Work)];
    }

    /// <summary>Puts all results into memory.</summary>
    internal void PutInto(PlanMemory memory) => slots!.PutInto(memory);

    /// <summary>Does the work on this thread.</summary>
    internal void Run()
    {
        foreach (var item in work) item.Run();
    }

    /// <summary>Does the work, large pieces shared by some threads.</summary>
    /// <param name="threads">Threads at most.</param>
    /// <returns>How many did a part of a piece.</returns>
    internal int Run(int threads)
    {
        int most = 1;
        foreach (var item in work) most = Math.Max(most, item.Run(threads));
        return most;
    }
}
