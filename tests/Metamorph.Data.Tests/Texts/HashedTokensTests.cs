using System.Text;

namespace Metamorph.Data.Tests;

/// <summary>What a text is taken to pieces into. Numbers of buckets are from another implementation of the same definition.</summary>
public sealed class HashedTokensTests
{
    [Theory]
    [InlineData("", 0xCBF29CE484222325)]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void The_hash_is_FNV_1a(string text, ulong hash) => Assert.Equal(hash, StableHash.Of(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("I'd like 2 cafés -- now!", "i d like 2 cafés now")]
    [InlineData("Größe ΑΘΗΝΑ Москва 東京 ٣", "größe αθηνα москва 東京 ٣")]
    [InlineData("[E1] Bob [/E1] met [E2]Ann[/E2], [sic] [E1", "[E1] bob [/E1] met [E2] ann [/E2] sic e1")]
    [InlineData("\uD83D half \uDE00 \u0301a", "half a")]
    [InlineData(" \t.,;!? ", "")]
    public void Words_are_runs_of_letters_and_digits_in_small_letters(string text, string words) => Assert.Equal(words, string.Join(' ', Words.Of(text)));

    // What Unicode's normalization form C makes of them.
    [Theory]
    [InlineData("Cafe\u0301", "caf\u00E9")]
    [InlineData("o\u0302\u0323", "\u1ED9")]
    [InlineData("o\u0323\u0302", "\u1ED9")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]
    [InlineData("\u304B\u3099", "\u304C")]
    [InlineData("a\u0328\u0301", "\u0105\u0301")]
    [InlineData("\u03B1\u0345\u0301", "\u1FB4")]
    [InlineData("e\u0301\u0301", "\u00E9\u0301")]
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("s\u0323\u0307", "\u1E69")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    public void Letters_and_marks_are_composed(string text, string word) => Assert.Equal([word], Words.Of(text));

    [Fact]
    public void Tokens_are_the_buckets_of_words_then_of_pairs_then_of_n_grams()
    {
        Assert.Equal([224, 635, 268, 993, 457, 906, 15, 966, 938, 391, 812, 930, 65, 209], new HashedTokens(1000).Of("The ÜNı"));
        Assert.Equal([191, 685, 373, 453, 646], new HashedTokens(1000) { LongestGram = 0, Pairs = true }.Of("a b c"));
        Assert.Equal([191, 685, 373], HashedTokens.WordsOnly(1000).Of("a b c"));
        Assert.Equal([], new HashedTokens().Of("?!"));
    }

    [Fact]
    public void A_long_text_loses_n_grams_of_its_last_words_first()
    {
        int[] whole = new HashedTokens(Length: 1000).Of("how do i report a melted card"), cut = new HashedTokens(Length: 20).Of("how do i report a melted card");
        Assert.Equal(whole[..20], cut);
        var rows = new TokenRows(["how do i report a melted card", "?", "yes"], new(Length: 20));
        Assert.Equal((1, 1), (rows.Cut, rows.Wordless));
    }

    [Fact]
    public void Buckets_are_used_evenly_and_never_that_of_padding()
    {
        var tokens = HashedTokens.WordsOnly(65, 100_000);
        int[] counts = new int[65];
        foreach (int token in tokens.Of(string.Join(' ', Enumerable.Range(0, 64_000)))) counts[token]++;
        Assert.Equal(0, counts[0]);

        // Chi-square of 63 degrees of freedom: mean 63, deviation 11; five of them.
        Assert.InRange(counts.Skip(1).Sum(c => (c - 1000.0) * (c - 1000) / 1000), 20, 63 + 5 * 11.3);
    }

    [Fact]
    public void Rows_are_padded_with_0_and_stand_task_after_task()
    {
        var tokens = HashedTokens.WordsOnly(1000, 4);
        var rows = new TokenRows(["a b c", "a", "b b b b b"], tokens);
        Assert.Equal("[4]", rows.Form.ToString());
        var x = rows.Take([0, 1, 1, 2], 2, []);
        Assert.Equal((2, "[2; 2, 4]", DType.Int32), (x.Tasks, x.Form, x.DType));
        Assert.Equal([191, 685, 373, 0, 191, 0, 0, 0, 191, 0, 0, 0, 685, 685, 685, 685], x.ToArray<int>());
        Assert.Equal(x.ToArray<int>(), rows.Take([0, 1, 1, 2], 2, [0, 0, 0, 0]).ToArray<int>());
        Assert.Throws<NotSupportedException>(() => rows.Take([0], 1, [1]));
    }

    [Fact]
    public void Numbers_without_sense_are_refused()
    {
        Refusal.Of<ArgumentException>(() => new HashedTokens(1).Of("a"), "1 buckets. Expected at least 2");
        Refusal.Of<ArgumentException>(() => new HashedTokens(Length: 0).Of("a"), "texts of 0 tokens");
        Refusal.Of<ArgumentException>(() => new HashedTokens { ShortestGram = 6 }.Of("a"), "n-grams of 6 to 5 characters");
    }
}
