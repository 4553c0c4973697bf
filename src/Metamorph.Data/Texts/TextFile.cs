using System.Text.Json;

namespace Metamorph.Data;

/// <summary>
/// Reads texts and their classes: from a table of comma-separated values (<see cref="Csv"/>); from one separated by tabs, which is told by a tab in the
/// first line and whose cells are taken as they stand, quotes and all; from lines of JSON, which are told by a brace at the beginning; and from a
/// folder of .txt files, one for each class and named after it, an example a line. UTF-8, plain or compressed by gzip.
/// </summary>
public static class TextFile
{
    private static readonly string[] Tables = [".csv", ".tsv", ".jsonl"];

    /// <summary>Reads a file or a folder.</summary>
    /// <param name="path">Where it is; messages name the data so.</param>
    /// <param name="tokens">How texts are taken to pieces; null: as <see cref="HashedTokens"/> has it by default.</param>
    /// <param name="columns">Where texts, classes and parts are; null: under <c>text</c>, <c>label</c> and, if there is such a column, <c>split</c>.</param>
    /// <returns>Int32 tokens [length] of each text. The classes are in the order of their names; they have parts where the file has.</returns>
    /// <exception cref="TableException">It cannot be read or is not as it was asked for; the message names file and line.</exception>
    public static Examples Read(string path, HashedTokens? tokens = null, TextColumns? columns = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        columns ??= new();
        return Directory.Exists(path) ? ReadFolder(path, tokens ?? new(), columns) : Parse(Utf8.Read(path), path, tokens ?? new(), columns);
    }

    /// <summary>Reads a stream, from where it stands to its end.</summary>
    /// <param name="stream">Where the bytes come from; it stays open.</param>
    /// <param name="name">What messages are to call the data.</param>
    /// <inheritdoc cref="Read(string, HashedTokens?, TextColumns?)"/>
    public static Examples Read(Stream stream, string name, HashedTokens? tokens = null, TextColumns? columns = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(Utf8.Of(bytes.ToArray(), name), name, tokens ?? new(), columns ?? new());
    }

    /// <summary>
    /// Reads texts whose classes are not known: of a table or lines of JSON, which are told by the name's end, .csv, .tsv or .jsonl, the column or property of
    /// texts; of any other file every line that is not blank. UTF-8, plain or compressed by gzip.
    /// </summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="column">Where a table has its texts.</param>
    /// <returns>The texts in their order; none of them is blank.</returns>
    /// <exception cref="TableException">It cannot be read, has no such column or a blank text; the message names file and line.</exception>
    public static IReadOnlyList<string> Texts(string path, string column = "text")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] read = Utf8.Read(path);
        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (!Array.Exists(Tables, end => plain.EndsWith(end, StringComparison.OrdinalIgnoreCase))) return [.. Utf8.Lines(read).Select(line => line.Text)];
        return [.. Rows(read, path, [(column, true)]).Select(row => string.IsNullOrWhiteSpace(row.Cells[0]) ? throw new TableException($"{row.Place}: the text is empty. Expected one, or no such row.") : row.Cells[0]!)];
    }

    /// <summary>Whether a file looks like texts and their classes: lines of JSON, or a first line with the columns text and label.</summary>
    internal static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress) : file;
        file.Position = 0;
        byte[] first = new byte[4096];
        try
        {
            string line = System.Text.Encoding.UTF8.GetString(first, 0, content.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)).Split('\n')[0].Trim();
            string[] cells = [.. line.Split('\t', ',').Select(c => c.Trim('"', '\r', ' ', '\uFEFF'))];
            var usual = new TextColumns();
            return line.StartsWith('{') || (cells.Contains(usual.Text) && cells.Contains(usual.Label));
        }
        catch (InvalidDataException)
        {
            // Damaged: whoever reads it says so.
            return false;
        }
    }

    /// <summary>The rows of a table separated by tabs.</summary>
    internal static IEnumerable<(string?[] Cells, string Place)> TabSeparated(byte[] text, string name, IReadOnlyList<(string Column, bool IsNeeded)> asked)
    {
        string[]? header = null;
        int[] places = [];
        foreach (var (read, line) in Utf8.Lines(text))
        {
            string[] cells = read.Split('\t');
            string place = $"{name}:{line}";
            if (header is null)
            {
                header = cells;
                places = [.. asked.Select(a => Place(header, a.Column, a.IsNeeded, place))];
                continue;
            }

            if (cells.Length != header.Length)
                throw new TableException($"{place}: the row has {cells.Length} cells. Expected {header.Length}, one for each of {Quoted.List(header)}, with a tab between two.");
            yield return (Array.ConvertAll(places, p => p < 0 ? null : cells[p]), place);
        }

        if (header is null) throw Empty(name);
    }

    private static Examples Parse(byte[] text, string name, HashedTokens tokens, TextColumns columns)
    {
        var read = new LabelledTexts(name) { Known = columns.Classes };
        foreach (var (cells, place) in Rows(text, name, Asked(columns)))
            read.Add(cells[0]!, cells[1]!, cells[2] is string part ? LabelledTexts.PartOf(part, place) : null, place);
        return read.Made(tokens);
    }

    /// <summary>The cells of the columns that are asked for of every row, in that order; null for a column that may be missing and is.</summary>
    private static IEnumerable<(string?[] Cells, string Place)> Rows(byte[] text, string name, (string Column, bool IsNeeded)[] asked)
    {
        var first = text.AsSpan().TrimStart(" \r\n\t"u8);
        if (first.IsEmpty) throw Empty(name);
        if (first[0] == '{') return Json(text, name, asked);
        int end = first.IndexOfAny((byte)'\r', (byte)'\n');
        return first[..(end < 0 ? first.Length : end)].Contains((byte)'\t') ? TabSeparated(text, name, asked) : CommaSeparated(text, name, asked);
    }

    private static (string Column, bool IsNeeded)[] Asked(TextColumns columns) =>
        [(columns.Text, true), (columns.Label, true), (columns.Split ?? "", columns.Split is not null and not TextColumns.DefaultSplit)];

    private static IEnumerable<(string?[] Cells, string Place)> CommaSeparated(byte[] text, string name, (string Column, bool IsNeeded)[] asked)
    {
        using var stream = new MemoryStream(text);
        var table = Csv.Read(stream, name);
        int[] places = [.. asked.Select(a => Place([.. table.Columns], a.Column, a.IsNeeded, name))];
        var cells = Array.ConvertAll(places, p => p < 0 ? null : table.Texts(table.Columns[p]));
        for (int row = 0; row < table.Rows; row++) yield return (Array.ConvertAll(cells, c => c?[row]), $"{name}:{table.Lines[row]}");
    }

    private static IEnumerable<(string?[] Cells, string Place)> Json(byte[] text, string name, (string Column, bool IsNeeded)[] asked)
    {
        foreach (var (read, line) in Utf8.Lines(text))
        {
            string place = $"{name}:{line}";
            yield return (Cells(read, asked, place), place);
        }
    }

    private static string?[] Cells(string line, (string Column, bool IsNeeded)[] asked, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var value = json.RootElement;
            if (value.ValueKind != JsonValueKind.Object) throw new TableException($"{place}: the line is {Quoted.Text(line)}. Expected an object on every line, such as {{\"text\": \"hello\", \"label\": \"greeting\"}}.");
            return Array.ConvertAll(asked, a => Cell(value, a.Column, a.IsNeeded, place));
        }

        // Half of a surrogate pair in an escape is found only when the text is asked for.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new TableException($"{place}: the line is no JSON: {error.Message} Expected an object on every line, such as {{\"text\": \"hello\", \"label\": \"greeting\"}}.", error);
        }
    }

    private static string? Cell(JsonElement line, string property, bool isNeeded, string place)
    {
        if (!line.TryGetProperty(property, out var value))
        {
            if (!isNeeded) return null;
            string[] names = [.. line.EnumerateObject().Select(p => p.Name)];
            throw new TableException($"{place}: there is no {Quoted.Text(property)} in the object. Expected one of that name; there are: {Quoted.List(names)}.");
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw new TableException($"{place}: {Quoted.Text(property)} is {Quoted.Text(value.GetRawText())}. Expected a text or a number."),
        };
    }

    private static Examples ReadFolder(string folder, HashedTokens tokens, TextColumns columns)
    {
        var read = new LabelledTexts(folder) { Known = columns.Classes };
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            if (ClassOf(Path.GetFileName(file)) is not string label) continue;
            foreach (var (text, line) in Utf8.Lines(Utf8.Read(file))) read.Add(text, label, null, $"{file}:{line}");
        }

        string[] others = [.. files.Select(f => Path.GetFileName(f)).Where(f => ClassOf(f) is null)];
        if (others.Length == files.Length) throw new TableException($"{folder}: there is no file that ends in .txt or .txt.gz. Expected one for each class, named after it, with an example on every line.");
        if (others.Length > 0) read.Notes.Add($"left out, as no .txt files: {Quoted.List(others)}");
        return read.Made(tokens);
    }

    private static string? ClassOf(string file)
    {
        string plain = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return plain.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && plain.Length > 4 ? plain[..^4] : null;
    }

    private static int Place(string[] header, string column, bool isNeeded, string place)
    {
        int at = Array.IndexOf(header, column);
        return at >= 0 || !isNeeded ? at
            : throw new TableException($"{place}: there is no column {Quoted.Text(column)}. The nearest is {Quoted.Text(EditDistance.Nearest(column, header))}. Expected one of those that there are: {Quoted.List(header)}.");
    }

    private static TableException Empty(string name) => new($"{name}: the file is empty. Expected texts with their classes.");
}
