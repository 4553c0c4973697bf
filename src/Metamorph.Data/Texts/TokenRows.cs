namespace Metamorph.Data;

/// <summary>Texts as rows of hashed tokens, padded with 0: what text encoders take. The texts are kept beside, for reports.</summary>
public sealed class TokenRows : ExampleRows
{
    // Text i has ids[start[i] .. start[i + 1]]: texts are shorter than the longest allowed, most of them by far.
    private readonly int[] ids;
    private readonly int[] start;

    /// <summary>Takes texts to pieces.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="tokens">How.</param>
    public TokenRows(IReadOnlyList<string> texts, HashedTokens tokens)
        : base(texts?.Count ?? throw new ArgumentNullException(nameof(texts)), [tokens?.Length ?? throw new ArgumentNullException(nameof(tokens))])
    {
        List<int> all = [];
        start = new int[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
        {
            int[] of = tokens.Of(texts[i], out bool isCut);
            (Cut, Wordless) = (Cut + (isCut ? 1 : 0), Wordless + (of.Length == 0 ? 1 : 0));
            all.AddRange(of);
            start[i + 1] = all.Count;
        }

        (ids, Texts, Tokens) = ([.. all], texts, tokens);
    }

    /// <summary>The texts as they were read.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>How texts are taken to pieces: what a trained model needs to be given new ones.</summary>
    public HashedTokens Tokens { get; }

    /// <summary>How many texts were longer than <see cref="HashedTokens.Length"/> and cut.</summary>
    public int Cut { get; }

    /// <summary>How many texts have no letter and no digit, so that a model sees nothing of them.</summary>
    public int Wordless { get; }

    /// <summary>The tokens of a text, without padding.</summary>
    /// <param name="row">Which.</param>
    public ReadOnlySpan<int> Ids(int row) => ids.AsSpan(start[row]..start[row + 1]);

    /// <inheritdoc/>
    public override string? TextOf(int row) => Texts[row];

    /// <returns>Int32 [tasks; n, length]: buckets, then 0 to the end.</returns>
    /// <inheritdoc/>
    public override Tensor Take(ReadOnlySpan<int> rows, int tasks, ReadOnlySpan<int> turns)
    {
        if (turns.ContainsAnyExcept(0)) throw new NotSupportedException("texts are to be turned by quarters. Expected images: draw episodes without rotations.");
        int length = Form[0];
        int[] taken = new int[rows.Length * length];
        for (int i = 0; i < rows.Length; i++) Ids(rows[i]).CopyTo(taken.AsSpan(i * length, length));
        return Tensor.Of(taken, [rows.Length / tasks, length], tasks);
    }
}
