using System.Globalization;

namespace Metamorph.Cli.Tests;

/// <summary>A folder of its own in which the tool is run, and what it says.</summary>
internal sealed class Shell : IDisposable
{
    internal Shell() => Directory.CreateDirectory(Folder);

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"metamorph-{Path.GetRandomFileName()}");

    /// <summary>The data sets that commands know; null: the usual.</summary>
    internal KnownData? Data { get; set; }

    internal string Output { get; private set; } = "";

    internal string Error { get; private set; } = "";

    internal string In(string name) => Path.Combine(Folder, name);

    /// <summary>Runs the tool; names of files that begin with ./ are in the folder.</summary>
    /// <returns>The exit code.</returns>
    internal int Run(params string[] arguments) => Run(arguments, new StringWriter(CultureInfo.InvariantCulture), CancellationToken.None);

    /// <summary>Runs the tool as <see cref="Run(string[])"/> does, and asks it to stop when it first reports progress.</summary>
    internal int RunToFirstProgress(params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        return Run(arguments, new StoppingWriter(stop), stop.Token);
    }

    private int Run(string[] arguments, StringWriter error, CancellationToken cancellation)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var disposed = error;
        var screen = new Screen(output, error, outputIsTerminal: false, errorIsTerminal: false);
        int code = Task.Run(() => Program.Run([.. arguments.Select(a => a.Replace("./", Folder + "/", StringComparison.Ordinal))], screen, output, error, Data, cancellation), CancellationToken.None).GetAwaiter().GetResult();
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>Every file in the folder and its bytes, but for the empty one that keeps other writers out.</summary>
    internal SortedDictionary<string, string> Files() => new(
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != ".lock").ToDictionary(f => Path.GetRelativePath(Folder, f), f => Convert.ToHexString(File.ReadAllBytes(f))), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Asks to stop at the first line that says how much is done, or what is done next.</summary>
    private sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.Contains('%', StringComparison.Ordinal) || value.EndsWith(" ...", StringComparison.Ordinal)) stop.Cancel();
        }
    }
}
