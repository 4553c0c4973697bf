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
}
