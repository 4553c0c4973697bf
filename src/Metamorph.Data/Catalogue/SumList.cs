using System.Text;
using Metamorph.Tensors.Formats;

namespace Metamorph.Data;

/// <summary>
/// A list of SHA-256 sums in the form of the program <c>sha256sum</c>: lines of 64 hexadecimal digits, two blanks and a name. Beside the
/// files of a data set it holds the sums that were found when they were fetched, where none is published.
/// </summary>
internal static class SumList
{
    private const int Digits = 64;

    /// <summary>Name to sum, in the order of the names; nothing if there is no such file.</summary>
    /// <exception cref="FormatException">A line is of another form.</exception>
    internal static SortedDictionary<string, string> Read(string path) => File.Exists(path) ? Parse(File.ReadAllText(path), path) : Empty();

    /// <summary>Adds or replaces one sum.</summary>
    internal static void Write(string path, string name, string sha256)
    {
        var sums = Read(path);
        sums[name] = sha256;
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(sums.Select(s => $"{s.Value}  {s.Key}\n")));
        AtomicFile.Write(path, stream => stream.Write(text));
    }

    internal static SortedDictionary<string, string> Parse(string text, string path)
    {
        var sums = Empty();
        int number = 0;
        foreach (string line in text.TrimEnd().Split('\n').Select(l => l.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0) continue;

            // Before the name stands a blank for text or a star for binary: all sums here are of bytes.
            if (line.Length < Digits + 3 || !line[..Digits].All(char.IsAsciiHexDigit) || line[Digits] != ' ' || line[Digits + 1] is not (' ' or '*'))
                throw new FormatException($"{path}: line {number}: {Quoted.Text(line)} is no sum of a file. Expected {Digits} hexadecimal digits, two blanks and a name. Mend the line, or delete it and fetch its file again.");
            sums[line[(Digits + 2)..]] = line[..Digits].ToLowerInvariant();
        }

        return sums;
    }

    private static SortedDictionary<string, string> Empty() => new(StringComparer.Ordinal);
}
