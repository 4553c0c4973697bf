namespace Metamorph.Tensors.Formats;

/// <summary>What stands in front of the data of a file.</summary>
/// <param name="Entries">The tensors, in the order of the header.</param>
/// <param name="Metadata">Free text.</param>
/// <param name="MetadataAt">The byte of the file where the text is.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long MetadataAt)
{
    /// <summary>The bytes in front of the header: its length.</summary>
    internal const int Start = 8;

    /// <summary>The longest header that is read or written, as in the reference implementation.</summary>
    internal const int MostBytes = 100_000_000;

    /// <summary>The name under which the text stands beside the tensors.</summary>
    internal const string MetadataName = "__metadata__";
}
