using Metamorph.Cli.Configuration;
using Metamorph.Cli.Reporting;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Problems;

/// <summary>The tasks of a table, split by the seed or a column, encoded as the training tasks say.</summary>
internal sealed class TableProblem : Problem
{
    /// <summary>The encoding's tensors in a model begin so, and its text is there under this name.</summary>
    internal const string EncodingName = "encoding";

    private readonly RunConfiguration c;
    private readonly DataConfiguration data;
    private readonly TableTasks tasks;
    private readonly TableEncoding encoding;
    private readonly Lazy<TaskSplit> split;
    private readonly HashSet<TableTask> small;
    private readonly Dictionary<Split, TableEpisodes> episodes = [];

    /// <param name="c">The configuration.</param>
    /// <param name="trained">A model's tensors and text, to be measured on its own terms; null: a model is to be trained.</param>
    internal TableProblem(RunConfiguration c, (ParameterSet Model, IReadOnlyDictionary<string, string> Text)? trained)
    {
        (this.c, data) = (c, c.Data!);
        if (c.Learner == Learners.Oracle)
            throw new UsageException("learner is 'oracle', but nobody knows the parameters of a table's tasks. Expected sine waves (no --data), or another learner.");
        string? task = data.Task.Length > 0 ? data.Task : null, order = data.Order != "random" ? data.Order : null, column = data.Split != "seed" ? data.Split : null;
        var choices = new EncodingChoices
        {
            Categorical = data.Categorical,
            Missing = Named<MissingValues>("data.missing", data.Missing),
            Unknown = Named<UnknownCategory>("data.unknown", data.Unknown),
        };
        var table = Csv.Read(Found(data.Path));
        var known = trained is { } model ? Encoding(model.Model, model.Text) : null;
        tasks = known?.Tasks(table, task, order: order)
            ?? TableTasks.Of(table, new(task, data.Target, data.Features) { Order = order, Split = column }, choices.Missing == MissingValues.Drop);
        split = new(() => column is null ? tasks.Split(new Key(c.Seed).Fold(4)) : tasks.Split(column));
        small = data.DropSmall ? [.. TableEpisodes.TooSmall(tasks.All, Support)] : [];
        encoding = known ?? TableEncoding.Fit(Part(Split.Train), choices);
        if (encoding.Classes is not null && Learners.OfNumbers.Contains(c.Learner))
            throw new UsageException($"learner is '{c.Learner}', which predicts numbers, and the target is categorical. Expected a numeric target, or another learner than {string.Join(", ", Learners.OfNumbers)}.");
        if (known is not null) return;

        // Whatever is wrong with a cell is found before training.
        foreach (var part in new[] { Split.Train, Split.Validation, Split.Test }) Episodes(part);
    }

    internal override Shape Form => [encoding.Inputs];

    internal override int Outputs => encoding.Outputs;

    internal override Loss Loss => LossOf(encoding);

    internal override string Metric => encoding.Classes is null ? base.Metric : "accuracy";

    internal override Loss Measure => encoding.Classes is null ? base.Measure : (predicted, target) => 1.0 - Losses.Mistake(predicted, target);

    internal override IReadOnlyList<string> Notes
    {
        get
        {
            List<string> notes = [];
            if (tasks.Dropped > 0) notes.Add($"{tasks.Table.Name}: {tasks.Dropped} of {tasks.Table.Rows} rows have an empty cell and are left out (data.missing=drop).");
            if (small.Count > 0) notes.Add($"{tasks.Table.Name}: {small.Count} of {tasks.All.Count} tasks have fewer than {Support + 1} rows (support {Support} + query 1) and are left out (data.dropSmall=true): {Quoted.List([.. tasks.All.Where(small.Contains).Select(t => $"{Quoted.Text(t.Name)} ({t.Rows})")])}.");
            return notes;
        }
    }

    internal override Episode Validation => Tasks(Split.Validation, c.Validation.Tasks);

    internal override Batch Training => encoding.Encode(Part(Split.Train));

    internal override IEnumerable<(string Name, FittedLearner Learner)> Rivals => encoding.Classes is not null
        ? [("pooled ridge of 0 and 1 for each class", new PooledRidge(encoding.Inputs, Outputs))]
        :
        [
            ("pooled ridge", new PooledRidge(encoding.Inputs, Outputs)),
            ("random intercept", new RandomIntercept(encoding.Inputs, Outputs)),
            ("support mean", new SupportMean()),
            ("support ridge", new SupportRidge()),
        ];

    internal override (ParameterSet Tensors, IReadOnlyDictionary<string, string> Text) Extras => (
        ParameterSet.Join((EncodingName, encoding.Tensors)),
        new Dictionary<string, string> { [EncodingName] = encoding.Text });

    private int Support => Learners.Positive("tasks.support", c.Tasks.Support);

    internal override Episode Draw(Key key, int tasks) => Episodes(Split.Train).Draw(key, tasks);

    /// <inheritdoc/>
    /// <param name="tasks">Draws of support rows for each task; one is made where the support is the first rows in an order, for all would be alike.</param>
    internal override Episode Tasks(Split part, int tasks)
    {
        int draws = Learners.Positive("the number of draws", tasks);
        return Episodes(part).All(new Key(c.Seed).Fold(5 + (int)part), this.tasks.Columns.Order is null ? draws : 1);
    }

    internal override IEnumerable<Section> Show(FewShotLearner learner, ParameterSet meta, Action<string> begin)
    {
        var (names, adaptation) = (Episodes(Split.Test).Names, Adaptation.Of(learner, meta, Tasks(Split.Test, 1), c.Validation.Steps));
        return
        [
            new(BeforeAndAfter, encoding.Classes is not null
                ? [.. ClassesByTask.Of(adaptation, names, data)]
                : [.. PredictedAgainstTrue.Of(adaptation, names, data, encoding), .. MovedFeatures.Of(adaptation, names, data, encoding)]),
        ];
    }

    private protected override IReadOnlyList<(string Task, double Number)> PerTask(double[] numbers, Split part)
    {
        var episodes = Episodes(part);
        return [.. episodes.Names.Zip(episodes.MeanOverDraws(numbers))];
    }

    /// <summary>A file or folder that is not where it is said to be may be in the folder of data sets.</summary>
    internal static string Found(string path) =>
        Environment.GetEnvironmentVariable("METAMORPH_DATA") is { Length: > 0 } folder && !Path.Exists(path) && Path.Exists(Path.Combine(folder, path))
            ? Path.Combine(folder, path)
            : path;

    /// <summary>The encoding that a model was trained with.</summary>
    /// <exception cref="IOException">It has none, or a damaged one.</exception>
    internal static TableEncoding Encoding(ParameterSet model, IReadOnlyDictionary<string, string> text)
    {
        if (!text.TryGetValue(EncodingName, out string? saved))
            throw new IOException($"the model has no '{EncodingName}' among its texts ({string.Join(", ", text.Keys)}), which says how a table becomes numbers. Expected a model that was trained on a table.");
        try
        {
            return TableEncoding.Of(model.AtOrEmpty(EncodingName), saved);
        }
        catch (Exception e) when (e is KeyNotFoundException or ShapeException or FormatException)
        {
            throw new IOException($"the model's encoding of tables is damaged: {e.Message} Expected model.safetensors as 'metamorph train' writes it.", e);
        }
    }

    /// <summary>What a model of a table is trained for: numbers or classes.</summary>
    internal static Loss LossOf(TableEncoding encoding) => encoding.Classes is null ? Losses.SquaredError : Losses.CrossEntropy;

    private static TChoice Named<TChoice>(string key, string value)
        where TChoice : struct, Enum
    {
        string[] names = [.. Enum.GetNames<TChoice>().Select(n => n.ToLowerInvariant())];
        return Array.IndexOf(names, value) is var place and >= 0 ? Enum.GetValues<TChoice>()[place] : throw Learners.Unknown(key, value, names);
    }

    private IReadOnlyList<TableTask> Part(Split part)
    {
        // The split is of all tasks, so that it is the same however many rows are asked for: no task is trained on and tested on.
        TableTask[] left = [.. (part == Split.All ? tasks.All : split.Value[part]).Where(t => !small.Contains(t))];
        return left.Length > 0 ? left : throw new TableException($"{tasks.Table.Name}: no task for {part.ToString().ToLowerInvariant()} has more than {Support} rows. Expected at least one. Ask for fewer support rows, add tasks, or split them by another seed or by a column.");
    }

    private TableEpisodes Episodes(Split part)
    {
        // Only training draws a bounded number of query rows.
        if (!episodes.TryGetValue(part, out var found))
            episodes[part] = found = new(Part(part), encoding, Support, part == Split.Train && c.Tasks.Query > 0 ? c.Tasks.Query : null);
        return found;
    }

    /// <inheritdoc/>
    internal override ParameterSet Fit(FittedLearner learner, Key key)
    {
        // Classes are regressed by the one that never looks at a support set: numbers to fit, and labels where it is measured.
        if (encoding.Classes is null || learner is not PooledRidge) return base.Fit(learner, key);
        var validation = Numeric(Split.Validation);
        return learner.Fit(Numeric(Split.Train), new(validation, validation), key);
    }

    /// <summary>All rows of a part's tasks, a class as 1 for itself and 0 for the others.</summary>
    private Batch Numeric(Split part)
    {
        var rows = encoding.Encode(Part(part));
        return encoding.Classes is { } classes ? rows with { Y = rows.Y.OneHot(classes.Count) } : rows;
    }
}
