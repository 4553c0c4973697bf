using System.Text;

namespace Metamorph.Data;

/// <summary>
/// Texts as whole numbers of a fixed count: for every word, and for every run of 3 to 5 characters in a word with its ends marked, the bucket that its
/// hash falls into (Weinberger et al. 2009, https://arxiv.org/abs/0902.2206; n-grams as in Bojanowski et al. 2017, https://arxiv.org/abs/1607.04606). There
/// is no dictionary to be fitted or kept: a word never seen is as good as another, and one misspelt has most n-grams in common with what was meant.
/// Bucket 0 is padding. First come the words in their order, then pairs of neighbours where they are asked for, then n-grams, word by word: a text that
/// is too long loses n-grams of its last words first.
/// </summary>
/// <param name="Buckets">Buckets, with that of padding: at least 2. What two things share a bucket are one to a model.</param>
/// <param name="Length">Tokens of a text at most: what is beyond is left out.</param>
public sealed record HashedTokens(int Buckets = 8192, int Length = 128)
{
    // Put before what is hashed, so that the word "the" and the n-gram "the" of "other" are two things.
    private const byte WordKind = 1, PairKind = 2, GramKind = 3;

    /// <summary>Characters of the shortest n-grams. The default value is 3.</summary>
    public int ShortestGram { get; init; } = 3;

    /// <summary>Characters of the longest n-grams; 0: no n-grams are taken, so that tokens are the words in their order, as a model with positions needs them. The default value is 5.</summary>
    public int LongestGram { get; init; } = 5;

    /// <summary>Whether two words that follow each other are a token too. The default value is false.</summary>
    public bool Pairs { get; init; }

    /// <summary>Words alone, in their order.</summary>
    /// <param name="buckets">Buckets, with that of padding.</param>
    /// <param name="length">Words of a text at most.</param>
    public static HashedTokens WordsOnly(int buckets = 8192, int length = 32) => new(buckets, length) { LongestGram = 0 };

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Buckets, 1 to <see cref="Buckets"/> - 1, <see cref="Length"/> at most; empty for a text without a letter or digit.</returns>
    public int[] Of(string text) => Of(text, out _);

    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether some were left out.</param>
    internal int[] Of(string text, out bool isCut)
    {
        Require();
        var words = Words.Of(text);
        List<int> tokens = [];
        foreach (string word in words) tokens.Add(Bucket(WordKind, word));
        if (Pairs)
            for (int i = 1; i < words.Count; i++) tokens.Add(Bucket(PairKind, $"{words[i - 1]} {words[i]}"));
        for (int i = 0; i < words.Count && LongestGram > 0 && tokens.Count <= Length; i++)
            if (!Words.IsMark(words[i])) AddGrams(words[i], tokens);
        isCut = tokens.Count > Length;
        return [.. tokens.Take(Length)];
    }

    /// <summary>Adds the n-grams of &lt;word&gt;: those of its first character, shortest first, then of the next.</summary>
    private void AddGrams(string word, List<int> tokens)
    {
        byte[] text = Encoding.UTF8.GetBytes($"<{word}>");
        for (int start = 0; start < text.Length; start++)
        {
            if (IsWithin(text[start])) continue;
            ulong hash = StableHash.Of([GramKind]);
            int characters = 0;
            for (int end = start; end < text.Length && characters < LongestGram;)
            {
                int first = end++;
                while (end < text.Length && IsWithin(text[end])) end++;
                hash = StableHash.Of(text.AsSpan(first, end - first), hash);
                if (++characters >= ShortestGram) tokens.Add(StableHash.Bucket(hash, Buckets));
            }
        }

        // Of the bytes of a character in UTF-8 all but the first.
        static bool IsWithin(byte b) => (b & 0xC0) == 0x80;
    }

    private int Bucket(byte kind, string text) => StableHash.Bucket(StableHash.Of(Encoding.UTF8.GetBytes(text), StableHash.Of([kind])), Buckets);

    private void Require()
    {
        if (Buckets < 2) throw new ArgumentException($"HashedTokens: {Buckets} buckets. Expected at least 2, one of them for padding.");
        if (Length < 1) throw new ArgumentException($"HashedTokens: texts of {Length} tokens. Expected at least 1.");
        if (ShortestGram < 1 || (LongestGram != 0 && LongestGram < ShortestGram))
            throw new ArgumentException($"HashedTokens: n-grams of {ShortestGram} to {LongestGram} characters. Expected the shortest at least 1 and the longest no shorter, or 0 for none.");
    }
}
