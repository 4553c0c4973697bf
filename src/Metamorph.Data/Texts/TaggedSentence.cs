namespace Metamorph.Data;

/// <summary>A sentence whose words have tags: <c>B-</c> and a type where an entity begins, <c>I-</c> and the type where it goes on, <c>O</c> outside of all (Ramshaw and Marcus 1995, https://arxiv.org/abs/cmp-lg/9505040).</summary>
/// <param name="Words">The words, punctuation among them.</param>
/// <param name="Tags">A tag for each.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Words, IReadOnlyList<string> Tags);
