namespace Metamorph.Data;

/// <summary>
/// A folder with a table in each of several files, all of the same columns in any order: they are one table, file after file in the
/// order of their names. Files are those that end in .csv or .tsv, plain or with .gz behind; others, and folders inside, are passed over.
/// </summary>
internal static class TableFolder
{
    private static readonly string[] Ends = [".csv", ".tsv", ".csv.gz", ".tsv.gz"];

    /// <summary>A file's name without its folder and without .csv, .tsv and .gz: the name of the task that it is.</summary>
    internal static string TaskOf(string path)
    {
        string name = Path.GetFileName(path);
        return name[..^(Ends.LastOrDefault(end => name.Length > end.Length && name.EndsWith(end, StringComparison.OrdinalIgnoreCase))?.Length ?? 0)];
    }

    /// <exception cref="TableException">There is no such file in the folder, two are of one task, one is no table, or columns differ.</exception>
    internal static Table Read(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(f => TaskOf(f) != Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new TableException($"{folder}: there is no table in the folder. Expected one file per task, named {string.Join(", ", Ends.Select(e => "*" + e))}. It holds: {Quoted.List([.. Directory.EnumerateFileSystemEntries(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)])}.");
        if (files.GroupBy(TaskOf, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new TableException($"{folder}: {string.Join(" and ", twice.Select(f => Path.GetFileName(f)))} are both of task {Quoted.Text(twice.Key)}. Expected one file per task. Rename one or delete it.");
        return Joined(folder, [.. files.Select(Csv.Read)]);
    }

    private static Table Joined(string folder, Table[] tables)
    {
        string[] columns = [.. tables[0].Columns];
        foreach (var table in tables)
        {
            if (ColumnDifference.Of(columns, table.Columns) is { } difference)
                throw new TableException($"{table.Name}: unlike {tables[0].Name}, the file {difference}. Expected the same columns in every file of a folder: {Quoted.List(columns)}. Rename, add or leave out columns.");
        }

        return new(
            folder,
            columns,
            Array.ConvertAll(columns, c => tables.SelectMany(t => t.Texts(c)).ToArray()),
            [.. tables.SelectMany(t => t.Lines)],
            Array.ConvertAll(tables, t => t.Name),
            [.. tables.SelectMany((t, i) => Enumerable.Repeat(i, t.Rows))]);
    }
}
