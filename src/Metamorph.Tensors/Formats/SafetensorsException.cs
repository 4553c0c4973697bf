namespace Metamorph.Tensors.Formats;

/// <summary>A safetensors file that breaks the rules of the format, or holds what tensors cannot hold. Nothing of it was read.</summary>
public sealed class SafetensorsException : FormatException
{
    private const int MostQuoted = 80;

    /// <summary>Says where, what and what else.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="offset">The byte of the file that is wrong.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be there, or how to mend it.</param>
    /// <param name="cause">The exception that led here.</param>
    internal SafetensorsException(string file, long offset, string found, string expected, Exception? cause = null)
        : base($"{file}, byte {offset}: {found}. Expected {expected}.", cause) => Offset = offset;

    /// <summary>The byte of the file that is wrong, counted from 0.</summary>
    public long Offset { get; }

    /// <summary>A text of the file between quotes: cut where it is long and without control characters, because anyone may have written it.</summary>
    internal static string Quote(string text)
    {
        string head = text.Length > MostQuoted ? text[..MostQuoted] + "..." : text;
        return $"'{string.Concat(head.Select(c => char.IsControl(c) ? '\uFFFD' : c))}'";
    }
}
