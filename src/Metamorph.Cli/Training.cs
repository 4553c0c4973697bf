using System.Diagnostics;
using System.Globalization;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;

namespace Metamorph.Cli;

/// <summary>Trains one learner beside a progress bar, and keeps the best step.</summary>
/// <param name="Learner">What was trained.</param>
/// <param name="Best">The step of the smallest validation error.</param>
/// <param name="Iterations">How many iterations were done.</param>
/// <param name="Seconds">How long they took.</param>
internal sealed record Training(FewShotLearner Learner, MetaStep Best, int Iterations, double Seconds)
{
    /// <summary>Texts of the progress bar per second, about.</summary>
    private const double TextsPerSecond = 5;

    /// <summary>Seconds between checkpoints, unless the configuration says otherwise: one takes milliseconds.</summary>
    private const double SecondsPerCheckpoint = 10;

    /// <summary>Training as a configuration says.</summary>
    /// <exception cref="UsageException">It says something that cannot be.</exception>
    internal static ValidatedTraining Plan(RunConfiguration c, Problem problem, FewShotLearner learner) =>
        new(learner, problem.Draw, Learners.Outer(c), Learners.Positive("metaBatch", c.MetaBatch), Learners.Positive("iterations", c.Iterations))
        {
            Validation = problem.Validation,
            Metric = problem.Choice,
            ValidationSteps = c.Validation.Steps,
            Every = Learners.Positive("validation.every", c.Validation.Every),
            Chunk = Learners.PositiveOrNone("chunk", c.Chunk),
            ValidationChunk = problem.Chunk,
            Prefetch = c.Classes is not null,
        };

    /// <summary>Trains.</summary>
    /// <param name="c">The configuration.</param>
    /// <param name="problem">The tasks.</param>
    /// <param name="screen">Where progress goes.</param>
    /// <param name="folder">Where metrics, checkpoints and, at every best step, the model go; null: nowhere.</param>
    /// <param name="from">The checkpoint to go on from; null: from the beginning.</param>
    /// <param name="cancellation">Ends training; a checkpoint is written.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static Training Run(RunConfiguration c, Problem problem, Screen screen, RunFolder? folder, TrainingCheckpoint? from, CancellationToken cancellation)
    {
        var learner = problem.Learner(c, problem.Loss.Until(cancellation));
        var training = Plan(c, problem, learner);
        string configuration = ConfigurationText.OfModel(c);
        if (learner is FittedLearner fitted) return Fit(fitted);
        int? every = Learners.PositiveOrNone("checkpoint.every", c.Checkpoint.Every);
        var last = from?.Step;
        int first = last?.Step.Iteration ?? 0, saved = first;
        var watch = Stopwatch.StartNew();
        var (shown, savedAt) = (double.NegativeInfinity, 0.0);

        // A model that is younger than the checkpoint belongs to steps that are yet to come.
        if (last?.Best is not null) SaveModel(last.Best, last.BestValidation);
        try
        {
            screen.Progress($"{c.Learner}", c.Iterations, report =>
            {
                foreach (var step in training.Run(new Key(c.Seed), from?.Step, cancellation)) Keep(step, report);
            });
        }
        catch (NonFiniteException) when (last is not null && folder is not null)
        {
            if (last.Best is null) SaveModel(last.Step, last.BestValidation);
            screen.Note($"training stopped; the model of iteration {(last.Best ?? last.Step).Iteration} is in {folder.Path}.");
            throw;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Within a step or a validation: the last whole step is kept.
        }

        if (last is null) throw new OperationCanceledException(cancellation);
        SaveCheckpoint();
        if (last.Step.Iteration < c.Iterations)
        {
            // Stopped before the first measurement: the last step is the only one that there is.
            if (last.Best is null) SaveModel(last.Step, last.BestValidation);
            if (folder is not null) screen.Note($"stopped after {last.Step.Iteration} iterations; the best model so far, of iteration {(last.Best ?? last.Step).Iteration}, is in {folder.Path}.");
            throw new OperationCanceledException(cancellation);
        }

        var best = last.Best ?? last.Step;
        if (learner is FineTuned tuned)
        {
            // The rate and the steps of fine-tuning are chosen when there is something to tune.
            best = new(best.Iteration, best.Losses, tuned.Tune(best.Meta.At("start"), problem.Validation, new Key(c.Seed).Fold(6)), best.Optimizer);
            SaveModel(best, last.BestValidation);
        }

        // Statistics of batch norms are measured when there is a model to measure, and kept beside it.
        if (learner.BatchNormKind != BatchNormKind.None)
        {
            var (tasksKey, noise) = new Key(c.Seed).Fold(7).Split();
            var measured = learner.Measure(best.Meta, problem.StatisticsTasks(tasksKey), noise);
            best = new(best.Iteration, best.Losses, new([.. best.Meta, .. ParameterSet.Join((FewShotLearner.Statistics, measured))]), best.Optimizer);
            SaveModel(best, last.BestValidation);
        }

        if (learner is FrozenFeatures frozen)
        {
            best = new(best.Iteration, best.Losses, frozen.Tune(best.Meta, problem.Validation, new Key(c.Seed).Fold(6)), best.Optimizer);
            SaveModel(best, last.BestValidation);
        }

        return new(learner, best, last.Step.Iteration, (from?.Seconds ?? 0) + watch.Elapsed.TotalSeconds);

        // A learner that takes no steps: the run has 0 iterations, and otherwise what any has.
        Training Fit(FittedLearner fitted)
        {
            var (fitKey, validationKey) = new Key(c.Seed).Split();
            var (clock, validation) = (Stopwatch.StartNew(), problem.Validation);
            var meta = problem.Fit(fitted, fitKey);
            var losses = Tensor.Of(Evaluation.Errors(fitted, meta, validation, problem.Loss, [1], validationKey, cancellation: cancellation)[0], [], validation.Tasks);
            var step = new MetaStep(0, losses, meta, ParameterSet.Empty);
            folder?.Log(("iteration", 0), ("validation", step.Loss));
            SaveModel(step, step.Loss);
            return new(fitted, step, 0, clock.Elapsed.TotalSeconds);
        }

        void Keep(ValidatedStep step, Action<int, string> report)
        {
            if (step.Step.Unrecorded is { } why && last?.Step.Unrecorded is null) screen.Note($"steps are not recorded and replayed, which would be faster: {why}");
            last = step;
            int iteration = step.Step.Iteration;
            if (step.Validation is double error)
            {
                folder?.Log(("iteration", iteration), ("loss", step.Step.Loss), ("validation", error));
                if (step.Best == step.Step) SaveModel(step.Step, step.BestValidation);
            }

            double seconds = watch.Elapsed.TotalSeconds;
            if (every is int n ? iteration % n == 0 : seconds - savedAt > SecondsPerCheckpoint)
            {
                SaveCheckpoint();
                savedAt = watch.Elapsed.TotalSeconds;
            }

            if (seconds - shown < 1 / TextsPerSecond && iteration < c.Iterations) return;
            shown = seconds;
            double speed = (iteration - first) / seconds;
            var left = TimeSpan.FromSeconds(Math.Ceiling((c.Iterations - iteration) / speed));
            string validation = step.Best is null ? "-" : step.BestValidation.ToString("0.000", CultureInfo.InvariantCulture);
            string rate = speed.ToString(speed < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);
            report(iteration, string.Create(CultureInfo.InvariantCulture, $"loss {step.Step.Loss:0.000}  validation {validation}  {rate} it/s  {(int)left.TotalHours}:{left:mm\\:ss} left"));
        }

        void SaveCheckpoint()
        {
            if (last is null || last.Step.Iteration == saved) return;
            folder?.SaveCheckpoint(last, configuration);
            saved = last.Step.Iteration;
        }

        void SaveModel(MetaStep step, double validation) => folder?.SaveModel(new([.. step.Meta, .. problem.Extras.Tensors]), new Dictionary<string, string>(problem.Extras.Text)
        {
            ["learner"] = c.Learner,
            ["iteration"] = step.Iteration.ToString(CultureInfo.InvariantCulture),
            ["validation"] = validation.ToString(CultureInfo.InvariantCulture),
            [TrainedRun.ConfigurationKey] = configuration,
        });
    }
}
