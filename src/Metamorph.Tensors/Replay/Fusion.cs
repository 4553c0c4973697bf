using System.Numerics;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>
/// Joins elementwise work over equally many numbers, and the sums of columns of its results, so that they are done block by block while the numbers are
/// in the core's nearest cache, and results that nobody else reads never get to memory.
/// </summary>
internal sealed class Fusion
{
    /// <summary>Work that has no result in common, but an operand, is joined if it stands this near.</summary>
    private const int Near = 8;

    private readonly List<Group> open = [];
    private readonly List<(int At, Group Group)> done = [];
    private readonly List<List<Item>> units;

    private Fusion(List<List<Item>> units) => this.units = units;

    /// <summary>The same work with neighbours joined.</summary>
    /// <param name="units">Work in order; the pieces of a unit stay together.</param>
    /// <param name="kept">Memory that is read after all of it.</param>
    internal static List<Item> Of(List<List<Item>> units, HashSet<Storage> kept)
    {
        var fusion = new Fusion(units);
        for (int i = 0; i < units.Count; i++) fusion.Add(i);
        foreach (var group in fusion.open) fusion.done.Add((group.Members[^1], group));

        var readers = new Dictionary<Storage, List<Group>>(ReferenceEqualityComparer.Instance);
        foreach (var (_, group) in fusion.done)
            foreach (int member in group.Members)
                foreach (var storage in units[member].SelectMany(item => item.Reads))
                    if (readers.TryGetValue(storage, out var list)) list.Add(group);
                    else readers[storage] = [group];
        return [.. fusion.done.OrderBy(d => d.At).Select(d => d.Group).Select(g => g.Members is [var only] && units[only] is [var alone]
            ? alone
            : g.Kind!.Join([.. g.Members.SelectMany(m => units[m]).Select(i => i.Work)], s => kept.Contains(s) || (readers.TryGetValue(s, out var r) && r.Exists(x => x != g))))];
    }

    private void Add(int at)
    {
        var unit = units[at];
        Storage[] writes = [.. unit.SelectMany(i => i.Writes)], from = [.. unit.SelectMany(i => i.Reads).Except(writes).Distinct()];
        var kind = Kind.Of(unit);
        var joined = new Group { Kind = kind };
        foreach (var group in open.ToArray())
        {
            bool reads = Array.Exists(from, group.Writes.Contains);
            bool joins = kind is not null && group.Kind is not null && kind.Fits(group.Kind) && (joined.Width == 0 || group.Width == 0 || joined.Width == group.Width)
                && (reads ? kind.CanRead(group.Elementwise, group.Writes) : at - group.Members[^1] <= Near && Array.Exists(from, group.Large.Contains));
            if (joins) joined.Merge(group);
            else if (reads) done.Add((group.Members[^1], group));
            else continue;
            open.Remove(group);
        }

        joined.Members.Add(at);
        joined.Members.Sort();
        joined.Writes.UnionWith(writes);
        if (kind is not null)
        {
            joined.Elementwise.UnionWith(kind.IsSum ? writes[..^1] : writes);
            joined.Large.UnionWith(kind.Large);
            joined.Kind = joined.Kind!.Width == 0 ? kind with { Width = Math.Max(kind.Width, joined.Width) } : joined.Kind;
            joined.Width = joined.Kind.Width;
        }

        open.Add(joined);
    }

    /// <summary>Work that will be done together, in order; it is done where the last of it stands, so nothing before that may read its results.</summary>
    private sealed class Group
    {
        internal List<int> Members { get; } = [];

        internal HashSet<Storage> Writes { get; } = new(ReferenceEqualityComparer.Instance);

        internal HashSet<Storage> Elementwise { get; } = new(ReferenceEqualityComparer.Instance);

        internal HashSet<Storage> Large { get; } = new(ReferenceEqualityComparer.Instance);

        internal required Kind? Kind { get; set; }

        internal int Width { get; set; }

        internal void Merge(Group other)
        {
            Members.AddRange(other.Members);
            Writes.UnionWith(other.Writes);
            Elementwise.UnionWith(other.Elementwise);
            Large.UnionWith(other.Large);
            Width = Math.Max(Width, other.Width);
        }
    }

    /// <summary>What decides whether work can be joined.</summary>
    /// <param name="Number">The type of number.</param>
    /// <param name="Count">How many it goes over.</param>
    /// <param name="Width">The width of the rows that are summed, 0: none are.</param>
    /// <param name="IsSum">Whether it is a sum of columns.</param>
    private sealed record Kind(Type Number, int Count, int Width, bool IsSum)
    {
        /// <summary>Operands that it reads one number after another, from the first on.</summary>
        internal required Storage[] Large { get; init; }

        /// <summary>All that it reads.</summary>
        internal required Storage[] All { get; init; }

        internal required Func<IReadOnlyList<Work>, Func<Storage, bool>, Item> Join { get; init; }

        /// <summary>That of a unit: of its last piece, with what all of it reads.</summary>
        internal static Kind? Of(List<Item> unit)
        {
            var kind = Of(unit[^1].Work);
            if (kind is null || unit.Count == 1) return kind;
            Kind[] all = [.. unit.Select(i => Of(i.Work)!)];
            var made = unit.SelectMany(i => i.Writes).ToHashSet<Storage>(ReferenceEqualityComparer.Instance);
            Storage[] large = [.. all.SelectMany(k => k.Large).Where(s => !made.Contains(s)).Distinct()], read = [.. all.SelectMany(k => k.All).Where(s => !made.Contains(s)).Distinct()];
            Storage[] small = [.. all.SelectMany(k => k.All.Except(k.Large))];
            return kind with { Large = [.. large.Except(small)], All = read };
        }

        private static Kind? Of(Work work) => work switch
        {
            ElementwiseWork<float> w => Of(w),
            ElementwiseWork<double> w => Of(w),
            ElementwiseWork<int> w => Of(w),
            SumWork<float> w => Of(w),
            SumWork<double> w => Of(w),
            SumWork<int> w => Of(w),
            _ => null,
        };

        internal bool Fits(Kind other) => Number == other.Number && Count == other.Count && (Width == 0 || other.Width == 0 || Width == other.Width);

        /// <summary>Whether whatever it reads of a group is an elementwise result, read one number after another.</summary>
        internal bool CanRead(HashSet<Storage> elementwise, HashSet<Storage> written) =>
            Array.TrueForAll(All, s => !written.Contains(s) || (elementwise.Contains(s) && Large.Contains(s)));

        private static Kind? Of<T>(ElementwiseWork<T> work)
            where T : unmanaged, INumber<T>
        {
            if (work.Result.Count == 0) return null;
            Storage[] large = [.. work.Operands.Where(IsLarge).Select(x => x.Storage)];
            // An operand that is read in two ways, one of them not in order, counts as not in order.
            Storage[] small = [.. work.Operands.Where(x => !IsLarge(x)).Select(x => x.Storage)];
            return new(typeof(T), work.Result.Count, 0, false)
            {
                Large = [.. large.Except(small)], All = [.. large, .. small], Join = (all, outside) => Fused<T>.Joined(all, outside),
            };

            bool IsLarge(Tensor x) => x.Strides is null && x.Offset == 0 && x.Count == work.Result.Count;
        }

        private static Kind? Of<T>(SumWork<T> work)
            where T : unmanaged, INumber<T>
        {
            int width = work.Reduction.Width;
            if (!work.IsColumns) return null;
            return new(typeof(T), width * work.Reduction.Count, width, true)
            {
                Large = [work.Operand.Storage], All = [work.Operand.Storage], Join = (all, outside) => Fused<T>.Joined(all, outside),
            };
        }
    }
}
