namespace Metamorph.Data;

/// <summary>Named arrays in NumPy's NPZ format: a zip file of NPY files, stored or deflated.</summary>
public static class Npz
{
    private const string End = ".npy";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="wanted">Whether an array of this name is read; null, the default value: all are.</param>
    /// <returns>The arrays by their names; files in it that are no arrays are passed over.</returns>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static IReadOnlyDictionary<string, NumericArray> Read(string path, Func<string, bool>? wanted = null) => Of(ArrayFile.Read(path), path, wanted);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">What is in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="wanted">As in <see cref="Read"/>.</param>
    /// <returns>As <see cref="Read"/>.</returns>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static IReadOnlyDictionary<string, NumericArray> Of(byte[] content, string name, Func<string, bool>? wanted = null)
    {
        Dictionary<string, NumericArray> arrays = new(StringComparer.Ordinal);
        foreach (var (path, npy) in Zip.Files(content, name, f => f.EndsWith(End, StringComparison.Ordinal) && (wanted is null || wanted(f[..^End.Length]))))
        {
            if (!arrays.TryAdd(path[..^End.Length], Npy.Of(npy, $"{name}: {path}"))) throw new FormatException($"{name}: there are two files {Quoted.Text(path)} in it. Expected each name once. Fetch it again.");
        }

        return arrays;
    }

    /// <summary>The names of the arrays in a file.</summary>
    internal static IReadOnlyList<string> Names(byte[] content, string name)
    {
        List<string> names = [];
        foreach (var _ in Zip.Files(content, name, f =>
        {
            if (f.EndsWith(End, StringComparison.Ordinal)) names.Add(f[..^End.Length]);
            return false;
        }))
        {
        }

        return names;
    }
}
