using System.Numerics;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>
/// Makes large elementwise results again where they are read, instead of writing them and reading them back: a pass over memory costs more than a few
/// operations on what is in the nearest cache anyway. The numbers are the same to the bit.
/// </summary>
internal sealed class Remaking
{
    /// <summary>Numbers from which on a result does not stay in a core's own caches.</summary>
    private const int Large = 1 << 16;

    /// <summary>Operations that are done again for one operand at most.</summary>
    private const int MostSteps = 6;

    private readonly Dictionary<Storage, Recipe> recipes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Storage, int> readers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Storage> written;
    private readonly HashSet<Storage> own;

    private Remaking(List<Item> items, HashSet<Storage> kept, HashSet<Storage> own)
    {
        this.own = own;
        written = new(kept, ReferenceEqualityComparer.Instance);
        foreach (var item in items)
        {
            var inOrder = InOrder(item.Work);
            foreach (var storage in item.Reads)
                if (inOrder.Contains(storage)) readers[storage] = readers.GetValueOrDefault(storage) + 1;
                else written.Add(storage);
        }
    }

    /// <summary>The same work, as units of which the last piece is the work itself and those before make operands again.</summary>
    /// <param name="items">The work in order.</param>
    /// <param name="kept">Memory that is read after all of it.</param>
    /// <param name="own">Memory of the work's results; that of those made again is added.</param>
    internal static List<List<Item>> Of(List<Item> items, HashSet<Storage> kept, HashSet<Storage> own)
    {
        var remaking = new Remaking(items, kept, own);
        List<List<Item>> units = [.. items.Select(remaking.Unit)];

        // What was made again everywhere need not be made once more.
        var needed = new HashSet<Storage>(kept, ReferenceEqualityComparer.Instance);
        for (int i = units.Count - 1; i >= 0; i--)
        {
            if (!Array.Exists(units[i][^1].Writes, needed.Contains)) units.RemoveAt(i);
            else
                foreach (var item in units[i]) needed.UnionWith(item.Reads);
        }

        return units;
    }

    private List<Item> Unit(Item item) => item.Work switch
    {
        ElementwiseWork<float> work => Unit(work),
        ElementwiseWork<double> work => Unit(work),
        SumWork<float> { IsColumns: true } work => Unit(item, work),
        SumWork<double> { IsColumns: true } work => Unit(item, work),
        _ => [item],
    };

    private List<Item> Unit<T>(ElementwiseWork<T> work)
        where T : unmanaged, INumber<T>
    {
        var unit = new List<Item>();
        var again = new Again<T>(this, unit);
        Tensor[] operands = Array.ConvertAll(work.Operands, again.Of);
        unit.Add(Item<T>(work.Function, operands, work.Result));

        Storage[] large = [.. work.Operands.Where(x => IsInOrder(x, work.Result.Count)).Select(x => x.Storage).Distinct()];
        Storage[] bases = [.. large.SelectMany(s => recipes.TryGetValue(s, out var r) ? r.Bases : [s]).Distinct()];
        int steps = 1 + large.Sum(s => recipes.TryGetValue(s, out var r) ? r.Steps : 0);
        var result = work.Result.Storage;
        if (work.Result.Count >= Large && steps <= MostSteps && bases.Length <= (readers.GetValueOrDefault(result) <= 4 ? 2 : 1) && !written.Contains(result))
            recipes[result] = new(work, bases, steps);
        return unit;
    }

    private List<Item> Unit<T>(Item item, SumWork<T> work)
        where T : unmanaged, INumber<T>
    {
        var unit = new List<Item>();
        var operand = new Again<T>(this, unit).Of(work.Operand);
        unit.Add(ReferenceEquals(operand, work.Operand) ? item : new(new SumWork<T>(work.Reduction, operand, work.Result), [operand.Storage], item.Writes));
        return unit;
    }

    private static Item Item<T>(Kernels.Block<T> function, Tensor[] operands, Tensor result)
        where T : unmanaged, INumber<T> =>
        new(new ElementwiseWork<T>(function, operands, result), [.. operands.Select(x => x.Storage)], [result.Storage]);

    /// <summary>Operands that are read one number after another, from the first on.</summary>
    private static HashSet<Storage> InOrder(Work work) => work switch
    {
        ElementwiseWork<float> w => InOrder(w.Operands, w.Result.Count),
        ElementwiseWork<double> w => InOrder(w.Operands, w.Result.Count),
        SumWork<float> { IsColumns: true } w => [w.Operand.Storage],
        SumWork<double> { IsColumns: true } w => [w.Operand.Storage],
        _ => [],
    };

    private static HashSet<Storage> InOrder(Tensor[] operands, int count)
    {
        var all = new HashSet<Storage>(operands.Where(x => IsInOrder(x, count)).Select(x => x.Storage), ReferenceEqualityComparer.Instance);
        all.ExceptWith(operands.Where(x => !IsInOrder(x, count)).Select(x => x.Storage));
        return all;
    }

    private static bool IsInOrder(Tensor x, int count) => x.Offset == 0 && x.Count == count && x.Strides is null;

    /// <summary>How a result can be made again.</summary>
    /// <param name="Work">The last step.</param>
    /// <param name="Bases">The large operands that are in memory.</param>
    /// <param name="Steps">How many operations that takes.</param>
    private sealed record Recipe(Work Work, Storage[] Bases, int Steps);

    /// <summary>Makes results again for one reader.</summary>
    private sealed class Again<T>(Remaking remaking, List<Item> unit)
        where T : unmanaged, INumber<T>
    {
        private readonly Dictionary<Storage, Tensor> made = new(ReferenceEqualityComparer.Instance);

        internal Tensor Of(Tensor x)
        {
            if (!remaking.recipes.TryGetValue(x.Storage, out var recipe)) return x;
            if (made.TryGetValue(x.Storage, out var known)) return known;
            var work = (ElementwiseWork<T>)recipe.Work;
            Tensor[] operands = Array.ConvertAll(work.Operands, Of);
            var result = Tensor.Allocate<T>(work.Result.Shape, work.Result.Tasks);
            remaking.own.Add(result.Storage);
            unit.Add(Item(work.Function, operands, result));
            return made[x.Storage] = result;
        }
    }
}
