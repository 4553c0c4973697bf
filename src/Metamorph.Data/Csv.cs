using CsvHelper;
using Metamorph.Tensors.Formats;

namespace Metamorph.Data;

/// <summary>
/// Reads tables of comma-separated values (RFC 4180), or of tab-separated ones, which is told by a tab in the first line: a header, then
/// rows of as many cells; UTF-8; plain or compressed by gzip, which is told by the first two bytes. Cells that hold separators, quotes
/// or line breaks stand between quotes. Empty lines are passed over. A folder with one file per task is read as one table.
/// </summary>
public static class Csv
{
    /// <summary>Reads a table from a file, or from all files of a folder that end in .csv, .tsv, .csv.gz or .tsv.gz, in the order of their names.</summary>
    /// <param name="path">Where the file or folder is; messages name the table so.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TableException">There is no such file or it cannot be read, or it is no table, or the files of a folder differ in their columns; the message names file and line.</exception>
    public static Table Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Directory.Exists(path) ? TableFolder.Read(path) : Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableException($"{path}: there is no such file; it was looked for at '{Path.GetFullPath(path)}'. Expected the path of a table, plain or compressed by gzip, or of a folder of such.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"{path}: the file cannot be read: {error.Message} Expected a file or folder that may be read.", error);
        }
    }

    /// <summary>Reads a table from a stream, from where it stands to its end.</summary>
    /// <param name="stream">Where the bytes come from; it stays open.</param>
    /// <param name="name">What messages are to call the table.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TableException">It is no table; the message names the line.</exception>
    public static Table Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(bytes.ToArray(), name);
    }

    /// <summary>Writes a table, whole or not at all: on any failure, what was there before stays as it is.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file to make or to replace: plain UTF-8, lines that end with a line feed.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Table table, string path)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, stream =>
        {
            using var writer = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
            writer.WriteHeader([.. table.Columns]);
            var columns = table.Columns.Select(table.Texts).ToArray();
            for (int row = 0; row < table.Rows; row++) writer.WriteRecord(Array.ConvertAll(columns, c => c[row]));
        });
    }

    private static Table Parse(byte[] file, string name)
    {
        byte[] text = Gzip.Is(file) ? Utf8.Decompressed(file, name) : file;
        Utf8.Require(text, name);
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = Separator(text),
            HasHeader = false,
            TrackLineNumbers = true,
            PoolStrings = true,
            OnMalformedRecord = record => throw Malformed(record, name),
        });
        if (!reader.Read()) throw new TableException($"{name}: the file is empty. Expected a header with the names of the columns, and rows.");
        string[] columns = Header(reader, name);
        var cells = Array.ConvertAll(columns, _ => new List<string>());
        List<int> lines = [];
        while (reader.Read())
        {
            if (reader.FieldCount != columns.Length)
                throw new TableException($"{name}:{reader.LineNumber}: the row has {reader.FieldCount} cells. Expected {columns.Length}, one for each of {Quoted.List(columns)}. A cell that holds a separator stands between quotes.");
            for (int i = 0; i < columns.Length; i++) cells[i].Add(reader.GetString(i));
            lines.Add(checked((int)reader.LineNumber));
        }

        return lines.Count > 0 ? new(name, columns, Array.ConvertAll(cells, c => c.ToArray()), [.. lines])
            : throw new TableException($"{name}: there is a header ({Quoted.List(columns)}) but no row. Expected at least one row below it.");
    }

    /// <summary>A tab if there is one in the first line that is not empty, and else a comma.</summary>
    private static char Separator(ReadOnlySpan<byte> text)
    {
        // A byte order mark may come before an empty line.
        var line = text.TrimStart("\uFEFF\r\n"u8);
        int end = line.IndexOfAny((byte)'\r', (byte)'\n');
        return line[..(end < 0 ? line.Length : end)].Contains((byte)'\t') ? '\t' : ',';
    }

    private static string[] Header(CsvReader reader, string name)
    {
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        string line = $"{name}:{reader.LineNumber}";
        if (columns is [var only] && only.AsSpan().IndexOfAny(';', '|') is var place and >= 0)
            throw new TableException($"{line}: the header {Quoted.Text(only)} is a single column, with '{only[place]}' in it. Expected columns separated by commas or tabs. Save the file so.");
        int unnamed = Array.FindIndex(columns, string.IsNullOrWhiteSpace);
        if (unnamed >= 0)
            throw new TableException($"{line}: column {unnamed + 1} of {columns.Length} has no name. Expected a name for each. Name it, or leave it out of the file: row numbers are no feature.");
        string[] twice = [.. columns.GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => Quoted.Text(g.Key))];
        return twice.Length == 0 ? columns
            : throw new TableException($"{line}: more than one column has the name {string.Join(", ", twice)}. Expected each name once. Rename the columns or leave them out of the file.");
    }

    private static TableException Malformed(CsvMalformedRecord record, string name)
    {
        string what = record.Reason switch
        {
            CsvMalformedReason.UnterminatedQuote => "a quote is opened and never closed",
            CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote",
            _ => "there is a quote inside of a cell that does not begin with one",
        };
        return new($"{name}:{record.LineNumber}: {what}, in the row {Quoted.Text(record.RawRecord)}. Expected quotes around the whole cell, and those inside of it doubled: \"the \"\"best\"\" one\".");
    }
}
