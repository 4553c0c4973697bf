namespace Metamorph.Data;

/// <summary>An entity in a sentence.</summary>
/// <param name="Type">What it is.</param>
/// <param name="First">The place of its first word.</param>
/// <param name="Last">The place of its last word.</param>
public sealed record EntitySpan(string Type, int First, int Last)
{
    internal const string Outside = "O";

    /// <summary>The entities that tags name, by the rules of conlleval (Tjong Kim Sang and De Meulder 2003, https://arxiv.org/abs/cs/0306050): one begins at <c>B-</c>, and at <c>I-</c> behind <c>O</c> or another type; it ends before <c>O</c>, <c>B-</c> and another type.</summary>
    /// <param name="tags">The tag of each word.</param>
    /// <returns>The entities in their order.</returns>
    /// <exception cref="FormatException">A tag is none.</exception>
    public static IReadOnlyList<EntitySpan> Of(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        List<EntitySpan> spans = [];
        for (int i = 0; i < tags.Count;)
        {
            int first = i++;
            if (!IsTag(tags[first])) throw new FormatException($"there is no tag {Quoted.Text(tags[first])}. Expected O, or B- or I- and a type.");
            if (tags[first] == Outside) continue;
            string type = tags[first][2..];
            while (i < tags.Count && tags[i].Length == type.Length + 2 && tags[i].StartsWith("I-", StringComparison.Ordinal) && tags[i].EndsWith(type, StringComparison.Ordinal)) i++;
            spans.Add(new(type, first, i - 1));
        }

        return spans;
    }

    internal static bool IsTag(string tag) => tag is Outside or ['B' or 'I', '-', _, ..];
}
