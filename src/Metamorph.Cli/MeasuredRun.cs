using System.Text.Json.Nodes;

namespace Metamorph.Cli;

/// <summary>How a run does on its test tasks, and what it cost.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="BatchNorm">Whose statistics batch norms took, as <see cref="Statistics.Mode"/> has it.</param>
/// <param name="Steps">After how many steps of adaptation.</param>
/// <param name="Errors">The error of every test task.</param>
/// <param name="Milliseconds">To adapt, per task, all test tasks side by side; of classes the first of them.</param>
/// <param name="TrainSeconds">As the run's summary says.</param>
/// <param name="Parameters">As the run's summary says.</param>
/// <param name="PeakMemory">Bytes, as the run's summary says.</param>
internal sealed record MeasuredRun(string Folder, string Metric, string BatchNorm, int Steps, IReadOnlyList<TaskError> Errors, double Milliseconds, double TrainSeconds, int Parameters, long PeakMemory)
{
    /// <summary>Tasks of classes side by side when the clock runs: all of them might be more than memory holds.</summary>
    private const int Timed = 100;

    /// <summary>Measures a run as it was measured when it ended: on the same test tasks, with the same support rows.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Steps of adaptation.</param>
    /// <param name="isRunning">Whether batch norms take running statistics, where they were measured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="done">Is told what part of it is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static MeasuredRun Of(TrainedRun run, int steps, bool isRunning, TimeProvider time, Action<double> done, CancellationToken cancellation)
    {
        var c = run.Configuration;
        var problem = run.Problem(c);
        var learner = problem.Learner(c);
        var (trained, key) = (run.Meta(learner), new Key(c.Seed).Fold(2));
        var meta = isRunning ? trained : FewShotLearner.WithoutStatistics(trained);
        var errors = problem.Measured(learner, meta, problem.JudgedBy, c with { Evaluation = c.Evaluation with { Steps = [steps] } }, key, done, cancellation)[0];

        // Comparisons are of errors: what is small is good.
        bool accuracy = problem.Metric is "accuracy" or "f1";

        // After that everything is compiled and the tasks are in memory.
        var support = problem.Tasks(problem.JudgedBy, c.Classes is null ? c.Evaluation.Tasks : Math.Min(Timed, c.Evaluation.Tasks)).Support;
        long start = time.GetTimestamp();
        learner.Trajectory(meta, support, key, [steps]);
        double milliseconds = time.GetElapsedTime(start).TotalMilliseconds / support.Tasks;

        var summary = run.Summary;
        return new(
            run.Folder.Path,
            problem.Metric switch { "accuracy" => "error rate", "f1" => "1 - f1", var other => other },
            Evaluation.Mode(learner, meta, Statistics.Batch),
            steps,
            [.. errors.Select(e => new TaskError(c.Seed, e.Task, accuracy ? 1 - e.Number : e.Number))],
            milliseconds,
            Get<double>("trainSeconds"),
            Get<int>("parameters"),
            Get<long>("peakMemoryBytes"));

        T Get<T>(string name) => summary[name] is JsonValue value && value.TryGetValue(out T? number) ? number
            : throw new IOException($"'{Path.Combine(run.Folder.Path, "summary.json")}' has no number '{name}'. Expected a summary as 'metamorph train' writes it at the end of a run.");
    }
}
