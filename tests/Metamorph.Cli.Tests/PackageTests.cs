using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Metamorph.Cli.Tests;

/// <summary>The tool as a package.</summary>
public sealed class PackageTests
{
    private static readonly string Project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../src/Metamorph.Cli/Metamorph.Cli.csproj"));

    [Fact]
    public void The_tool_is_packed_installed_from_a_folder_without_any_network_and_runs()
    {
        using var shell = new Shell();

        // What is built already is packed: in the configuration that the tests run in.
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string packed = Dotnet(shell, "pack", Project, "--no-build", "-c", configuration == "debug" ? "Debug" : "Release", "-o", shell.In("packages"));
        string package = Assert.Single(Directory.GetFiles(shell.In("packages"), "*.nupkg"));
        using (var zip = ZipFile.OpenRead(package))
        {
            var names = zip.Entries.Select(e => e.FullName).ToList();
            Assert.Contains("README.md", names);
            using var nuspec = new StreamReader(zip.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            string text = nuspec.ReadToEnd();
            foreach (string part in new[] { "<license type=\"expression\">MIT</license>", "<readme>README.md</readme>", "<description>The tool metamorph", "DotnetTool" }) Assert.Contains(part, text, StringComparison.Ordinal);
        }

        // The only source that this configuration knows is the folder.
        File.WriteAllText(shell.In("nuget.config"), $"<configuration><packageSources><clear /><add key=\"local\" value=\"{shell.In("packages")}\" /></packageSources></configuration>");
        Dotnet(shell, "tool", "install", "Metamorph.Cli", "--tool-path", shell.In("tools"), "--configfile", shell.In("nuget.config"), "--add-source", shell.In("packages"));
        Assert.Contains("| sinusoid ", Run(shell, Path.Combine(shell.In("tools"), "metamorph"), "presets"), StringComparison.Ordinal);
        Assert.NotEmpty(packed);
    }

    private static string Dotnet(Shell shell, params string[] arguments) => Run(shell, "dotnet", arguments);

    private static string Run(Shell shell, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = shell.Folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // Packages are unpacked into a folder of this test, so that none of an earlier time is taken for this one; and what the test
        // process was told about building is not for another.
        start.Environment["NUGET_PACKAGES"] = shell.In("unpacked");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{error.Result}");
        return output;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
