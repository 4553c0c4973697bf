using System.Globalization;

namespace Metamorph.Cli.Tests;

/// <summary>A folder of its own in which the tool is run, and what it says.</summary>
internal sealed class Shell : IDisposable
{
    internal Shell() => Directory.CreateDirectory(Folder);

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"metamorph-{Path.GetRandomFileName()}");

    internal string Output { get; private set; } = "";

    internal string Error { get; private set; } = "";

    internal string In(string name) => Path.Combine(Folder, name);

    /// <summary>Runs the tool; names of files that begin with ./ are in the folder.</summary>
    /// <returns>The exit code.</returns>
    internal int Run(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var screen = new Screen(output, error, outputIsTerminal: false, errorIsTerminal: false);
        int code = Task.Run(() => Program.Run([.. arguments.Select(a => a.Replace("./", Folder + "/", StringComparison.Ordinal))], screen, output, error)).GetAwaiter().GetResult();
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>Every file in the folder and its bytes.</summary>
    internal SortedDictionary<string, string> Files() => new(
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(Folder, f), f => Convert.ToHexString(File.ReadAllBytes(f))), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
