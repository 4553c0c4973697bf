namespace Metamorph.Data;

/// <summary>Sentences of one domain with their named entities.</summary>
/// <param name="Name">The domain, such as <c>music</c>.</param>
/// <param name="Sentences">Its sentences.</param>
/// <param name="Parts">The part that each sentence is of.</param>
public sealed record EntityDomain(string Name, IReadOnlyList<TaggedSentence> Sentences, IReadOnlyList<Split> Parts)
{
    /// <summary>The types of entities that come, in the order of their names.</summary>
    public IReadOnlyList<string> Types { get; } = [.. Sentences.SelectMany(s => s.Tags).Where(t => t != EntitySpan.Outside).Select(t => t[2..]).Distinct().Order(StringComparer.Ordinal)];
}
