using Metamorph.Cli.Configuration;

namespace Metamorph.Cli;

/// <summary>The runs of one learner: the same configuration on several splits.</summary>
/// <param name="Name">The learner, and what tells it from others of that name.</param>
/// <param name="Runs">One for each seed.</param>
internal sealed record LearnerRuns(string Name, IReadOnlyList<TrainedRun> Runs)
{
    /// <summary>Gathers runs by learner.</summary>
    /// <exception cref="UsageException">The runs were not measured on the same tasks of the same splits; the message names the fields that differ.</exception>
    internal static IReadOnlyList<LearnerRuns> Of(IReadOnlyList<TrainedRun> runs)
    {
        foreach (var run in runs) RequireSameTasks(runs[0], run);
        var groups = runs.GroupBy(r => string.Join('\n', Fields(r).Where(f => !MayDiffer(f.Key)))).Select(g => g.ToArray()).ToArray();
        foreach (var group in groups) RequireSeeds(groups[0], group);
        return [.. groups.Select(g => new LearnerRuns(NameOf(g[0], [.. groups.Select(o => o[0])]), g))];
    }

    private static void RequireSameTasks(TrainedRun first, TrainedRun other)
    {
        string[] differ = [.. Different([first, other]).Where(IsOfTasks)];
        if (differ.Length == 0) return;
        throw new UsageException($"'{first.Folder.Path}' and '{other.Folder.Path}' are not on the same tasks: {string.Join("; ", differ.Select(f => $"{f} is {Value(first, f)} and {Value(other, f)}"))}. Expected the same, since differences are taken task by task. Train both on the same.");
    }

    /// <summary>Whether a field says what tasks results are measured on. Training tasks of classes may have another form.</summary>
    private static bool IsOfTasks(string field) => field == "evaluation.tasks" || field.Split('.') switch
    {
        ["data" or "tasks", ..] => true,
        ["classes", "trainWays" or "trainShots" or "trainQueries" or "trainRotations" or "varied" or "holdOut" or "statisticsTasks"] => false,
        ["classes", ..] => true,
        _ => false,
    };

    private static void RequireSeeds(TrainedRun[] first, TrainedRun[] group)
    {
        if (group.GroupBy(r => r.Configuration.Seed).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UsageException($"seed {twice.Key} comes {twice.Count()} times with one configuration: {string.Join(", ", twice.Select(r => $"'{r.Folder.Path}'"))}. Expected each run once. Leave one out.");
        if (Seeds(group) != Seeds(first))
            throw new UsageException($"'{first[0].Folder.Path}' and its like have seed {Seeds(first)}, '{group[0].Folder.Path}' and its like have seed {Seeds(group)}. Expected the same seeds of every learner, since the seed parts the tasks. Train those that are missing, or leave the others out.");

        static string Seeds(TrainedRun[] runs) => string.Join(", ", runs.Select(r => r.Configuration.Seed).Order());
    }

    private static string NameOf(TrainedRun run, IReadOnlyList<TrainedRun> all)
    {
        TrainedRun[] namesakes = [.. all.Where(o => o.Configuration.Learner == run.Configuration.Learner)];
        string[] apart = [.. Different(namesakes).Where(f => !MayDiffer(f))];
        return apart.Length == 0 ? run.Configuration.Learner : $"{run.Configuration.Learner} ({string.Join(", ", apart.Select(f => $"{f}={Value(run, f)}"))})";
    }

    /// <summary>Whether runs of one learner may differ in a field.</summary>
    private static bool MayDiffer(string field) => field == "seed" || ConfigurationText.Free.Contains(field.Split('.')[0]);

    private static IEnumerable<string> Different(IReadOnlyList<TrainedRun> runs) =>
        runs.SelectMany(r => Fields(r).Keys).Distinct().Where(f => runs.Select(r => Value(r, f)).Distinct().Count() > 1);

    private static string Value(TrainedRun run, string field) => Fields(run).TryGetValue(field, out string? value) ? value : "nothing";

    private static IReadOnlyDictionary<string, string> Fields(TrainedRun run) => ConfigurationText.Fields(run.Configuration);
}
