namespace Metamorph.Data;

/// <summary>What a task of a tagger was made of.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Tags">What each label stands for in this task; null: nothing.</param>
/// <param name="Support">The sentences that are learned from, as places in the domain.</param>
/// <param name="Query">The sentences that the tagger is judged by.</param>
public sealed record TaggingTask(EntityDomain Domain, IReadOnlyList<string?> Tags, IReadOnlyList<int> Support, IReadOnlyList<int> Query)
{
    /// <summary>The entities that a tagger finds in the query sentences.</summary>
    /// <param name="labels">The labels it predicts, for word after word of sentence after sentence; what is behind the last word is padding.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">There are fewer labels than words, or one is no label.</exception>
    public EntityF1 F1(ReadOnlySpan<int> labels)
    {
        List<IReadOnlyList<string>> there = [], found = [];
        foreach (int place in Query)
        {
            var tags = Domain.Sentences[place].Tags;
            if (labels.Length < tags.Count) throw new ArgumentException($"TaggingTask: there are fewer labels than words in the {Query.Count} sentences of {Domain.Name}. Expected one for each.");
            string[] predicted = new string[tags.Count];
            for (int i = 0; i < predicted.Length; i++)
            {
                // A label that stands for nothing names no entity.
                predicted[i] = (uint)labels[i] < (uint)Tags.Count ? Tags[labels[i]] ?? EntitySpan.Outside
                    : throw new ArgumentException($"TaggingTask: {labels[i]} is no label. Expected 0 to {Tags.Count - 1}.");
            }

            there.Add(tags);
            found.Add(predicted);
            labels = labels[tags.Count..];
        }

        return EntityF1.Of(there, found);
    }
}
