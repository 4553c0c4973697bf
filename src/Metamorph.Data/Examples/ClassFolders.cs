namespace Metamorph.Data;

/// <summary>
/// A folder with a folder for each class, named after it, and the examples as files in it; or folders <c>train</c>, <c>val</c> (or <c>validation</c>) and
/// <c>test</c>, any of them, and those of the classes in there, which are then of that part.
/// </summary>
/// <param name="Name">The class.</param>
/// <param name="Part">Its part; null: the folder does not say it.</param>
/// <param name="Files">Its examples, in the order of their names.</param>
internal sealed record ClassFolders(string Name, Split? Part, IReadOnlyList<string> Files)
{
    /// <summary>The classes of a folder: part after part, and in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ends">How the names of examples end, with the dot, in small letters; other files are passed over, and so is what begins with a dot.</param>
    /// <exception cref="FormatException">There are no classes, one is without examples, or one is in two parts.</exception>
    /// <exception cref="IOException">There is no such folder.</exception>
    internal static IReadOnlyList<ClassFolders> In(string folder, params string[] ends)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: there is no such folder; it was looked for at '{Path.GetFullPath(folder)}'. Expected one with a folder for each class.");
        string[] inside = Folders(folder);
        var parts = inside.Select(f => (Folder: f, Part: Splits.OfDataSet(Path.GetFileName(f)))).OrderBy(p => p.Part).ToArray();
        bool hasParts = inside.Length > 0 && parts.All(p => p.Part is not null);
        ClassFolders[] classes = hasParts
            ? [.. parts.SelectMany(p => Folders(p.Folder).Select(f => Class(f, p.Part, ends)))]
            : [.. inside.Select(f => Class(f, null, ends))];
        if (classes.Length == 0) throw new FormatException($"{folder}: there is no class. Expected a folder for each class, named after it, with files that end in {string.Join(", ", ends)}. The folder holds: {DataFolder.Held(folder)}.");
        if (classes.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"{folder}: class {Quoted.Text(twice.Key)} is in {string.Join(" and ", twice.Select(c => c.Part))}. Expected each class in one part: a model is judged by classes that it was not trained on. Put all folders of classes into one folder and let them be divided.");
        return classes;
    }

    private static ClassFolders Class(string folder, Split? part, string[] ends)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(f => !Hidden(f) && ends.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? new(Path.GetFileName(folder), part, files)
            : throw new FormatException($"{folder}: class {Quoted.Text(Path.GetFileName(folder))} has no example. Expected files that end in {string.Join(", ", ends)}. The folder holds: {DataFolder.Held(folder)}. Add some, or take the folder away.");
    }

    private static string[] Folders(string folder) => [.. Directory.EnumerateDirectories(folder).Where(f => !Hidden(f)).Order(StringComparer.Ordinal)];

    private static bool Hidden(string path) => Path.GetFileName(path).StartsWith('.');
}
