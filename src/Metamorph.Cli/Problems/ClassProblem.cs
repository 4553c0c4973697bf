using System.Globalization;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Reporting;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Problems;

/// <summary>Episodes of the classes of a data set: which of N classes is this, after K examples of each.</summary>
internal sealed class ClassProblem : Problem
{
    /// <summary>Under which a model's text holds what it sees of one example, as 1x28x28.</summary>
    internal const string FormText = "form";

    /// <summary>Under which a model's text says whether pairs of words are tokens.</summary>
    internal const string PairsText = "pairs";

    private readonly RunConfiguration c;
    private readonly ClassesConfiguration classes;
    private readonly Examples examples;
    private readonly ClassSplit split;
    private readonly Dictionary<Split, ClassEpisodes> episodes = [];
    private readonly Lazy<Episode> validation;

    /// <param name="c">The configuration.</param>
    /// <param name="trained">The tensors of a model that is to be measured: then only the part that it is measured on has to be there; null: a model is to be trained.</param>
    internal ClassProblem(RunConfiguration c, ParameterSet? trained)
    {
        (this.c, classes) = (c, c.Classes!);
        if (Learners.OfNumbers.Contains(c.Learner) || c.Learner is Learners.Oracle or "pooled-ridge")
            throw new UsageException($"learner is '{c.Learner}', which is of rows whose targets mean the same in all tasks, and a label is of another class in every task. Expected another learner.");
        examples = ExampleFolder.Read(TableProblem.Found(classes.Path), Choices(c));
        if (examples.Content is TokenRows) Learners.RefuseTokens(c);
        split = ClassSplit.Of(examples, new Key(c.Seed).Fold(4), classes.HoldOut, classes.Ways, wholeGroups: classes.WithinGroup);
        validation = new(() => Episodes(split.ChosenBy, MeasuredForm).Draw(new Key(c.Seed).Fold(5), Learners.Positive("validation.tasks", c.Validation.Tasks)));
        Together = trained is null ? Turns(TrainRotations) * split[Split.Train].Count : Learners.Together(trained);
        if (trained is not null) return;

        // Whatever is wrong with the classes is found before training.
        _ = Part(Split.Train);
        _ = Part(split.JudgedBy);
        _ = Episodes(split.ChosenBy, MeasuredForm);
    }

    /// <summary>What a configuration says of how its data set is read.</summary>
    /// <exception cref="UsageException">It says something that cannot be.</exception>
    internal static ExampleChoices Choices(RunConfiguration c)
    {
        var classes = c.Classes!;
        bool words = c.Network.Kind == Network.Transformer;
        int length = Learners.PositiveOrNone("classes.length", classes.Length) ?? (words ? 32 : 128), buckets = Learners.Positive("classes.buckets", classes.Buckets);
        return new()
        {
            Size = classes.Size.Length == 0 ? null : Parsed(classes.Size.Split('x')),
            Colour = classes.Colour switch
            {
                "auto" => null,
                "grey" => false,
                "colour" => true,
                var other => throw Learners.Unknown("classes.colour", other, "auto", "grey", "colour"),
            },
            SkipDamaged = classes.SkipDamaged,
            BySpeaker = classes.BySpeaker,
            Tokens = words ? HashedTokens.WordsOnly(buckets, length) : classes.Length == 0 && buckets == new HashedTokens().Buckets ? null : new HashedTokens(buckets, length),
            Rate = Learners.Positive("classes.rate", classes.Rate),
        };

        (int, int) Parsed(string[] parts) => parts is [var first, var second] && int.TryParse(first, CultureInfo.InvariantCulture, out int height) && int.TryParse(second, CultureInfo.InvariantCulture, out int width) && height > 0 && width > 0
            ? (height, width)
            : throw new UsageException($"classes.size is '{classes.Size}'. Expected rows and columns of pixels, as 28x28.");
    }

    internal override (ParameterSet Tensors, IReadOnlyDictionary<string, string> Text) Extras =>
        (ParameterSet.Empty, new Dictionary<string, string>
    {
        [FormText] = string.Join('x', Form.ToArray()),
        [PairsText] = examples.Content is TokenRows { Tokens.Pairs: true } ? "true" : "false",
    });

    internal override Shape Form => examples.Content.Form;

    /// <summary>As many as the largest task has classes.</summary>
    internal override int Outputs => Math.Max(classes.Ways, classes.TrainWays);

    /// <summary>Twenty tasks of 5 ways, 1 shot and 15 queries are 1,600 images, whose first maps have 80 million numbers: more are not side by side.</summary>
    internal override int Chunk => Math.Clamp(1600 / (classes.Ways * (classes.Shots + classes.Queries)), 1, 20);

    internal override Loss Loss => Losses.CrossEntropy;

    internal override string Metric => "accuracy";

    internal override Loss Measure => OwnClasses.Right(classes.Ways);

    internal override Loss Choice => (predicted, target) => 1.0 - Measure(predicted, target);

    internal override Split JudgedBy => split.JudgedBy;

    internal override IReadOnlyList<string> Notes =>
    [
        .. examples.Notes,
        $"{examples.Name}: {split[Split.Train].Count} classes to train on, {split.ChosenBy.Count} to choose the best iteration by, {split[JudgedBy].Count} of {JudgedBy.ToString().ToLowerInvariant()} to be measured on; {MeasuredForm}, {classes.Queries} queries of each class; rotations: {classes.Rotations} (in training: {TrainRotations}).",
    ];

    internal override Batch Training => Part(Split.Train).DrawJoint(new Key(c.Seed).Fold(3), 100) is var drawn ? drawn.Support.Join(drawn.Query) : null!;

    internal override int Together { get; }

    internal override Episode Validation => validation.Value;

    /// <summary>The episodes that a model is measured on.</summary>
    private EpisodeForm MeasuredForm => Asked(classes.Ways, classes.Shots, classes.Queries, classes.Rotations, varied: false);

    private string TrainRotations => classes.TrainRotations.Length > 0 ? classes.TrainRotations : classes.Rotations;

    internal override Episode Draw(Key key, int tasks) => Learners.IsJoint(c) ? Part(Split.Train).DrawJoint(key, tasks) : Part(Split.Train).Draw(key, tasks);

    internal override Episode StatisticsTasks(Key key) =>
        Episodes(split[Split.Train], MeasuredForm).Draw(key, Learners.Positive("classes.statisticsTasks", classes.StatisticsTasks));

    internal override Episode Tasks(Split part, int tasks) => Judged(part).Draw(KeyOf(part), Learners.Positive("the number of tasks", tasks));

    internal override IEnumerable<Section> Show(FewShotLearner learner, ParameterSet meta, Action<string> begin) =>
        ClassPictures.Of(new(c, examples, split[JudgedBy], JudgedBy, MeasuredForm, KeyOf(JudgedBy), Together), learner, meta, begin);

    private protected override IReadOnlyList<(double[] Errors, double? Calibration)> Errors(FewShotLearner learner, ParameterSet meta, Split part, RunConfiguration of, IReadOnlyList<int> steps, Key key, Action<double> done, CancellationToken cancellation)
    {
        var judged = Judged(part);
        Loss[] metrics = [Measure, .. Calibration.Gaps().Select(gap => (Loss)((predicted, target) => gap(OwnClasses.Of(predicted, classes.Ways), target)))];
        int count = Learners.Positive("evaluation.tasks", of.Evaluation.Tasks);
        var measured = Evaluation.Errors(
            learner, meta, Drawn, count, metrics, steps, key, Learners.PositiveOrNone("chunk", of.Chunk) ?? Chunk, cancellation: cancellation);

        // Tasks have as many queries as each other: the mean over all queries is that over tasks.
        return [.. measured.Select(numbers => (numbers[0], (double?)numbers.Skip(1).Sum(gap => Math.Abs(gap.Average()))))];

        Episode Drawn(Range tasks)
        {
            done((double)tasks.Start.Value / count);
            return judged.Draw(KeyOf(part), tasks);
        }
    }

    private static int Turns(string rotations) => rotations == "classes" ? 4 : 1;

    /// <summary>Validation and test tasks are the same for every seed, and no training key leads to them.</summary>
    private Key KeyOf(Split part) => part == Split.Train ? new Key(c.Seed).Fold(3) : new Key(ulong.MaxValue).Fold((int)part);

    /// <summary>Tasks to be measured on, also of training classes.</summary>
    private ClassEpisodes Judged(Split part) => part == Split.Train ? Episodes(split[part], MeasuredForm) : Part(part);

    private ClassEpisodes Part(Split part)
    {
        if (episodes.TryGetValue(part, out var prepared)) return prepared;
        var form = part == Split.Train
            ? Asked(Or(classes.TrainWays, classes.Ways), Or(classes.TrainShots, classes.Shots), Or(classes.TrainQueries, classes.Queries), TrainRotations, classes.Varied)
            : MeasuredForm;
        return episodes[part] = Episodes(split[part], form);

        static int Or(int own, int usual) => own > 0 ? own : usual;
    }

    private ClassEpisodes Episodes(IReadOnlyList<int> of, EpisodeForm form) => new(examples, of, form);

    private EpisodeForm Asked(int ways, int shots, int queries, string rotations, bool varied) => new(Learners.Positive("classes.ways", ways), Learners.Positive("classes.shots", shots), Learners.Positive("classes.queries", queries))
    {
        Rotation = rotations switch
        {
            "none" => Rotation.None,
            "per-class" => Rotation.PerClass,
            "classes" => Rotation.Classes,
            var other => throw Learners.Unknown("classes.rotations", other, "none", "per-class", "classes"),
        },
        WithinGroup = classes.WithinGroup,
        Varied = varied,
    };
}
