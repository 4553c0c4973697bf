using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Metamorph.Cli.Tests.House;

/// <summary>The floors of the house: what may know of what, read off the sources.</summary>
public sealed class HouseTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    public static TheoryData<string> Learners =>
        [.. new[] { "GradientBased", "Baselines" }.SelectMany(folder => Sources($"Metamorph.Learning/Learners/{folder}").Select(f => $"{folder}/{Path.GetFileName(f)}"))];

    [Fact]
    public void Kernels_know_no_tensor()
    {
        foreach (string file in Sources("Metamorph.Tensors/Kernels"))
            Assert.False(Regex.IsMatch(Code(file), @"\b(Tensor|Shape|DType|Storage|Primitive)\b"), file);
    }

    [Fact]
    public void Each_floor_knows_only_those_below()
    {
        Assert.All(Sources("Metamorph.Tensors"), f => Assert.DoesNotContain("Metamorph.Learning", Code(f), StringComparison.Ordinal));
        Assert.All(Sources("Metamorph.Learning"), f => Assert.False(Regex.IsMatch(Code(f), @"Metamorph\.(Data|Reports|Cli)"), f));
        Assert.All(Sources("Metamorph.Data"), f => Assert.False(Regex.IsMatch(Code(f), @"Metamorph\.(Reports|Cli)"), f));
        Assert.All(Sources("Metamorph.Reports"), f => Assert.False(Regex.IsMatch(Code(f), @"Metamorph\.(Tensors|Learning|Data|Cli)"), f));
    }

    [Fact]
    public void Libraries_have_no_global_state_and_only_the_run_folder_knows_files_and_the_clock()
    {
        foreach (string file in Sources("Metamorph.Tensors").Concat(Sources("Metamorph.Learning")).Concat(Sources("Metamorph.Reports")))
        {
            // Where numbers lie and how many threads work on them is the machine's business; what they are is not.
            string code = Code(file);
            if (file.EndsWith("Arena.cs", StringComparison.Ordinal) || file.EndsWith("Fused.cs", StringComparison.Ordinal)) code = code.Replace("[ThreadStatic]", "", StringComparison.Ordinal);
            if (file.EndsWith("Workers.cs", StringComparison.Ordinal)) code = code.Replace("Environment.ProcessorCount", "", StringComparison.Ordinal);
            Assert.False(Regex.IsMatch(code, @"\b(Console|Environment|ThreadStatic|AsyncLocal|ThreadLocal)\b|new Random\b|Random\.Shared|DateTime|Stopwatch"), file);
            if (file.EndsWith("RunFolder.cs", StringComparison.Ordinal) || file.EndsWith("CheckpointFiles.cs", StringComparison.Ordinal) || file.Contains("Formats", StringComparison.Ordinal)) continue;
            Assert.False(Regex.IsMatch(code, @"\b(File|Directory|FileStream|TimeProvider)\b"), file);
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_learner_is_a_page_without_a_loop_over_inner_steps(string learner)
    {
        string file = Path.Combine(Root, "src/Metamorph.Learning/Learners", learner);

        // Words about the paper and what differs from it are not counted.
        int size = Code(file).Length;
        Assert.True(size <= 4096, $"{learner} has {size} bytes of code");
        Assert.False(Regex.IsMatch(Code(file), @"\b(for|foreach|while)\s*\("), learner);
    }

    [Fact]
    public void Few_files_are_large()
    {
        string[] large = [.. Sources("").Where(f => new FileInfo(f).Length > 15 * 1024)];
        Assert.True(large.Length <= 3, string.Join(", ", large));
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root, "src", folder), "*.cs", SearchOption.AllDirectories);

    /// <summary>A file without its comments.</summary>
    private static string Code(string file) => Regex.Replace(File.ReadAllText(file), @"//.*", "");

    private static string Here([CallerFilePath] string path = "") => path;
}
