namespace Metamorph.Data;

/// <summary>Data sets of labelled examples, told apart by the files of their folders.</summary>
public static class ExampleFolder
{
    /// <summary>Whether a folder looks like one.</summary>
    /// <param name="path">The folder.</param>
    public static bool Is(string path) => File.Exists(Path.Combine(path, Omniglot.Images));

    /// <summary>Reads a data set.</summary>
    /// <param name="path">Its folder.</param>
    /// <returns>The examples.</returns>
    /// <exception cref="IOException">There is no such folder, or a file of it is missing.</exception>
    /// <exception cref="FormatException">It is no data set that is known, or a damaged one.</exception>
    public static Examples Read(string path)
    {
        if (!Directory.Exists(path)) throw new IOException($"there is no folder '{path}'. Expected the folder of a data set, here or in the folder named by METAMORPH_DATA.");
        if (File.Exists(Path.Combine(path, Omniglot.Images))) return Omniglot.Read(path);
        throw new FormatException($"'{path}' is no data set that is known. Expected Omniglot ({Omniglot.Images} and classes.csv). It holds: {Quoted.List([.. Directory.EnumerateFileSystemEntries(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)])}.");
    }
}
