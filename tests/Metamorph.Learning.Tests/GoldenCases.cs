using Metamorph.Tensors.Formats;

namespace Metamorph.Learning.Tests;

/// <summary>The reference cases: those of the folder in METAMORPH_GOLDEN if it is set, else the repository's copy, whose README says what they hold.</summary>
internal static class GoldenCases
{
    private static string Folder => Environment.GetEnvironmentVariable("METAMORPH_GOLDEN") is { Length: > 0 } given
        ? given
        : Path.Combine(AppContext.BaseDirectory, "golden");

    /// <summary>Every case with each dtype, as it is written (0) and replayed on 1 and 2 threads. A folder without a case is an error, as is one that does not exist.</summary>
    public static TheoryData<string, DType, int> All
    {
        get
        {
            string[] files = [.. Directory.GetFiles(Folder, "*.safetensors").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];
            if (files.Length == 0) throw new FileNotFoundException($"no golden case in {Folder}. Expected .safetensors files.");
            var all = new TheoryData<string, DType, int>();
            foreach (string file in files)
                foreach (int threads in new[] { 0, 1, 2 })
                {
                    all.Add(file, DType.Float64, threads);
                    all.Add(file, DType.Float32, threads);
                }

            return all;
        }
    }

    internal static Safetensors Read(string name) => Safetensors.Read(Path.Combine(Folder, $"{name}.safetensors"));
}
