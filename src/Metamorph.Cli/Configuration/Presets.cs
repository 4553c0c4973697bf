using Metamorph.Data;

namespace Metamorph.Cli.Configuration;

/// <summary>Configurations by name.</summary>
internal static class Presets
{
    /// <summary>What is run when nothing is named.</summary>
    internal const string Default = "sinusoid";

    /// <summary>What is run on a table when nothing is named.</summary>
    internal const string Table = "table";

    /// <summary>What is run on a data set of classes when nothing is named.</summary>
    internal const string Classes = "classes";

    /// <summary>What is run on sentences with named entities when nothing is named.</summary>
    internal const string Tagging = "tagging";

    // The published protocol: 70,000 iterations, a meta-batch of 25, one inner step of rate 0.01. Deviation: weights are not drawn from
    // a truncated normal distribution of 0.01 but as He et al. do; fewer tasks diverge (docs/results.md has both).
    private static readonly RunConfiguration Sinusoid = new()
    {
        Network = new() { Initializer = "he" },
        Validation = new() { Every = 1000 },
    };

    private static readonly Dictionary<string, RunConfiguration> All = new(StringComparer.Ordinal)
    {
        [Default] = Sinusoid,
        ["sinusoid-10"] = Published(Sinusoid),
        ["sinusoid-5"] = Published(Sinusoid) with { Tasks = new() { Support = 5, Query = 5 } },
        ["sinusoid-5-meta-sgd"] = Published(Sinusoid) with { Learner = "meta-sgd", Tasks = new() { Support = 5, Query = 5 } },
        ["sinusoid-5-pretrained"] = Published(Sinusoid) with { Learner = "pretrained", Tasks = new() { Support = 5, Query = 5 } },

        // CAVIA's protocol (Zintgraf et al. 2019, section 5.1): 50,000 iterations, 5 context parameters, inner rate 1. Deviation: the
        // authors' code clips each task's meta-gradient entry by entry to -10 .. 10; here the length of the mean is clipped.
        ["sinusoid-10-cavia"] = Published(Sinusoid) with { Learner = "cavia", Iterations = 50_000, Inner = new() { Rate = 1 }, Outer = new() { Clip = 10 } },
        ["sinusoid-oracle"] = Published(Sinusoid) with { Learner = Learners.Oracle },
        ["sinusoid-reptile"] = Sinusoid with
        {
            Learner = "reptile",
            MetaBatch = 5,
            Inner = new() { Rule = "adam", Rate = 0.005, Steps = 5 },
            Outer = new() { Rule = "sgd", Rate = 1, Schedule = "linear" },
        },
        [Classes] = new()
        {
            Learner = "prototypical",
            Rival = false,
            Network = new() { Kind = "conv4" },
            Iterations = 1000,
            MetaBatch = 4,
            Outer = new() { Schedule = "cosine", FinalRate = 0.00001 },
            Classes = new() { Queries = 5 },
            Validation = new() { Every = 100, Tasks = 200 },
            Evaluation = new() { Tasks = 600, Steps = [1] },
        },
        [Tagging] = new()
        {
            Learner = "prototypical",
            Rival = false,
            Network = new() { Kind = "hashed", Features = 64 },
            Iterations = 1000,
            MetaBatch = 4,
            Outer = new() { Schedule = "cosine", FinalRate = 0.00001 },
            Tagging = new(),
            Validation = new() { Every = 100, Tasks = 50 },
            Evaluation = new() { Tasks = 100, Steps = [1] },
        },
        [Table] = new()
        {
            Iterations = 1500,
            MetaBatch = 16,
            Inner = new() { Rate = 0.02 },
            Tasks = new() { Support = 5, Query = 0 },
            Validation = new() { Every = 50, Tasks = 5 },
            Evaluation = new() { Tasks = 20 },
        },
    };

    static Presets()
    {
        foreach (var (ways, shots) in new[] { (5, 1), (5, 5), (20, 1), (20, 5) })
        {
            foreach (string learner in OmniglotPresets.Learners) All[$"omniglot-{ways}w{shots}s-{learner}"] = OmniglotPresets.Of(learner, ways, shots);
        }
    }

    /// <summary>The names.</summary>
    internal static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The configuration of a name.</summary>
    /// <exception cref="UsageException">There is none; the message names the nearest.</exception>
    internal static RunConfiguration Get(string name) => All.TryGetValue(name, out var preset)
        ? preset with { Preset = name }
        : throw new UsageException($"there is no preset '{name}'. The nearest is '{EditDistance.Nearest(name, All.Keys)}'; there are: {string.Join(", ", All.Keys)}.");

    private static RunConfiguration Published(RunConfiguration sinusoid) => sinusoid with
    {
        Iterations = 70_000,
        Rival = false,
        Evaluation = sinusoid.Evaluation with { Tasks = 6000 },
    };
}
