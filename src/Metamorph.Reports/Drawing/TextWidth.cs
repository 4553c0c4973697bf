namespace Metamorph.Reports;

/// <summary>
/// How wide a text is, about: the font is the reader's own, so widths are those of common sans-serif fonts, rounded up a little.
/// </summary>
internal static class TextWidth
{
    private const string Narrow = "ijl.,:;'|!()[]I ft";
    private const string Wide = "mwMW%@—…";

    /// <summary>The width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The font's size.</param>
    internal static double Of(string text, double size) => size * text.Sum(Em);

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    internal static string Fit(string text, double size, double width)
    {
        if (Of(text, size) <= width) return text;
        int length = text.Length;
        while (length > 1 && Of(text[..length], size) + size > width) length--;

        // Half of a surrogate pair is no character.
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return text[..length].TrimEnd() + "…";
    }

    /// <summary>The text in lines that fit, broken between words; a word that is too long is cut.</summary>
    internal static IReadOnlyList<string> Lines(string text, double size, double width)
    {
        List<string> lines = [];
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Of($"{lines[^1]} {word}", size) <= width) lines[^1] = $"{lines[^1]} {word}";
            else lines.Add(Fit(word, size, width));
        }

        return lines;
    }

    private static double Em(char c) =>
        Narrow.Contains(c, StringComparison.Ordinal) ? 0.34 : Wide.Contains(c, StringComparison.Ordinal) ? 0.92 : char.IsUpper(c) ? 0.68 : c < 0x2e80 ? 0.57 : 1;
}
