using System.Globalization;
using System.Text.Json.Nodes;

namespace Metamorph.Cli;

/// <summary>What a run found: <c>summary.json</c> and the table on the screen.</summary>
/// <param name="Learner">The learner's name.</param>
/// <param name="Evaluation">How well it does.</param>
internal sealed record Results(string Learner, IReadOnlyList<Evaluation> Evaluation)
{
    /// <summary>The evaluations as JSON.</summary>
    internal JsonArray ToJson() => new([.. Evaluation.Select(ToJson)]);

    private static JsonNode ToJson(Evaluation e)
    {
        var json = new JsonObject
        {
            ["steps"] = e.Steps,
            ["metric"] = e.Metric,
            ["batchNorm"] = e.BatchNorm,
            ["mean"] = RunFolder.Number(e.Mean),
            ["median"] = RunFolder.Number(e.Median),
            ["ci95"] = RunFolder.Number(e.Ci95),
            ["failed"] = e.Failed,
            ["tasks"] = e.Tasks,
        };
        if (e.Calibration is double error) json["calibration"] = RunFolder.Number(error);
        return json;
    }

    /// <summary>The learner and its rivals in a <c>summary.json</c>.</summary>
    /// <param name="summary">Its content.</param>
    /// <param name="name">The file's name.</param>
    /// <exception cref="IOException">Something is missing in it.</exception>
    internal static IReadOnlyList<Results> FromSummary(JsonNode summary, string name)
    {
        try
        {
            return [Of(summary), .. (summary["rivals"]?.AsArray() ?? []).Select(r => Of(r!))];
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new IOException($"'{name}' is no summary of a run: a learner or one of its evaluations is missing or of another kind ({e.Message}) Expected the file as 'metamorph train' writes it.", e);
        }

        static Results Of(JsonNode node) => new((string)node["learner"]!, [.. node["evaluation"]!.AsArray().Select(e => new Evaluation(
            (int)e!["steps"]!, (string)e["metric"]!, Number(e["mean"]!), Number(e["median"]!), Number(e["ci95"]!), Number(e["failed"]!), (int)e["tasks"]!, (string?)e["batchNorm"] ?? "none") { Calibration = e["calibration"] is { } error ? Number(error) : null })]);

        // Runs that do not say it are older than the field, when no network of a run had batch norms.
        // Numbers that JSON does not know are text.
        static double Number(JsonNode node) => double.Parse(node.ToString(), CultureInfo.InvariantCulture);
    }
}
