using System.Globalization;
using Metamorph.Cli.Configuration;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Problems;

/// <summary>Tasks to train on, to choose by and to be measured on, with what they are measured by.</summary>
internal abstract class Problem
{
    /// <summary>The title of a section about adaptation.</summary>
    private protected const string BeforeAndAfter = "New tasks before and after adaptation";

    /// <summary>What a model sees of one example: [features] of a row.</summary>
    internal abstract Shape Form { get; }

    /// <summary>Features of y.</summary>
    internal virtual int Outputs => 1;

    /// <summary>What is trained for.</summary>
    internal virtual Loss Loss => Losses.SquaredError;

    /// <summary>What is reported.</summary>
    internal virtual string Metric => "mse";

    /// <summary>One number per example, whose mean is what is reported.</summary>
    internal virtual Loss Measure => Loss;

    /// <summary>What people are to know of the tasks before they see results: rows and tasks that were left out.</summary>
    internal virtual IReadOnlyList<string> Notes => [];

    /// <summary>Training tasks: a <see cref="TaskDistribution{TTask}"/>.</summary>
    internal abstract Episode Draw(Key key, int tasks);

    /// <summary>All rows of the training tasks: what a <see cref="FittedLearner"/> is fitted on.</summary>
    internal abstract Batch Training { get; }

    /// <summary>The tasks that the best iteration is chosen by.</summary>
    internal abstract Episode Validation { get; }

    /// <summary>Tasks to be measured on.</summary>
    /// <param name="split">train, validation, test or all.</param>
    /// <param name="tasks">How many; of a table: draws of support rows for each.</param>
    internal abstract Episode Tasks(Split split, int tasks);

    /// <summary>Training classes, turned ones among them, for learners that are trained on all of them together.</summary>
    internal virtual int Together => 1;

    /// <summary>A learner for these tasks.</summary>
    /// <param name="c">Its configuration.</param>
    /// <param name="loss">What it is trained for; null: <see cref="Loss"/>.</param>
    internal FewShotLearner Learner(RunConfiguration c, Loss? loss = null) => Learners.Of(c, Form, Outputs, loss ?? Loss, Together);

    /// <summary>Tasks side by side at most when a model is measured.</summary>
    internal virtual int Chunk => 500;

    /// <summary>The part that results are measured on.</summary>
    internal virtual Split JudgedBy => Split.Test;

    /// <summary>What the best iteration is chosen by: one number per example.</summary>
    internal virtual Loss Choice => Loss;

    /// <summary>Tasks that running statistics of batch norms are measured on: training tasks.</summary>
    internal virtual Episode StatisticsTasks(Key key) => Draw(key, 100);

    /// <summary>Measures a learner on tasks: with batch norms on the batch at hand, and, where running statistics are beside the meta-parameters, on these as well.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="meta">Its meta-parameters.</param>
    /// <param name="split">train, validation, test or all.</param>
    /// <param name="c">How many tasks, after which numbers of steps, and how many side by side.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <param name="done">Is told what part of it is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    internal IReadOnlyList<Evaluation> Evaluate(FewShotLearner learner, ParameterSet meta, Split split, RunConfiguration c, Key key, Action<double> done, CancellationToken cancellation)
    {
        ParameterSet[] modes = [.. new[] { FewShotLearner.WithoutStatistics(meta), meta }.Distinct()];
        return [.. modes.SelectMany((m, mode) =>
            Errors(learner, m, split, c, Steps(c), key, part => done((mode + part) / modes.Length), cancellation).Select((measured, i) =>
                Evaluation.Of([.. PerTask(measured.Errors, split).Select(n => n.Number)], Metric, c.Evaluation.Steps[i], Evaluation.Mode(learner, m, Statistics.Batch)) with { Calibration = measured.Calibration }))];
    }

    /// <summary>What <see cref="Measure"/> says of every task by its name, for each number of steps; the same seed and configuration of tasks give the same tasks.</summary>
    /// <inheritdoc cref="Evaluate"/>
    internal IReadOnlyList<IReadOnlyList<(string Task, double Number)>> Measured(FewShotLearner learner, ParameterSet meta, Split split, RunConfiguration c, Key key, Action<double> done, CancellationToken cancellation) =>
        [.. Errors(learner, meta, split, c, Steps(c), key, done, cancellation).Select(measured => PerTask(measured.Errors, split))];

    private static IReadOnlyList<int> Steps(RunConfiguration c) => Learners.Ascending("evaluation.steps", c.Evaluation.Steps);

    /// <summary>The measured number of every task, and the expected calibration error where classes are told, for each number of steps. Of rows of numbers it takes no time worth telling.</summary>
    private protected virtual IReadOnlyList<(double[] Errors, double? Calibration)> Errors(FewShotLearner learner, ParameterSet meta, Split split, RunConfiguration c, IReadOnlyList<int> steps, Key key, Action<double> done, CancellationToken cancellation) =>
        [.. Evaluation.Errors(learner, meta, Tasks(split, c.Evaluation.Tasks), Measure, steps, key, Learners.PositiveOrNone("chunk", c.Chunk) ?? Chunk, cancellation: cancellation).Select(errors => (errors, (double?)null))];

    /// <summary>One number for each task, where an episode has several draws of one.</summary>
    private protected virtual IReadOnlyList<(string Task, double Number)> PerTask(double[] numbers, Split split) =>
        [.. numbers.Select((n, t) => (t.ToString(CultureInfo.InvariantCulture), n))];

    /// <summary>Rivals that need no training by steps, by name.</summary>
    internal virtual IEnumerable<(string Name, FittedLearner Learner)> Rivals => [];

    /// <summary>The meta-parameters of a learner that takes no steps.</summary>
    internal virtual ParameterSet Fit(FittedLearner learner, Key key) => learner.Fit(Training, Validation, key);

    /// <summary>What a model needs beside its parameters to be used on new data.</summary>
    internal virtual (ParameterSet Tensors, IReadOnlyDictionary<string, string> Text) Extras => (ParameterSet.Empty, new Dictionary<string, string>());

    /// <summary>Some new tasks and what a model makes of them, for people to look at: sections of a page.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="meta">Its meta-parameters.</param>
    /// <param name="begin">Is told what is measured next where that takes time, and ends it by an exception.</param>
    internal abstract IEnumerable<Section> Show(FewShotLearner learner, ParameterSet meta, Action<string> begin);

    /// <summary>The problem of a configuration.</summary>
    /// <param name="c">The configuration.</param>
    /// <param name="trained">A model's tensors and text, to be measured on its own terms; null: a model is to be trained.</param>
    internal static Problem Of(RunConfiguration c, (ParameterSet Model, IReadOnlyDictionary<string, string> Text)? trained = null) =>
        c.Classes is not null ? new ClassProblem(c, trained?.Model) : c.Tagging is not null ? new TaggingProblem(c, trained?.Model) : c.Data is null ? new SinusoidProblem(c) : new TableProblem(c, trained);
}
