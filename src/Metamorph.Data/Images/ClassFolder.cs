namespace Metamorph.Data;

/// <summary>A folder that holds the examples of one class, one in each file.</summary>
/// <param name="Name">The class: the folder's own name.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Part">The part that the class is of; null: nothing says it.</param>
/// <param name="Files">Its files in the order of their names, at least one.</param>
internal sealed record ClassFolder(string Name, string Path, Split? Part, IReadOnlyList<string> Files)
{
    /// <summary>
    /// The class folders in a folder, in the order of their names. If all that it holds are folders named train, val or validation, and test, these
    /// are the parts and hold the class folders. What operating systems leave behind (names with a dot first, Thumbs.db, desktop.ini, __MACOSX) is passed over.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="what">What a file should hold, for messages: pictures.</param>
    /// <exception cref="FormatException">There is no class folder, one is empty or holds folders, or a class is in two parts.</exception>
    internal static IReadOnlyList<ClassFolder> In(string folder, string what)
    {
        string[] children = Folders(folder);
        bool parts = children.Length > 0 && children.All(c => PartOf(c) is not null) && children.Any(c => Folders(c).Length > 0);
        ClassFolder[] classes = parts
            ? [.. children.OrderBy(c => PartOf(c)).SelectMany(c => Classes(c, PartOf(c), what))]
            : Classes(folder, null, what);
        if (classes.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.ToArray() is [var first, var second, ..])
            throw new FormatException($"{folder}: class {Quoted.Text(first.Name)} is in {first.Path} and in {second.Path}. Expected each class in one part: what is learned is judged on classes that it was not trained on. Put all its {what} into one of the folders.");
        return classes;
    }

    /// <summary>Files in a folder in the order of their names, but for those that operating systems leave behind.</summary>
    internal static string[] FilesIn(string folder) => Kept(Directory.EnumerateFiles(folder));

    private static string[] Folders(string folder) => Kept(Directory.EnumerateDirectories(folder));

    private static string[] Kept(IEnumerable<string> paths) =>
        [.. paths.Where(p => !LeftBehind(System.IO.Path.GetFileName(p))).OrderBy(p => System.IO.Path.GetFileName(p), StringComparer.Ordinal)];

    private static bool LeftBehind(string name) =>
        name.StartsWith('.') || name == "__MACOSX" || name.Equals("Thumbs.db", StringComparison.OrdinalIgnoreCase) || name.Equals("desktop.ini", StringComparison.OrdinalIgnoreCase);

    private static ClassFolder[] Classes(string folder, Split? part, string what)
    {
        string[] folders = Folders(folder);
        if (folders.Length == 0)
            throw new FormatException($"{folder}: there is no folder inside. Expected a folder for each class with its {what}, or folders train, validation and test with such folders. It holds: {Quoted.List(Array.ConvertAll(FilesIn(folder), f => System.IO.Path.GetFileName(f)))}.");
        return Array.ConvertAll(folders, f => Of(f, part, what));
    }

    private static ClassFolder Of(string folder, Split? part, string what)
    {
        string name = System.IO.Path.GetFileName(folder);
        if (Folders(folder) is { Length: > 0 } inside)
            throw new FormatException($"{folder}: the folder of class {Quoted.Text(name)} holds folders: {Quoted.List(Array.ConvertAll(inside, f => System.IO.Path.GetFileName(f)))}. Expected {what} alone. If these are the classes, give this folder; if it is a part, name it and those beside it train, validation and test.");
        string[] files = FilesIn(folder);
        return files.Length > 0
            ? new(name, folder, part, files)
            : throw new FormatException($"{folder}: the folder of class {Quoted.Text(name)} is empty. Expected {what} in it. Put some there, or delete the folder.");
    }

    private static Split? PartOf(string folder) => System.IO.Path.GetFileName(folder).ToUpperInvariant() switch
    {
        "TRAIN" => Split.Train,
        "VAL" or "VALIDATION" => Split.Validation,
        "TEST" => Split.Test,
        _ => null,
    };
}
