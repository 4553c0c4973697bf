using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Cli.Problems;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Predicts with models that were adapted to tasks.</summary>
internal static class PredictCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "What 'metamorph adapt' has written." };
        var input = new Option<string>("--input") { Description = "A CSV or TSV file (plain or .gz) with the rows to predict for, or a folder with one for each task: the features, and the task column with names of adapted tasks.", HelpName = "FILE", Required = true };
        var output = new Option<string>("--out") { Description = $"The CSV file to write: the input's columns and '{TaskRows.Predicted}'. One that is there is replaced.", HelpName = "FILE", Required = true };
        var oneByOne = new Option<bool>("--one-by-one") { Description = "Also predict for one task after another, check that the results agree, and print both times." };
        var json = new Option<bool>("--json") { Description = "One object, for machines." };
        var command = new Command("predict", "Predict for rows of tasks that a model was adapted to, all tasks side by side.\n\nExamples:\n  metamorph predict new-patients.safetensors --input days.csv --out predicted.csv\n  metamorph predict waves.safetensors --input waves.csv.gz --out predicted.csv --one-by-one --json")
        {
            file, input, output, oneByOne, json,
        };
        command.SetAction((arguments, _) => Task.Run(() => Run(
            AdaptedTasks.Read(arguments.GetRequiredValue(file)),
            arguments.GetRequiredValue(input),
            arguments.GetRequiredValue(output),
            arguments.GetValue(oneByOne),
            arguments.GetValue(json),
            screen,
            time)));
        return command;
    }

    private static int Run(AdaptedTasks adapted, string input, string output, bool oneByOne, bool json, Screen screen, TimeProvider time)
    {
        Outputs.RequireOther(output, input, "--input");
        if (adapted.Configuration.Classes is not null) return OfClasses(adapted, input, output, oneByOne, json, screen, time);
        var rows = TaskRows.Of(adapted.Configuration, adapted.Tensors, adapted.Text);
        var learner = rows.Learner(adapted.Configuration);
        var (table, tasks) = rows.Input(input, adapted.Names);
        int[] places = [.. tasks.Select(t => t.Task)];
        var models = adapted.Adapted.Map(p => p.TakeTasks(places));
        var x = Batch.Of([.. tasks.Select(t => (t.X, t.X))]).X;

        long start = time.GetTimestamp();
        var predicted = learner.Predict(models, x);
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        var measured = oneByOne ? OneByOne.Measure(tasks.Count, () => new(("y", learner.Predict(models, x))), t => new(("y", learner.Predict(models.TakeTasks(t..(t + 1)), tasks[t].X.PerTask(1)))), time) : null;

        string[] cells = new string[table.Rows];
        for (int t = 0; t < tasks.Count; t++)
        {
            var texts = rows.Texts(predicted.TakeTasks(t..(t + 1)));
            for (int i = 0; i < tasks[t].Rows.Count; i++) cells[tasks[t].Rows[i]] = texts[i];
        }

        Csv.Write(table.With(TaskRows.Predicted, cells), output);
        if (json)
        {
            var result = new JsonObject { ["out"] = output, ["tasks"] = tasks.Count, ["rows"] = table.Rows, ["seconds"] = seconds };
            if (measured is not null) result["oneByOne"] = measured.ToJson();
            screen.Line(Outputs.Text(result));
            return ExitCode.Ok;
        }

        screen.Line(string.Create(CultureInfo.InvariantCulture, $"predicted {table.Rows} {(table.Rows == 1 ? "row" : "rows")} of {tasks.Count} {(tasks.Count == 1 ? "task" : "tasks side by side")} in {seconds:0.000} s: {output}"));
        if (measured is not null) screen.Line(measured.Line);
        return ExitCode.Ok;
    }

    /// <summary>Tells the class of files, and how sure the model is of it.</summary>
    private static int OfClasses(AdaptedTasks adapted, string input, string output, bool oneByOne, bool json, Screen screen, TimeProvider time)
    {
        if (oneByOne) throw new UsageException("--one-by-one: a folder of files is one task. Expected it for tables of several tasks.");
        var files = ClassFiles.Of(adapted.Configuration, adapted.Tensors, adapted.Text);
        var names = ClassFiles.Names(adapted.Text);
        var (x, paths) = files.Input(input);
        long start = time.GetTimestamp();

        // Outputs beyond the classes that the model was adapted to say nothing.
        var probabilities = files.Learner.Predict(adapted.Adapted, x).Slice(1, 0, names.Count).Softmax(-1);
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        double[] p = probabilities.ToDoubles();
        string[][] cells = [new string[paths.Count], new string[paths.Count], new string[paths.Count]];
        for (int i = 0; i < paths.Count; i++)
        {
            double[] row = p[(i * names.Count)..((i + 1) * names.Count)];
            cells[0][i] = files.AreTexts ? paths[i] : Path.GetRelativePath(Directory.Exists(input) ? input : ".", paths[i]);
            cells[1][i] = names[Array.IndexOf(row, row.Max())];
            cells[2][i] = row.Max().ToString("0.0000", CultureInfo.InvariantCulture);
        }

        Csv.Write(new Table(output, [files.AreTexts ? "text" : "file", TaskRows.Predicted, "confidence"], cells, [.. Enumerable.Range(1, paths.Count)]), output);
        if (json) screen.Line(Outputs.Text(new JsonObject { ["out"] = output, ["files"] = paths.Count, ["seconds"] = seconds }));
        else screen.Line(string.Create(CultureInfo.InvariantCulture, $"predicted the class of {paths.Count} {(paths.Count == 1 ? "example" : "examples")} in {seconds:0.000} s: {output}"));
        return ExitCode.Ok;
    }
}
