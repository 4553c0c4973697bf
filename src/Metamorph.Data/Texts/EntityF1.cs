namespace Metamorph.Data;

/// <summary>How many entities were found: an entity is right if its type and both its ends are, and otherwise both missed and invented (the measure of CoNLL-2003; spans as in <see cref="EntitySpan.Of"/>).</summary>
/// <param name="Correct">Entities found that are there.</param>
/// <param name="Found">Entities found.</param>
/// <param name="There">Entities that are there.</param>
public sealed record EntityF1(int Correct, int Found, int There)
{
    /// <summary>The share of what was found that is there; 0 if nothing was found.</summary>
    public double Precision => Found == 0 ? 0 : (double)Correct / Found;

    /// <summary>The share of what is there that was found; 0 if nothing is there.</summary>
    public double Recall => There == 0 ? 0 : (double)Correct / There;

    /// <summary>The harmonic mean of precision and recall, 2 correct / (found + there); 0 if there is nothing and nothing was found.</summary>
    public double F1 => Found + There == 0 ? 0 : 2.0 * Correct / (Found + There);

    /// <summary>The counts of several sets of sentences together, as if they were one.</summary>
    /// <param name="a">Some.</param>
    /// <param name="b">Others.</param>
    public static EntityF1 operator +(EntityF1 a, EntityF1 b) => new(a.Correct + b.Correct, a.Found + b.Found, a.There + b.There);

    /// <summary>Counts the entities of sentences.</summary>
    /// <param name="there">The true tags of each sentence.</param>
    /// <param name="found">The tags that were predicted, of as many sentences of as many words.</param>
    /// <returns>The counts over all types.</returns>
    /// <exception cref="ArgumentException">Sentences differ in number or length.</exception>
    /// <exception cref="FormatException">A tag is none.</exception>
    public static EntityF1 Of(IReadOnlyList<IReadOnlyList<string>> there, IReadOnlyList<IReadOnlyList<string>> found) => Of(there, found, _ => true);

    /// <summary>Counts the entities of sentences for each type that is there or was found.</summary>
    /// <returns>The counts by type, in the order of their names.</returns>
    /// <inheritdoc cref="Of(IReadOnlyList{IReadOnlyList{string}}, IReadOnlyList{IReadOnlyList{string}})"/>
    public static IReadOnlyDictionary<string, EntityF1> ByType(IReadOnlyList<IReadOnlyList<string>> there, IReadOnlyList<IReadOnlyList<string>> found)
    {
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(found);
        var types = new SortedSet<string>(there.Concat(found).SelectMany(EntitySpan.Of).Select(s => s.Type), StringComparer.Ordinal);
        return types.ToDictionary(t => t, t => Of(there, found, s => s.Type == t), StringComparer.Ordinal);
    }

    private static EntityF1 Of(IReadOnlyList<IReadOnlyList<string>> there, IReadOnlyList<IReadOnlyList<string>> found, Func<EntitySpan, bool> counts)
    {
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(found);
        if (there.Count != found.Count) throw new ArgumentException($"EntityF1: the tags of {there.Count} sentences and predictions for {found.Count}. Expected as many.");
        var sum = new EntityF1(0, 0, 0);
        for (int i = 0; i < there.Count; i++)
        {
            if (there[i].Count != found[i].Count) throw new ArgumentException($"EntityF1: sentence {i} has {there[i].Count} words and {found[i].Count} predicted tags. Expected a tag for each.");
            EntitySpan[] gold = [.. EntitySpan.Of(there[i]).Where(counts)], predicted = [.. EntitySpan.Of(found[i]).Where(counts)];
            sum += new EntityF1(gold.Intersect(predicted).Count(), predicted.Length, gold.Length);
        }

        return sum;
    }
}
