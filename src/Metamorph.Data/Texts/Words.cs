using System.Globalization;
using System.Text;

namespace Metamorph.Data;

/// <summary>
/// The words of a text: runs of letters, digits and the marks that go with them, of any script, in small letters and with accents composed, so that
/// <c>Café</c> is <c>café</c> however it was typed. All else separates and is left out. Marks such as <c>[E1]</c>, <c>[/E1]</c> and <c>[SEP]</c>, capital
/// letters and digits between brackets, which readers put into texts, are words as they stand.
/// </summary>
public static class Words
{
    /// <summary>Finds the words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The words in their order.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = [];
        var word = new StringBuilder();
        for (int i = 0; i < text.Length;)
        {
            int mark = MarkAt(text, i);
            if (mark > 0)
            {
                End();
                words.Add(text.Substring(i, mark));
                i += mark;
                continue;
            }

            // Half of a surrogate pair is no letter.
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int length);
            if (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            else
                End();
            i += length;
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(Composition.Of(word.ToString()));
            word.Clear();
        }
    }

    internal static bool IsMark(string word) => word[0] == '[';

    /// <summary>The length of the mark that begins at a place; 0: none does.</summary>
    private static int MarkAt(string text, int at)
    {
        if (text[at] != '[') return 0;
        int end = at + 1;
        if (end < text.Length && text[end] == '/') end++;
        int name = end;
        while (end < text.Length && (char.IsAsciiLetterUpper(text[end]) || char.IsAsciiDigit(text[end]))) end++;
        return end > name && end < text.Length && text[end] == ']' ? end + 1 - at : 0;
    }
}
