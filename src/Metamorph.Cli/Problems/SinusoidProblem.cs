using Metamorph.Cli.Configuration;
using Metamorph.Cli.Reporting;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Problems;

/// <summary>Sine waves, drawn without end. Validation and test tasks are the same for every seed, and no training key leads to them.</summary>
internal sealed class SinusoidProblem(RunConfiguration c) : Problem
{
    private readonly Sinusoids sinusoids = new(Learners.Positive("tasks.support", c.Tasks.Support), Learners.Positive("tasks.query", c.Tasks.Query)) { Revealed = c.Learner == Learners.Oracle };

    private readonly int fit = Learners.Positive("tasks.fit", c.Tasks.Fit);

    internal override Shape Form => [sinusoids.Revealed ? 3 : 1];

    internal override Batch Training => Tasks(Split.Train, fit) is var drawn ? drawn.Support.Join(drawn.Query) : null!;

    internal override Episode Draw(Key key, int tasks) => sinusoids.Draw(key, tasks);

    internal override Episode Validation => Tasks(Split.Validation, c.Validation.Tasks);

    internal override Episode Tasks(Split split, int tasks) => sinusoids.Draw(Key(split), Learners.Positive("the number of tasks", tasks));

    internal override IEnumerable<Section> Show(FewShotLearner learner, ParameterSet meta, Action<string> begin) =>
    [
        new(BeforeAndAfter, [.. WavePictures.Of((sinusoids with { Query = WavePictures.Places }).Draw(Key(Split.Test), WavePictures.Tasks), learner, meta, Learners.Ascending("evaluation.steps", c.Evaluation.Steps))]),
    ];

    private Key Key(Split split) => split switch
    {
        Split.Train => new Key(c.Seed).Fold(3),
        Split.Validation => new Key(ulong.MaxValue).Fold(0),
        Split.Test => new Key(ulong.MaxValue).Fold(1),
        _ => throw new UsageException("--split all: sine waves are drawn without end. Expected train, validation or test."),
    };
}
