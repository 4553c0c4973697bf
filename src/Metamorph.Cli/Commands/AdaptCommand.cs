using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Cli.Problems;

namespace Metamorph.Cli.Commands;

/// <summary>Adapts a trained model to new tasks.</summary>
internal static class AdaptCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var run = new Argument<string>("DIR") { Description = "The folder of a run." };
        var support = new Option<string>("--support") { Description = "A CSV or TSV file (plain or .gz) with the rows to adapt to, or a folder with one for each task: the columns of the table that the model was trained on; in a file without the task column all rows are one task. Of a run on sine waves: x, y, and task where there are several.", HelpName = "FILE", Required = true };
        var output = new Option<string>("--out") { Description = "The file to write, which is all that 'metamorph predict' needs. One that is there is replaced.", HelpName = "FILE", Required = true };
        var steps = new Option<int?>("--steps") { Description = "Steps of adaptation; not given: as in training.", HelpName = "N" };
        var oneByOne = new Option<bool>("--one-by-one") { Description = "Also adapt to one task after another, check that the results agree, and print both times." };
        var json = new Option<bool>("--json") { Description = "One object, for machines." };
        var command = new Command("adapt", "Adapt a trained model to the rows of new tasks, all tasks side by side.\n\nExamples:\n  metamorph adapt runs/table --support new-patients.csv --out new-patients.safetensors\n  metamorph adapt runs/table --support new-patients.csv --out new-patients.safetensors --steps 5 --json\n  metamorph adapt runs/sinusoid --support waves.csv --out waves.safetensors --one-by-one")
        {
            run, support, output, steps, oneByOne, json,
        };
        command.SetAction((arguments, _) => Task.Run(() => Run(
            TrainedRun.Open(arguments.GetRequiredValue(run), time),
            arguments.GetRequiredValue(support),
            arguments.GetRequiredValue(output),
            arguments.GetValue(steps),
            arguments.GetValue(oneByOne),
            arguments.GetValue(json),
            screen,
            time)));
        return command;
    }

    private static int Run(TrainedRun run, string support, string output, int? steps, bool oneByOne, bool json, Screen screen, TimeProvider time)
    {
        Outputs.RequireOther(output, support, "--support");
        if (steps < 0) throw new UsageException($"--steps {steps}: expected a number from 0 on.");
        var c = run.Configuration;
        if (c.Classes is not null) return ToClasses(run, support, output, steps, oneByOne, json, screen, time);
        if (oneByOne && c.Inner.BatchRows > 0)
            throw new UsageException($"--one-by-one: the run has inner.batchRows={c.Inner.BatchRows}, and which rows a step draws depends on a task's place among the others. Expected a run that sees all support rows at each step.");
        var rows = TaskRows.Of(c, run.Model, run.Text);
        var learner = rows.Learner(c);
        var meta = run.Meta(learner);
        var (names, tasks, dropped) = rows.Support(support);
        if (dropped > 0) screen.Note($"{support}: {dropped} rows have an empty cell and are left out (data.missing=drop).");
        var batch = Batch.Of(tasks);

        long start = time.GetTimestamp();
        var adapted = Adapt(batch);
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        RequireFinite(adapted, names);
        var measured = oneByOne ? OneByOne.Measure(names.Count, () => Adapt(batch), t => Adapt(Batch.Of([tasks[t]])), time) : null;
        var learned = meta.Names.ToHashSet(StringComparer.Ordinal);
        new AdaptedTasks(c, names, adapted, run.Model.Where(n => !learned.Contains(n)), run.Text).Write(output);

        int count = tasks.Sum(t => t.X.Shape[0]);
        if (json)
        {
            var result = new JsonObject { ["out"] = output, ["tasks"] = names.Count, ["rows"] = count, ["seconds"] = seconds };
            if (measured is not null) result["oneByOne"] = measured.ToJson();
            screen.Line(Outputs.Text(result));
            return ExitCode.Ok;
        }

        screen.Line(string.Create(CultureInfo.InvariantCulture, $"adapted to {names.Count} {(names.Count == 1 ? "task" : "tasks side by side")}, {count} rows, in {seconds:0.000} s: {output}"));
        if (measured is not null) screen.Line(measured.Line);
        return ExitCode.Ok;

        ParameterSet Adapt(Batch some)
        {
            var key = new Key(c.Seed).Fold(2);
            return steps is int n ? learner.Trajectory(meta, some, key, [n])[0] : learner.Adapt(meta, some, key);
        }
    }

    /// <summary>Adapts to one task of new classes.</summary>
    private static int ToClasses(TrainedRun run, string support, string output, int? steps, bool oneByOne, bool json, Screen screen, TimeProvider time)
    {
        if (oneByOne) throw new UsageException("--one-by-one: a folder of classes is one task. Expected it for tables of several tasks.");
        var c = run.Configuration;
        var files = ClassFiles.Of(c, run.Model, run.Text);
        var learner = files.Learner;
        var meta = run.Meta(learner);
        var (batch, names) = files.Support(support);
        long start = time.GetTimestamp();
        var key = new Key(c.Seed).Fold(2);
        var adapted = learner.Trajectory(meta, batch, key, [steps ?? c.Validation.Steps])[0];
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        RequireFinite(adapted, [""]);
        new AdaptedTasks(c, [""], adapted.PerTask(1), ParameterSet.Empty, ClassFiles.Text(run.Text, names)).Write(output);
        if (json) screen.Line(Outputs.Text(new JsonObject { ["out"] = output, ["classes"] = new JsonArray([.. names.Select(n => (JsonNode)n)]), ["examples"] = batch.Rows, ["seconds"] = seconds }));
        else screen.Line(string.Create(CultureInfo.InvariantCulture, $"adapted to {batch.Rows} examples of {names.Count} classes ({string.Join(", ", names)}) in {seconds:0.000} s: {output}"));
        return ExitCode.Ok;
    }

    private static void RequireFinite(ParameterSet adapted, IReadOnlyList<string> names)
    {
        foreach (var (name, value) in adapted)
        {
            int bad = Array.FindIndex(value.ToDoubles(), x => !double.IsFinite(x));
            if (bad < 0) continue;
            string task = names[bad / Math.Max(1, value.Size)];
            throw new ArithmeticException($"adaptation to {(task.Length == 0 ? "the support rows" : $"task '{task}'")} went to numbers that are not finite, in {name}. Expected finite ones. Fewer --steps may mend it, or rows that are nearer to those that the model was trained on.");
        }
    }
}
