using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>A piece of work in a stretch: what it does, and which memory it reads and writes.</summary>
internal sealed record Item(Work Work, Storage[] Reads, Storage[] Writes);
