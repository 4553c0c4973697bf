using System.Globalization;

namespace Metamorph.Data;

/// <summary>Reads the little of Python that headers are written in: texts, truth values and tuples of whole numbers.</summary>
/// <param name="text">What is read.</param>
/// <param name="name">The file, for messages.</param>
internal ref struct PythonLiteral(ReadOnlySpan<char> text, string name)
{
    private readonly ReadOnlySpan<char> text = text;
    private int at;

    /// <summary>Whether this is the next character; then it is behind.</summary>
    internal bool Takes(char c)
    {
        SkipSpace();
        if (at == text.Length || text[at] != c) return false;
        at++;
        return true;
    }

    internal void Require(char c)
    {
        if (!Takes(c)) throw Refusal($"'{c}'");
    }

    /// <summary>A text between quotes of either kind, without escapes.</summary>
    internal string Text()
    {
        char quote = Takes('\'') ? '\'' : Takes('"') ? '"' : throw Refusal("a text");
        int length = text[at..].IndexOf(quote);
        if (length < 0) throw Refusal("the end of a text");
        at += length + 1;
        return text.Slice(at - length - 1, length).ToString();
    }

    internal bool Truth()
    {
        SkipSpace();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (!text[at..].StartsWith(word, StringComparison.Ordinal)) continue;
            at += word.Length;
            return value;
        }

        throw Refusal("True or False");
    }

    /// <summary>A tuple of whole numbers from 0 to 2147483647.</summary>
    internal int[] Numbers(int most)
    {
        Require('(');
        List<int> numbers = [];
        while (!Takes(')'))
        {
            int digits = text[at..].IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length - at;
            if (numbers.Count == most) throw Refusal($"at most {most} numbers");
            if (!int.TryParse(text.Slice(at, digits), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) throw Refusal($"a whole number from 0 to {int.MaxValue}");
            numbers.Add(number);
            at += digits;

            // As Python 2 wrote it.
            _ = Takes('L');
            if (Takes(',')) continue;
            Require(')');
            break;
        }

        return [.. numbers];
    }

    private void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private readonly FormatException Refusal(string expected) =>
        new($"{name}: the header is {Quoted.Text(text.ToString().Trim())}. Expected {expected} at character {at}. Fetch the file again.");
}
