namespace Metamorph.Tensors.Tests.Formats;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("metamorph-");

    internal string this[string name] => Path.Combine(folder.FullName, name);

    /// <summary>The names of all files in it, hidden ones too.</summary>
    internal string[] Names => [.. folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }).Select(f => f.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Delete(recursive: true);
}
