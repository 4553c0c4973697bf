using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>Joins pieces of work that go over the same numbers.</summary>
internal static class Fusion
{
    internal static List<Item> Of(List<Item> items, HashSet<Storage> kept, HashSet<Storage> own) => items;
}
