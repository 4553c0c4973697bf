using System.Text.Json.Nodes;

namespace Metamorph.Cli;

/// <summary>What a run found: <c>summary.json</c> and the table on the screen.</summary>
/// <param name="Learner">The learner's name.</param>
/// <param name="Evaluation">How well it does.</param>
internal sealed record Results(string Learner, IReadOnlyList<Evaluation> Evaluation)
{
    /// <summary>The evaluations as JSON.</summary>
    internal JsonArray ToJson() => new([.. Evaluation.Select(e => (JsonNode)new JsonObject
    {
        ["steps"] = e.Steps,
        ["metric"] = e.Metric,
        ["mean"] = RunFolder.Number(e.Mean),
        ["median"] = RunFolder.Number(e.Median),
        ["ci95"] = RunFolder.Number(e.Ci95),
        ["failed"] = e.Failed,
        ["tasks"] = e.Tasks,
    })]);
}
