using System.Globalization;
using System.Text;

namespace Metamorph.Data;

/// <summary>
/// What a tagger sees of a word, as hashed tokens: the word and the two on either side, each with its distance; the form of the word and of its neighbours,
/// <c>Xx</c> for a capital and small letters, <c>d</c> for digits (Collins 2002, https://aclanthology.org/P02-1062); its first and last two and three letters; and its n-grams
/// of 3 to 5 characters, as many as there is room for. A <c>HashedTextEncoder</c> makes a vector of them.
/// </summary>
/// <param name="Buckets">Buckets, with that of padding: at least 2.</param>
/// <param name="Length">Tokens of a word at most: at least 12; n-grams beyond are left out.</param>
public sealed record TokenWindow(int Buckets = 8192, int Length = 32)
{
    private const int Radius = 2, FormRadius = 1, LongestAffix = 3;

    // Other kinds than those of whole texts have; the distance is added to the first two.
    private const byte WordKind = 16, FormKind = 32, PrefixKind = 48, SuffixKind = 49, GramKind = 50;

    // What stands before and behind a sentence.
    private const string Border = "[SEP]";

    /// <summary>The tokens of every word of a sentence.</summary>
    /// <param name="words">The words.</param>
    /// <returns>For word after word, <see cref="Length"/> buckets, 0 behind the last.</returns>
    public int[] Of(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (Buckets < 2) throw new ArgumentException($"TokenWindow: {Buckets} buckets. Expected at least 2, one of them for padding.");
        if (Length < 12) throw new ArgumentException($"TokenWindow: {Length} tokens of a word. Expected at least 12: five words, three forms, four beginnings and ends.");
        string[] small = [.. words.Select(w => Composition.Of(w.ToLowerInvariant()))], forms = [.. words.Select(Form)];
        int[] all = new int[words.Count * Length];
        for (int i = 0; i < words.Count; i++) Tokens(small, forms, i).Take(Length).ToArray().CopyTo(all, i * Length);
        return all;
    }

    private List<int> Tokens(string[] words, string[] forms, int at)
    {
        List<int> tokens = [];
        for (int d = -Radius; d <= Radius; d++) tokens.Add(Bucket((byte)(WordKind + d), Place(words, at + d)));
        for (int d = -FormRadius; d <= FormRadius; d++) tokens.Add(Bucket((byte)(FormKind + d), Place(forms, at + d)));
        string word = words[at];
        for (int length = 2; length <= LongestAffix; length++)
        {
            tokens.Add(Bucket(PrefixKind, word[..Math.Min(length, word.Length)]));
            tokens.Add(Bucket(SuffixKind, word[Math.Max(0, word.Length - length)..]));
        }

        string marked = $"<{word}>";
        for (int length = 3; length <= 5; length++)
            for (int first = 0; first + length <= marked.Length; first++) tokens.Add(Bucket(GramKind, marked.Substring(first, length)));
        return tokens;
    }

    private static string Place(string[] words, int at) => at >= 0 && at < words.Length ? words[at] : Border;

    /// <summary>Capitals as X, small letters as x, digits as d, all else as it is; of several in a row, one.</summary>
    private static string Form(string word)
    {
        var form = new StringBuilder();
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            string kind = Rune.IsUpper(rune) ? "X" : Rune.IsLetter(rune) ? "x" : Rune.IsDigit(rune) ? "d" : rune.ToString();
            if (form.Length == 0 || kind.Length > 1 || form[^1] != kind[0]) form.Append(kind);
        }

        return form.ToString();
    }

    private int Bucket(byte kind, string text) => StableHash.Bucket(StableHash.Of(Encoding.UTF8.GetBytes(text), StableHash.Of([kind])), Buckets);
}
