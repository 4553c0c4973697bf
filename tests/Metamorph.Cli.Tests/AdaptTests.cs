using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Data;
using Metamorph.Tensors.Formats;

namespace Metamorph.Cli.Tests;

/// <summary>From a trained model to predictions for new tasks.</summary>
public sealed class AdaptTests
{
    [Fact]
    public void A_table_s_model_is_adapted_to_several_tasks_and_predicts_in_the_table_s_own_units()
    {
        using var shell = new Shell();
        Trained(shell);
        File.WriteAllText(shell.In("support.csv"), "age,school,score,hours\n1,a,2.5,0\n0,b,1,1\n2,a,3,1\n1,a,2,-1\n");
        Assert.Equal(0, shell.Run("adapt", "./run", "--support", "./support.csv", "--out", "./adapted.safetensors", "--json"));
        var result = JsonNode.Parse(shell.Output)!;
        Assert.Equal((2, 4), ((int)result["tasks"]!, (int)result["rows"]!));

        // Nothing else is needed: neither the run nor its table.
        Directory.Delete(shell.In("run"), recursive: true);
        File.Delete(shell.In("schools.csv"));
        File.WriteAllText(shell.In("input.csv"), "hours,note,school,age\n0,\"x, y\",b,1\n1,,a,2\n0.5,,b,0\n");
        Assert.Equal(0, shell.Run("predict", "./adapted.safetensors", "--input", "./input.csv", "--out", "./predicted.csv", "--json"));
        var predicted = Csv.Read(shell.In("predicted.csv"));
        Assert.Equal(["hours", "note", "school", "age", "predicted"], predicted.Columns);
        Assert.Equal(["x, y", "", ""], predicted.Texts("note"));
        Assert.Equal(3, predicted.Numbers("predicted").Distinct().Count());
        Assert.Equal((2, 3), ((int)JsonNode.Parse(shell.Output)!["tasks"]!, (int)JsonNode.Parse(shell.Output)!["rows"]!));
    }

    [Fact]
    public void A_task_beside_others_gets_the_predictions_that_it_gets_alone()
    {
        using var shell = new Shell();
        Trained(shell);
        string[] support = Tables.Text(tasks: 7, rows: 5, seed: 11).Trim().Split('\n');

        // Tasks of unequal sizes: task s0 loses rows.
        support = [.. support.Where((line, i) => i is 0 or > 3)];
        File.WriteAllLines(shell.In("all.csv"), support);
        File.WriteAllLines(shell.In("s0.csv"), support.Where(l => l.StartsWith("s0,", StringComparison.Ordinal) || l.StartsWith("school", StringComparison.Ordinal)));
        File.WriteAllText(shell.In("input.csv"), "school,hours,age\ns0,1,1\ns0,0,2\n");
        double[][] predicted = [.. new[] { "all", "s0" }.Select(name =>
        {
            Assert.Equal(0, shell.Run("adapt", "./run", "--support", $"./{name}.csv", "--out", $"./{name}.safetensors", "--steps", "3", "--one-by-one"));
            Assert.Contains("one by one", shell.Output, StringComparison.Ordinal);
            Assert.Equal(0, shell.Run("predict", $"./{name}.safetensors", "--input", "./input.csv", "--out", $"./{name}-predicted.csv", "--one-by-one"));
            Assert.Contains("one by one", shell.Output, StringComparison.Ordinal);
            return Csv.Read(shell.In($"{name}-predicted.csv")).Numbers("predicted");
        })];

        // Float32: sums over padded rows are rounded in another order.
        Assert.Equal(predicted[1][0], predicted[0][0], 1e-5);
        Assert.Equal(predicted[1][1], predicted[0][1], 1e-5);
        Assert.Equal([.. Enumerable.Range(0, 7).Select(i => $"s{i}")], JsonNode.Parse(Safetensors.Read(shell.In("all.safetensors")).Metadata["tasks"])!.AsArray().Select(n => (string)n!));
    }

    [Fact]
    public void Steps_of_adaptation_bring_predictions_to_the_support_rows()
    {
        using var shell = new Shell();
        Trained(shell);
        File.WriteAllText(shell.In("support.csv"), "school,hours,age,score\na,0,0,5\na,1,0,5.5\na,-1,1,4.5\n");
        File.WriteAllText(shell.In("input.csv"), "school,hours,age\na,0,0\n");
        double[] predicted = [.. new[] { "0", "1", "20" }.Select(steps =>
        {
            Assert.Equal(0, shell.Run("adapt", "./run", "--support", "./support.csv", "--out", "./adapted.safetensors", "--steps", steps));
            Assert.Equal(0, shell.Run("predict", "./adapted.safetensors", "--input", "./input.csv", "--out", "./predicted.csv"));
            return Csv.Read(shell.In("predicted.csv")).Numbers("predicted")[0];
        })];
        Assert.True(Math.Abs(predicted[2] - 5) < Math.Abs(predicted[1] - 5) && Math.Abs(predicted[1] - 5) < Math.Abs(predicted[0] - 5), string.Join(' ', predicted));
    }

    [Fact]
    public void Rows_of_sine_waves_have_columns_x_and_y_and_a_task_where_there_are_several()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("train", "--set", "iterations=2", "--set", "rival=false", "--set", "validation.tasks=2", "--set", "evaluation.tasks=2", "--out", "./run"));
        File.WriteAllText(shell.In("one.csv"), "x,y\n1,2\n-1,0.5\n");
        File.WriteAllText(shell.In("two.csv"), "x,y,task\n1,2,a\n-1,0.5,b\n2,1,b\n");
        Assert.Equal(0, shell.Run("adapt", "./run", "--support", "./one.csv", "--out", "./one.safetensors"));
        Assert.Equal(0, shell.Run("adapt", "./run", "--support", "./two.csv", "--out", "./two.safetensors"));
        File.WriteAllText(shell.In("one-input.csv"), "x\n0\n");
        File.WriteAllText(shell.In("two-input.csv"), "task,x\nb,0\na,0\n");
        Assert.Equal(0, shell.Run("predict", "./one.safetensors", "--input", "./one-input.csv", "--out", "./one-predicted.csv"));
        Assert.Equal(0, shell.Run("predict", "./two.safetensors", "--input", "./two-input.csv", "--out", "./two-predicted.csv"));

        // What the library says, in the same numbers.
        var file = Safetensors.Read(shell.In("run/model.safetensors"));
        var maml = new Maml(new Mlp(1, 40, 40, 1) { Weight = Initializers.He }, Losses.SquaredError, Optimizers.Sgd(0.01), 1);
        var adapted = maml.Adapt(new(file.Tensors), new Batch(Tensor.Of(new float[,] { { 1 }, { -1 } }), Tensor.Of(new float[,] { { 2 }, { 0.5f } })), new Key(0));
        float expected = maml.Predict(adapted, Tensor.Of(new float[,] { { 0 } })).ToArray<float>()[0];
        Assert.Equal(expected, Csv.Read(shell.In("one-predicted.csv")).Numbers("predicted")[0], 1e-5);
        Assert.Equal("task,x,predicted", File.ReadLines(shell.In("two-predicted.csv")).First());
    }

    [Fact]
    public void Columns_and_tasks_that_do_not_fit_are_refused()
    {
        using var shell = new Shell();
        Trained(shell);
        void Support(string what, string text, params string[] parts)
        {
            File.WriteAllText(shell.In("bad.csv"), text);
            BadInputTests.Expect(shell, what, 1, ["adapt", "./run", "--support", "./bad.csv", "--out", "./adapted.safetensors"], [shell.In("bad.csv"), .. parts]);
        }

        File.WriteAllText(shell.In("support.csv"), "school,hours,age,score\na1,1,2,3\nb1,2,3,4\n");
        Assert.Equal(0, shell.Run("adapt", "./run", "--support", "./support.csv", "--out", "./adapted.safetensors"));
        Support("other columns", "school,minutes,years,score\na,1,2,3\n", "hours", "age", "Expected", "minutes");
        Support("no target", "school,hours,age\na,1,2\n", "score", "Expected");
        Support("no rows", "school,hours,age,score\n", "no row", "at least one row");
        Support("an empty file", "", "empty", "header");
        Support("a text", "school,hours,age,score\na,many,2,3\n", ":2, column 'hours': 'many'", "Expected one such as 12");
        Support("no name", "school,hours,age,score\n,1,2,3\n", ":2, column 'school'", "name of the task");

        void Input(string what, string text, params string[] parts)
        {
            File.WriteAllText(shell.In("bad.csv"), text);
            BadInputTests.Expect(shell, what, 1, ["predict", "./adapted.safetensors", "--input", "./bad.csv", "--out", "./predicted.csv"], [shell.In("bad.csv"), .. parts]);
        }

        File.WriteAllText(shell.In("predicted.csv"), "mine");
        Input("an unknown task", "school,hours,age\na1,1,2\nc1,1,2\n", ":3, column 'school'", "no adapted task 'c1'", "nearest is 'a1'", "a1, b1", "Adapt to support rows of it");
        Input("other columns", "school,minutes,age\na1,1,2\n", "hours", "Expected", "minutes");
        Input("no task column", "hours,age\n1,2\n", "no column 'school'", "Expected one with names of tasks", "a1, b1");
        Input("no rows", "school,hours,age\n", "no row", "at least one row");
        Input("predictions already", "school,hours,age,predicted\na1,1,2,3\n", "'predicted'", "Rename");

        File.WriteAllText(shell.In("support.csv"), "hours,age,score\n1,2,3\n");
        Assert.Equal(0, shell.Run("adapt", "./run", "--support", "./support.csv", "--out", "./adapted.safetensors"));
        Input("a task where none was named", "school,hours,age\na1,1,2\n", "'school'", "without a name", "Leave the column out");
    }

    [Fact]
    public void Files_that_are_something_else_or_damaged_or_cannot_be_written_are_refused()
    {
        using var shell = new Shell();
        Trained(shell);
        File.WriteAllText(shell.In("support.csv"), "school,hours,age,score\na,1,2,3\n");
        File.WriteAllText(shell.In("input.csv"), "school,hours,age\na,1,2\n");
        string[] support = ["--support", "./support.csv"], input = ["--input", "./input.csv"];
        Assert.Equal(0, shell.Run(["adapt", "./run", .. support, "--out", "./adapted.safetensors"]));

        BadInputTests.Expect(shell, "adapted tasks for a run", 1, ["adapt", "./adapted.safetensors", .. support, "--out", "./x"], shell.In("adapted.safetensors"), "Expected the folder of a run", "metamorph predict");
        BadInputTests.Expect(shell, "adapted tasks to evaluate", 1, ["evaluate", "./adapted.safetensors"], shell.In("adapted.safetensors"), "Expected the folder of a run");
        BadInputTests.Expect(shell, "a run for adapted tasks", 1, ["predict", "./run", .. input, "--out", "./x"], shell.In("run"), "Expected a file of adapted tasks", "metamorph adapt");
        BadInputTests.Expect(shell, "a model for adapted tasks", 1, ["predict", "./run/model.safetensors", .. input, "--out", "./x"], "model.safetensors", "Expected a file that 'metamorph adapt --out'");
        BadInputTests.Expect(shell, "no file", 1, ["predict", "./none", .. input, "--out", "./x"], shell.In("none"), "metamorph adapt --out");
        BadInputTests.Expect(shell, "no folder", 1, ["adapt", "./none", .. support, "--out", "./x"], shell.In("none"), "metamorph train --out");

        foreach (string[] command in new string[][] { ["adapt", "./run", .. support], ["predict", "./adapted.safetensors", .. input] })
        {
            BadInputTests.Expect(shell, "no such folder", 1, [.. command, "--out", "./none/x"], shell.In("none"), "Expected a folder that exists");
            BadInputTests.Expect(shell, "a folder", 1, [.. command, "--out", "./run"], shell.In("run"), "Expected the name of a file");
            BadInputTests.Expect(shell, "its own input", 2, [.. command, "--out", command[^1]], command[^1], "Expected another");
        }

        BadInputTests.Expect(shell, "negative steps", 2, ["adapt", "./run", .. support, "--out", "./x", "--steps", "-1"], "--steps -1", "from 0 on");
        BadInputTests.Expect(shell, "no --out", 2, ["adapt", "./run", .. support], "--out", "--help");

        byte[] whole = File.ReadAllBytes(shell.In("adapted.safetensors"));
        File.WriteAllBytes(shell.In("damaged"), whole[..^9]);
        BadInputTests.Expect(shell, "cut off", 1, ["predict", "./damaged", .. input, "--out", "./x"], shell.In("damaged"), "byte", "Expected");
        var file = Safetensors.Read(shell.In("adapted.safetensors"));
        void Changed(string key, string text, params string[] parts)
        {
            new Safetensors(file.Tensors, new Dictionary<string, string>(file.Metadata) { [key] = text }).Write(shell.In("damaged"));
            BadInputTests.Expect(shell, key, 1, ["predict", "./damaged", .. input, "--out", "./x"], [shell.In("damaged"), .. parts]);
        }

        Changed("tasks", "[", "'tasks' is no JSON", "Adapt again");
        Changed("tasks", "[\"a\",\"b\"]", "2 names of tasks", "Expected every tensor to have a task for each name");
        Changed("configuration", "{\"sead\":1}", "sead");
    }

    [Fact]
    public void Categories_in_and_out_and_one_that_no_training_task_has()
    {
        using var shell = new Shell();
        string[] lines = Tables.Text().Trim().Split('\n');
        File.WriteAllLines(shell.In("schools.csv"), lines.Select((l, i) => i == 0 ? l + ",kind,passed" : $"{l},{(i % 3 == 0 ? "old" : "new")},{(l[^2] % 2 == 0 ? "yes" : "no")}"));
        Assert.True(shell.Run("train", "--data", "./schools.csv", "--task", "school", "--target", "passed", "--categorical", "auto", "--set", "iterations=3", "--set", "rival=false", "--set", "validation.tasks=1", "--set", "evaluation.tasks=1", "--out", "./run") == 0, shell.Error);
        File.WriteAllText(shell.In("support.csv"), "school,hours,age,score,kind,passed\na,1,2,3,old,yes\na,1,2,3,new,no\n");
        Assert.True(shell.Run("adapt", "./run", "--support", "./support.csv", "--out", "./adapted.safetensors") == 0, shell.Error);
        File.WriteAllText(shell.In("input.csv"), "school,hours,age,score,kind\na,1,2,3,new\n");
        Assert.True(shell.Run("predict", "./adapted.safetensors", "--input", "./input.csv", "--out", "./predicted.csv") == 0, shell.Error);
        Assert.Contains(Csv.Read(shell.In("predicted.csv")).Texts("predicted")[0], new[] { "yes", "no" });
        File.WriteAllText(shell.In("input.csv"), "school,hours,age,score,kind\na,1,2,3,new\na,1,2,3,modern\n");
        BadInputTests.Expect(shell, "unknown category", 1, ["predict", "./adapted.safetensors", "--input", "./input.csv", "--out", "./predicted.csv"], shell.In("input.csv") + ":3, column 'kind'", "'modern'", "Expected one of: new, old");
        Assert.True(shell.Run("compare", "./run", "--json") == 0, shell.Error);
        Assert.Equal(("error rate", "none"), ((string?)JsonNode.Parse(shell.Output)![0]!["metric"], (string?)JsonNode.Parse(shell.Output)![0]!["batchNorm"]));
        Assert.True(shell.Run("gradcheck", "./run") == 0, shell.Output);
    }

    [Fact]
    public void A_folder_has_one_file_per_task()
    {
        using var shell = new Shell();
        Trained(shell);
        Directory.CreateDirectory(shell.In("support"));
        Directory.CreateDirectory(shell.In("input"));
        foreach (string name in new[] { "a", "b" })
        {
            File.WriteAllText(shell.In($"support/{name}.csv"), $"hours,age,score\n1,2,{name.Length + name[0]}\n");
            File.WriteAllText(shell.In($"input/{name}.csv"), "hours,age\n1,2\n");
        }

        Assert.True(shell.Run("adapt", "./run", "--support", "./support", "--out", "./adapted.safetensors") == 0, shell.Error);
        Assert.True(shell.Run("predict", "./adapted.safetensors", "--input", "./input", "--out", "./predicted.csv") == 0, shell.Error);
        Assert.Equal(2, Csv.Read(shell.In("predicted.csv")).Numbers("predicted").Distinct().Count());
        File.Copy(shell.In("input/a.csv"), shell.In("input/c.csv"));
        BadInputTests.Expect(shell, "unknown file", 1, ["predict", "./adapted.safetensors", "--input", "./input", "--out", "./predicted.csv"], "c.csv", "no adapted task 'c'", "nearest is 'a'");
    }

    [Fact]
    public void Rows_that_are_drawn_at_each_step_are_not_held_against_tasks_alone()
    {
        using var shell = new Shell();
        Trained(shell, "--set", "inner.batchRows=2");
        File.WriteAllText(shell.In("support.csv"), "school,hours,age,score\na,1,2,3\n");
        BadInputTests.Expect(shell, "batchRows", 2, ["adapt", "./run", "--support", "./support.csv", "--out", "./x", "--one-by-one"], "inner.batchRows=2", "Expected a run that sees all support rows");
    }

    [Fact]
    public void Adaptation_that_leads_to_numbers_that_are_not_finite_names_the_task_and_writes_nothing()
    {
        using var shell = new Shell();
        Trained(shell);
        File.WriteAllText(shell.In("support.csv"), string.Create(CultureInfo.InvariantCulture, $"school,hours,age,score\na,1,2,3\nfar,{1e18},2,3\n"));
        BadInputTests.Expect(shell, "not finite", 1, ["adapt", "./run", "--support", "./support.csv", "--out", "./x", "--steps", "9"], "task 'far'", "Expected finite ones", "Fewer --steps");
    }

    /// <summary>A run on a table of schools, in ./run.</summary>
    internal static void Trained(Shell shell, params string[] settings)
    {
        Tables.Write(shell.In("schools.csv"));
        Assert.Equal(0, shell.Run(["train", "--data", "./schools.csv", "--task", "school", "--target", "score", "--set", "iterations=5", "--set", "rival=false", "--set", "validation.tasks=1", "--set", "evaluation.tasks=1", .. settings, "--out", "./run"]));
    }
}
