using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>
/// Places for the memory of a stretch: two results share a place if the one is not read any more when the other is written. Nothing
/// overlaps in part.
/// </summary>
internal sealed class Slots
{
    private readonly List<(Storage Storage, int Place)> placed = [];
    private readonly List<Item> items;
    private readonly (int Floats, int Doubles, int Integers) scratch;
    private int floats;
    private int doubles;
    private int integers;

    /// <summary>Assigns places.</summary>
    /// <param name="items">The work in order.</param>
    /// <param name="kept">Memory that is read after all of it.</param>
    /// <param name="own">Whether a storage is to be placed here.</param>
    internal Slots(List<Item> items, HashSet<Storage> kept, Func<Storage, bool> own)
    {
        this.items = items;
        scratch = (Most(items, w => w is Fused<float> f ? f.Scratch : 0), Most(items, w => w is Fused<double> f ? f.Scratch : 0), Most(items, w => w is Fused<int> f ? f.Scratch : 0));
        var last = new Dictionary<Storage, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < items.Count; i++)
        {
            foreach (var storage in items[i].Reads) last[storage] = i;
            foreach (var storage in items[i].Writes) last[storage] = i;
        }

        var taken = new Dictionary<Type, List<(int From, int To, int Last)>>();
        var seen = new HashSet<Storage>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < items.Count; i++)
        {
            foreach (var storage in items[i].Writes)
            {
                if (!own(storage) || !seen.Add(storage)) continue;
                var kind = storage.GetType();
                if (!taken.TryGetValue(kind, out var list)) taken[kind] = list = [];
                list.RemoveAll(t => t.Last < i);
                int place = Fit(list, Padded(storage.Count));
                list.Add((place, place + Padded(storage.Count), kept.Contains(storage) ? int.MaxValue : last[storage]));
                list.Sort();
                placed.Add((storage, place));
                ref int end = ref EndOf(storage);
                end = Math.Max(end, place + Padded(storage.Count));
            }
        }
    }

    /// <summary>How many numbers of a kind there must be room for.</summary>
    internal (int Floats, int Doubles, int Integers) Sizes => (floats + scratch.Floats, doubles + scratch.Doubles, integers + scratch.Integers);

    /// <summary>Puts all storages into memory.</summary>
    internal void PutInto(PlanMemory memory)
    {
        foreach (var (storage, place) in placed)
            switch (storage)
            {
                case Storage<float> s: memory.Floats.Put(s, place); break;
                case Storage<double> s: memory.Doubles.Put(s, place); break;
                case Storage<int> s: memory.Integers.Put(s, place); break;
            }

        foreach (var item in items)
            switch (item.Work)
            {
                case Fused<float> f: memory.Floats.Lend(f, floats); break;
                case Fused<double> f: memory.Doubles.Lend(f, doubles); break;
                case Fused<int> f: memory.Integers.Lend(f, integers); break;
            }
    }

    private static int Most(List<Item> items, Func<Work, int> scratch) => items.Count == 0 ? 0 : items.Max(i => scratch(i.Work));

    // Whole lines of the cache.
    private static int Padded(int count) => (count + 15) / 16 * 16;

    /// <summary>The smallest gap that is large enough.</summary>
    private static int Fit(List<(int From, int To, int Last)> taken, int size)
    {
        int best = -1, smallest = int.MaxValue, end = 0;
        foreach (var (from, to, _) in taken)
        {
            if (from - end >= size && from - end < smallest) (best, smallest) = (end, from - end);
            end = Math.Max(end, to);
        }

        return best >= 0 ? best : end;
    }

    private ref int EndOf(Storage storage)
    {
        if (storage is Storage<float>) return ref floats;
        if (storage is Storage<double>) return ref doubles;
        return ref integers;
    }
}

/// <summary>Memory of one thread for the stretches of a plan, one after another.</summary>
internal sealed class PlanMemory
{
    internal Part<float> Floats { get; } = new();

    internal Part<double> Doubles { get; } = new();

    internal Part<int> Integers { get; } = new();

    /// <summary>Bytes in all.</summary>
    internal long Bytes => 4L * Floats.Count + 8L * Doubles.Count + 4L * Integers.Count;

    /// <summary>Makes room; storages that have been put here before are to be put again.</summary>
    internal bool Reserve((int Floats, int Doubles, int Integers) sizes) =>
        Floats.Reserve(sizes.Floats) | Doubles.Reserve(sizes.Doubles) | Integers.Reserve(sizes.Integers);

    /// <summary>Memory for one kind of number, which begins with a line of the cache.</summary>
    internal sealed class Part<T>
        where T : unmanaged, System.Numerics.INumber<T>
    {
        private T[] array = [];
        private int start;

        internal int Count { get; private set; }

        internal unsafe bool Reserve(int count)
        {
            if (count <= Count) return false;
            array = GC.AllocateUninitializedArray<T>(count + 64 / sizeof(T), pinned: true);
            nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
            (start, Count) = ((int)((64 - address % 64) % 64) / sizeof(T), count);
            return true;
        }

        internal void Put(Storage<T> storage, int place) => storage.PutAt(array, start + place);

        internal void Lend(Fused<T> fused, int place) => fused.Use(array, start + place);
    }
}
