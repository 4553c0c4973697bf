using System.Text.Json;
using System.Text.Json.Nodes;

namespace Metamorph.Cli;

/// <summary>What commands write.</summary>
internal static class Outputs
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Refuses to replace a file that is being read.</summary>
    internal static void RequireOther(string output, string input, string option)
    {
        if (Path.GetFullPath(output) == Path.GetFullPath(input))
            throw new UsageException($"--out {output}: that is the file of {option}. Expected another, since what is there would be lost.");
    }

    /// <summary>The text of a JSON.</summary>
    internal static string Text(JsonNode json) => json.ToJsonString(Indented);
}
