using Metamorph.Tensors.Formats;

namespace Metamorph.Tensors.Tests;

/// <summary>The reference cases of <c>tests/golden</c>; its README says what they hold.</summary>
internal static class Golden
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "golden");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.safetensors").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    internal static string PathOf(string name) => Path.Combine(Folder, $"{name}.safetensors");

    internal static Safetensors Read(string name) => Safetensors.Read(PathOf(name));
}
