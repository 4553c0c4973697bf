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
    /// <summary>Lines of the progress bar's text per second, about.</summary>
    private const double TextsPerSecond = 5;

    /// <summary>Trains.</summary>
    /// <param name="c">The configuration.</param>
    /// <param name="problem">The tasks.</param>
    /// <param name="screen">Where progress goes.</param>
    /// <param name="folder">Where metrics and, at every best step, the model go; null: nowhere.</param>
    /// <param name="cancellation">Ends training; the best step so far stays.</param>
    internal static Training Run(RunConfiguration c, Problem problem, Screen screen, RunFolder? folder, CancellationToken cancellation)
    {
        var learner = Learners.Of(c, problem.Inputs, problem.Outputs, problem.Loss);
        var training = new ValidatedTraining(learner, problem.Draw, Learners.Outer(c), Learners.Positive("metaBatch", c.MetaBatch), Learners.Positive("iterations", c.Iterations))
        {
            Validation = problem.Validation,
            Metric = problem.Loss,
            ValidationSteps = c.Validation.Steps,
            Every = Learners.Positive("validation.every", c.Validation.Every),
        };
        ValidatedStep? last = null;
        var watch = Stopwatch.StartNew();
        try
        {
            Train();
        }
        catch (NonFiniteException) when (last is not null && folder is not null)
        {
            if (last.Best is null) SaveLast();
            screen.Note($"training stopped; the model of iteration {(last.Best ?? last.Step).Iteration} is in {folder.Path}.");
            throw;
        }

        if (last is null) throw new OperationCanceledException("stopped before the first step: nothing was learned.");

        // Stopped before the first measurement: the last step is the only one that there is.
        if (last.Best is null) SaveLast();
        return new(learner, last.Best ?? last.Step, last.Step.Iteration, watch.Elapsed.TotalSeconds);

        void SaveLast() => folder?.SaveModel(Model(last.Step.Meta, problem), Text(c, problem, last));

        void Train() => screen.Progress($"{c.Learner}", c.Iterations, report =>
        {
            double shown = double.NegativeInfinity;
            foreach (var step in training.Run(new Key(c.Seed), cancellation: cancellation))
            {
                last = step;
                if (step.Validation is double error)
                {
                    folder?.Log(("iteration", step.Step.Iteration), ("loss", step.Step.Loss), ("validation", error));
                    if (step.Best == step.Step) folder?.SaveModel(Model(step.Step.Meta, problem), Text(c, problem, step));
                }

                if (watch.Elapsed.TotalSeconds - shown < 1 / TextsPerSecond && step.Step.Iteration < c.Iterations) continue;
                shown = watch.Elapsed.TotalSeconds;
                report(step.Step.Iteration, string.Create(
                    CultureInfo.InvariantCulture, $"loss {step.Step.Loss:0.000}  validation {(step.Best is null ? "-" : step.BestValidation.ToString("0.000", CultureInfo.InvariantCulture))}  {step.Step.Iteration / shown:0} it/s"));
            }
        });
    }

    private static ParameterSet Model(ParameterSet meta, Problem problem) => new([.. meta, .. problem.Extras.Tensors]);

    private static Dictionary<string, string> Text(RunConfiguration c, Problem problem, ValidatedStep step) => new(problem.Extras.Text)
    {
        ["learner"] = c.Learner,
        ["iteration"] = step.Step.Iteration.ToString(CultureInfo.InvariantCulture),
        ["validation"] = step.BestValidation.ToString(CultureInfo.InvariantCulture),
    };
}
