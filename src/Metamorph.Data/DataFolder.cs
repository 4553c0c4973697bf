namespace Metamorph.Data;

/// <summary>The folder of a data set.</summary>
internal static class DataFolder
{
    /// <summary>The path of a file in it.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message lists what there is.</exception>
    internal static string File(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (System.IO.File.Exists(path)) return path;
        throw Directory.Exists(folder)
            ? new FileNotFoundException($"{folder}: there is no {name}. Expected one. The folder holds: {Held(folder)}.", path)
            : new FileNotFoundException($"{folder}: there is no such folder; it was looked for at '{Path.GetFullPath(folder)}'. Expected one with {name} in it.", path);
    }

    /// <summary>The names of what is in a folder, for messages.</summary>
    internal static string Held(string folder) =>
        Quoted.List([.. Directory.EnumerateFileSystemEntries(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]) is { Length: > 0 } names ? names : "nothing";
}
