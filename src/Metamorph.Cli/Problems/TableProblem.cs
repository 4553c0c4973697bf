using System.Text.Json;
using Metamorph.Cli.Configuration;
using Metamorph.Data;

namespace Metamorph.Cli.Problems;

/// <summary>The tasks of a table, split by the seed, standardised by the training tasks.</summary>
internal sealed class TableProblem : Problem
{
    private const string StandardizationName = "standardization";
    private const string FeaturesText = "features";

    private readonly RunConfiguration c;
    private readonly TaskSplit split;
    private readonly Standardization standardization;
    private readonly TableEpisodes training;

    /// <param name="c">The configuration.</param>
    /// <param name="trained">A model's tensors and text, to be measured on its own terms; null: a model is to be trained.</param>
    internal TableProblem(RunConfiguration c, (ParameterSet Model, IReadOnlyDictionary<string, string> Text)? trained)
    {
        this.c = c;
        var data = c.Data!;
        var features = trained is { } given ? JsonSerializer.Deserialize<string[]>(given.Text[FeaturesText]) : null;
        var tasks = TableTasks.Of(Csv.Read(Found(data.Path)), data.Task, data.Target, features);
        split = tasks.Split(new Key(c.Seed).Fold(4));
        standardization = trained is { } model
            ? Standardization.Of(model.Model.At(StandardizationName), tasks.Columns.Features, data.Target)
            : Standardization.Fit(split.Train);
        training = new(split.Train, standardization, Support, c.Tasks.Query > 0 ? c.Tasks.Query : null);
    }

    internal override int Inputs => standardization.Features.Count;

    internal override Episode Validation => Tasks(Split.Validation, c.Validation.Tasks);

    internal override IEnumerable<(string Name, FewShotLearner Learner, ParameterSet Meta)> Rivals
    {
        get
        {
            var (penalty, _, fitted) = PooledRidge.Choose(standardization.Apply(split.Train), standardization.Apply(split.Validation));
            yield return (FormattableString.Invariant($"pooled ridge (penalty {penalty})"), new PooledRidge(Inputs, Outputs, Loss), fitted);
        }
    }

    internal override (ParameterSet Tensors, IReadOnlyDictionary<string, string> Text) Extras => (
        ParameterSet.Join((StandardizationName, standardization.Parameters)),
        new Dictionary<string, string> { [FeaturesText] = JsonSerializer.Serialize(standardization.Features) });

    private int Support => Learners.Positive("tasks.support", c.Tasks.Support);

    internal override Episode Draw(Key key, int tasks) => training.Draw(key, tasks);

    internal override Episode Tasks(Split part, int tasks) => Episodes(part).All(new Key(c.Seed).Fold(5 + (int)part), Learners.Positive("the number of draws", tasks));

    private protected override IReadOnlyList<double> PerTask(double[] errors, Split part) => Episodes(part).MeanOverDraws(errors);

    /// <summary>A file that is not where it is said to be may be in the folder of data sets.</summary>
    private static string Found(string path) =>
        Environment.GetEnvironmentVariable("METAMORPH_DATA") is { Length: > 0 } folder && !File.Exists(path) && File.Exists(Path.Combine(folder, path))
            ? Path.Combine(folder, path)
            : path;

    private TableEpisodes Episodes(Split part) => new(split[part], standardization, Support);
}
