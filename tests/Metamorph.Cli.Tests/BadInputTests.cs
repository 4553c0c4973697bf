using Metamorph.Tensors.Formats;

namespace Metamorph.Cli.Tests;

/// <summary>Bad input gets an error that names it, says what was expected and how to mend it; and no file that was there before is touched.</summary>
public sealed class BadInputTests
{
    private static readonly string[] OnTable = ["--task", "school", "--target", "score", "--set", "iterations=5", "--out", "./run"];

    [Theory]
    [InlineData("a key", 2, "--set", "inner.rat=0.1", "no key 'inner.rat'", "nearest is 'inner.rate'")]
    [InlineData("a number", 2, "--set", "inner.rate=fast", "'fast'", "Expected a number")]
    [InlineData("a whole number", 2, "--set", "metaBatch=2.5", "'metaBatch'", "whole number")]
    [InlineData("no value", 2, "--set", "inner.rate", "--set inner.rate", "key=value")]
    [InlineData("a list", 2, "--set", "evaluation.steps=1,two", "'two'", "1,5,10")]
    [InlineData("a learner", 2, "--set", "learner=mamml", "'mamml'", "nearest is 'maml'")]
    [InlineData("a rule", 2, "--set", "outer.rule=adamm", "'adamm'", "nearest is 'adam'")]
    [InlineData("iterations", 2, "--set", "iterations=0", "iterations is 0", "at least 1")]
    [InlineData("an activation", 2, "--set", "network.activation=rely", "'rely'", "nearest is 'relu'")]
    [InlineData("steps", 2, "--set", "evaluation.steps=5,1", "[5, 1]", "ascending")]
    [InlineData("tasks to fit on", 2, "--set", "tasks.fit=0", "tasks.fit is 0", "at least 1")]
    public void A_configuration_that_cannot_be(string what, int code, string option, string setting, string offending, string expected)
    {
        using var shell = new Shell();
        Expect(shell, what, code, ["train", option, setting, "--out", "./run"], offending, expected);
    }

    [Fact]
    public void A_preset_or_option_that_there_is_not()
    {
        using var shell = new Shell();
        Expect(shell, "preset", 2, ["train", "sinusid"], "'sinusid'", "nearest is 'sinusoid'");
        Expect(shell, "option", 2, ["train", "--sett", "a=b"], "a=b", "--help");
        Expect(shell, "command", 2, ["trian"], "trian", "--help");
        Expect(shell, "no task", 2, ["train", "--data", "./x.csv", "--target", "y"], "./x.csv", "--task COLUMN");
        Expect(shell, "no target", 2, ["train", "--data", "./x.csv", "--task", "y"], "./x.csv", "--target COLUMN");
        Expect(shell, "no data", 2, ["train", "--task", "school", "--target", "y"], "--task and --target are about a table", "--data FILE");
        Expect(shell, "an option without data", 2, ["train", "--drop-small-tasks"], "--drop-small-tasks is about a table", "--data FILE");
        Expect(shell, "a setting without data", 2, ["train", "--set", "data.order=week"], "--set data.order=week", "no 'data'", "--data FILE");
        Expect(shell, "table without data", 2, ["train", "table"], "'table'", "--data FILE");
    }

    [Fact]
    public void A_learner_that_cannot_be_made()
    {
        using var shell = new Shell();
        Expect(shell, "context", 2, ["train", "--set", "learner=cavia", "--set", "inner.context=0", "--out", "./run"], "inner.context is 0", "at least 1");
        Expect(shell, "strength", 2, ["train", "--set", "learner=imaml", "--set", "inner.strength=-1", "--out", "./run"], "inner.strength is -1", "above 0");
        Expect(shell, "penalty", 2, ["train", "--set", "learner=ridge-head", "--set", "inner.strength=0", "--out", "./run"], "inner.strength is 0", "above 0");
        Tables.Write(shell.In("schools.csv"));
        Expect(shell, "oracle", 2, ["train", "--data", "./schools.csv", .. OnTable, "--set", "learner=oracle"], "'oracle'", "Expected sine waves (no --data), or another learner");
        File.WriteAllText(shell.In("grades.csv"), "school,hours,grade\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"s{i / 10},{i % 7},{(i % 2 == 0 ? "low" : "high")}\n")));
        foreach (string learner in new[] { "ridge-head", "support-mean" })
            Expect(shell, learner, 2, ["train", "--data", "./grades.csv", "--task", "school", "--target", "grade", "--categorical", "grade", "--set", $"learner={learner}", "--out", "./run"], $"'{learner}'", "the target is categorical", "Expected a numeric target");
    }

    [Theory]
    [InlineData("a field", "{ \"inner\": { \"rat\": 1 } }", 1, "'rat'")]
    [InlineData("no JSON", "{ \"seed\": ", 1, "Expected JSON such as")]
    [InlineData("an array", "[1]", 1, "it is no object")]
    [InlineData("a kind", "{ \"seed\": \"one\" }", 1, "$.seed")]
    [InlineData("a preset", "{ \"preset\": \"sinusid\" }", 2, "nearest is 'sinusoid'")]
    public void A_configuration_file_that_cannot_be(string what, string content, int code, string offending)
    {
        using var shell = new Shell();
        File.WriteAllText(shell.In("run.json"), content);
        Expect(shell, what, code, ["train", "./run.json", "--out", "./run"], offending, code == 1 ? shell.In("run.json") : "there are");
        Expect(shell, "no file", 1, ["train", "./none.json", "--out", "./run"], shell.In("none.json"), "the path of a configuration in JSON, or the name of a preset");
    }

    [Theory]
    [InlineData("an empty file", "", "empty", "header")]
    [InlineData("no rows", "school,hours,score\n", "no row", "at least one row")]
    [InlineData("a missing column", "school,hours,mark\na,1,2\n", "'score'", "Expected one of those that there are: school, hours, mark")]
    [InlineData("a constant target", "school,hours,score\na,1,2\nb,2,2\nc,3,2\n", "the target 'score' is '2' in all 1 rows of the training task", "Name another column")]
    [InlineData("duplicate columns", "school,hours,hours,score\na,1,2,3\n", "'hours'", "Rename the columns")]
    [InlineData("too few cells", "school,hours,score\na,1,2\nb,3\n", "schools.csv:3", "Expected 3, one for each of school, hours, score")]
    public void A_table_that_cannot_be_read(string what, string content, string offending, string expected)
    {
        using var shell = new Shell();
        File.WriteAllText(shell.In("schools.csv"), content);
        Expect(shell, what, 1, ["train", "--data", "./schools.csv", .. OnTable], shell.In("schools.csv"), offending, expected);
    }

    [Theory]
    [InlineData("a text where a number is due", "s3,many,1,1", "column 'hours': 'many' is not a number", "--categorical 'hours' (data.categorical)")]
    [InlineData("an empty cell", "s3,,1,1", "column 'hours': the cell is empty", "Fill the cell, leave the row or the column out, or train with --missing mean, indicator or drop")]
    [InlineData("not a number", "s3,NaN,1,1", "column 'hours': 'NaN'", "Mend the cell")]
    [InlineData("an empty target", "s3,1,1,", "column 'score': the cell is empty", "a target is never filled in")]
    public void A_cell_that_cannot_be_read(string what, string row, string offending, string expected)
    {
        using var shell = new Shell();
        File.WriteAllText(shell.In("schools.csv"), Tables.Text() + row + "\n");
        Expect(shell, what, 1, ["train", "--data", "./schools.csv", .. OnTable], $"./schools.csv:242, {offending}", expected);
    }

    [Fact]
    public void A_task_with_fewer_rows_than_needed()
    {
        using var shell = new Shell();
        File.WriteAllText(shell.In("schools.csv"), Tables.Text() + "tiny,1,2,3\ntiny,1,2,3\n");
        Expect(shell, "few rows", 1, ["train", "--data", "./schools.csv", .. OnTable], "'tiny' has 2 rows", "at least 6 (support 5 + query 1)", "fewer support rows", "--drop-small-tasks");
    }

    [Theory]
    [InlineData("missing", 2, new[] { "--missing", "means" }, "data.missing is 'means'", "nearest is 'mean'; there are: error, mean, indicator, drop")]
    [InlineData("unknown", 2, new[] { "--unknown", "zero" }, "data.unknown is 'zero'", "nearest is 'zeros'; there are: error, zeros")]
    [InlineData("categorical", 1, new[] { "--categorical", "hour" }, "'hour' was said to be categorical", "nearest is 'hours'")]
    [InlineData("order", 1, new[] { "--support-order", "week" }, "no column 'week'", "Expected one of those that there are")]
    [InlineData("an order of names", 1, new[] { "--support-order", "school", "--features", "hours" }, "column 'school': 's0' is not a number", "order by another column")]
    [InlineData("split", 1, new[] { "--split-column", "hours" }, "is no part of the split", "Expected train, validation or test")]
    [InlineData("feature", 1, new[] { "--features", "hours", "ages" }, "no column 'ages'", "nearest is 'age'")]
    [InlineData("task", 1, new[] { "--set", "data.task=" }, "every file is a task, and there is 1 task (schools)", "Expected at least 3")]
    [InlineData("a list", 2, new[] { "--set", "data.features=[hours]" }, "data.features=[hours]", "Expected a list as hours,age or as JSON")]
    [InlineData("a truth", 2, new[] { "--set", "data.dropSmall=yes" }, "'yes'", "Expected true or false")]
    public void A_table_that_is_asked_for_as_it_cannot_be(string what, int code, string[] options, string offending, string expected)
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"));
        Expect(shell, what, code, ["train", "--data", "./schools.csv", .. OnTable, .. options], offending, expected);
    }

    [Fact]
    public void A_folder_whose_files_differ()
    {
        using var shell = new Shell();
        Directory.CreateDirectory(shell.In("schools"));
        Expect(shell, "no file", 1, ["train", "--data", "./schools", "--target", "score", "--out", "./run"], "./schools: there is no table in the folder", "Expected one file per task");
        File.WriteAllText(shell.In("schools/a.csv"), "hours,score\n1,2\n");
        File.WriteAllText(shell.In("schools/b.csv"), "hours,mark\n1,2\n");
        Expect(shell, "columns", 1, ["train", "--data", "./schools", "--target", "score", "--out", "./run"], "./schools/b.csv: unlike ./schools/a.csv, the file lacks score and has mark besides", "Expected the same columns");
    }

    [Fact]
    public void A_category_or_a_class_that_no_training_task_has()
    {
        using var shell = new Shell();
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"s{i / 6},{(i % 2 == 0 ? "red" : "blue")},{i},{(i % 3 == 0 ? "yes" : "no")},{(i < 18 ? "train" : i < 24 ? "validation" : "test")}\n"));
        string[] train = ["train", "--data", "./x.csv", "--task", "t", "--target", "y", "--categorical", "auto", "--split-column", "part", "--set", "iterations=2", "--set", "rival=false", "--set", "evaluation.tasks=1", "--out", "./run"];
        File.WriteAllText(shell.In("x.csv"), "t,colour,x,y,part\n" + rows.Replace("s4,red,28", "s4,green,28", StringComparison.Ordinal));
        Expect(shell, "category", 1, train, "./x.csv:30, column 'colour': 'green'", "Expected one of: blue, red", "--unknown zeros");
        File.WriteAllText(shell.In("x.csv"), "t,colour,x,y,part\n" + rows.Replace("27,yes", "27,perhaps", StringComparison.Ordinal));
        Expect(shell, "class", 1, train, "./x.csv:29, column 'y': 'perhaps'", "Expected one of: no, yes");
        File.WriteAllText(shell.In("x.csv"), "t,colour,x,y,part\n" + rows);
        Assert.Equal(0, shell.Run(train));
        File.WriteAllText(shell.In("new.csv"), "t,colour,x,y\n" + string.Concat(Enumerable.Repeat("a,green,1,no\n", 6)));
        Expect(shell, "evaluation", 1, ["evaluate", "./run", "--data", "./new.csv", "--split", "all"], "./new.csv:2, column 'colour': 'green'", "Expected one of: blue, red");

        // The new file needs no column that tasks were split by, nor three tasks.
        File.WriteAllText(shell.In("new.csv"), "t,colour,x,y\n" + string.Concat(Enumerable.Repeat("a,red,1,no\n", 6)));
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./new.csv", "--split", "all"));
        Expect(shell, "split", 1, ["evaluate", "./run", "--data", "./new.csv"], "./new.csv: there is no column 'part'", "Expected one of those that there are: t, colour, x, y");
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_table()
    {
        using var shell = new Shell();
        Expect(shell, "no file", 1, ["train", "--data", "./none.csv", .. OnTable], "none.csv", "no such file", "Expected the path");
        File.WriteAllBytes(shell.In("damaged.csv.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
        Expect(shell, "damaged gzip", 1, ["train", "--data", "./damaged.csv.gz", .. OnTable], "damaged.csv.gz", "gzip");
    }

    [Fact]
    public void A_folder_that_holds_a_run_or_cannot_be_made()
    {
        using var shell = new Shell();
        Directory.CreateDirectory(shell.In("run"));
        File.WriteAllText(shell.In("run/config.json"), "{}");
        File.WriteAllText(shell.In("file"), "mine");
        Expect(shell, "a run already", 1, ["train", "--out", "./run"], shell.In("run"), "holds a run already", "--out");
        Expect(shell, "a file in the way", 1, ["train", "--out", "./file/run"], shell.In("file/run"), "cannot be made", "--out");
        Expect(shell, "a file as the folder", 1, ["train", "--out", "./file"], shell.In("file"), "cannot be made", "--out");
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_training_and_keeps_the_last_good_model()
    {
        using var shell = new Shell();
        Assert.Equal(1, shell.Run("train", "--set", "outer.rate=1e30", "--out", "./run"));
        Assert.Contains("iteration 2: the loss of tasks 0, 1, 2, 3, 4 and 20 others is not finite", shell.Error, StringComparison.Ordinal);
        Assert.Contains("The first primitive with a result that is not finite is MatMul of [25; 10, 40] and [25; 40, 40], task 0", shell.Error, StringComparison.Ordinal);
        Assert.Contains("The model after iteration 1 is kept", shell.Error, StringComparison.Ordinal);
        Assert.Contains("smaller inner or outer rate", shell.Error, StringComparison.Ordinal);
        Assert.Equal("1", Safetensors.Read(shell.In("run/model.safetensors")).Metadata["iteration"]);
        Assert.False(File.Exists(shell.In("run/summary.json")));
    }

    [Fact]
    public void A_run_that_is_damaged_or_of_another_configuration()
    {
        using var shell = new Shell();
        shell.Run("train", "--set", "iterations=2", "--set", "rival=false", "--set", "validation.tasks=2", "--set", "evaluation.tasks=2", "--out", "./run");
        Expect(shell, "no run", 1, ["evaluate", "./nowhere"], shell.In("nowhere"), "no config.json", "metamorph train --out");
        Expect(shell, "split", 1, ["evaluate", "./run", "--split", "tests"], "'tests'", "train, validation, test or all");
        Expect(shell, "all sine waves", 2, ["evaluate", "./run", "--split", "all"], "--split all", "train, validation or test");
        Expect(shell, "data", 2, ["evaluate", "./run", "--data", "./x.csv"], "./x.csv", "a run on a table");

        byte[] model = File.ReadAllBytes(shell.In("run/model.safetensors"));
        File.WriteAllBytes(shell.In("run/model.safetensors"), model[..^7]);
        Expect(shell, "truncated model", 1, ["evaluate", "./run"], shell.In("run/model.safetensors"), "byte", "Expected");
        File.WriteAllBytes(shell.In("run/model.safetensors"), model);

        string config = File.ReadAllText(shell.In("run/config.json"));
        File.WriteAllText(shell.In("run/config.json"), config.Replace("40", "41", StringComparison.Ordinal));
        Expect(shell, "another network", 1, ["evaluate", "./run"], "network.hidden is [41,41] and was [40,40]", "Expected both from one run");
        File.WriteAllText(shell.In("run/config.json"), config[..100]);
        Expect(shell, "truncated configuration", 1, ["evaluate", "./run"], shell.In("run/config.json"), "damaged", "Expected JSON");
        File.WriteAllText(shell.In("run/config.json"), config);
        var trained = Safetensors.Read(shell.In("run/model.safetensors"));
        new Safetensors(new Mlp(1, 41, 1).Init(new Key(1)).Select(p => ($"start/{p.Name}", p.Value)), trained.Metadata).Write(shell.In("run/model.safetensors"));
        Expect(shell, "other tensors", 1, ["evaluate", "./run"], "start/0/weight [1, 40]", "found start/0/weight [1, 41]", "Expected both from one run");
        new Safetensors(trained.Tensors).Write(shell.In("run/model.safetensors"));
        Expect(shell, "no configuration", 1, ["evaluate", "./run"], "does not say which configuration", "Expected a model.safetensors that 'metamorph train' has written");
        trained.Write(shell.In("run/model.safetensors"));
        File.WriteAllText(shell.In("run/config.json"), config.Replace("\"seed\"", "\"sead\"", StringComparison.Ordinal));
        Expect(shell, "unknown field", 1, ["evaluate", "./run"], shell.In("run/config.json"), "sead");
    }

    [Fact]
    public void A_table_with_other_columns_than_the_model_knows()
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"));
        Assert.Equal(0, shell.Run("train", "--data", "./schools.csv", "--task", "school", "--target", "score", "--set", "iterations=2", "--set", "rival=false", "--set", "evaluation.tasks=1", "--out", "./run"));
        File.WriteAllText(shell.In("other.csv"), Tables.Text().Replace("hours", "minutes", StringComparison.Ordinal));
        Expect(shell, "other columns", 1, ["evaluate", "./run", "--data", "./other.csv"], "./other.csv: the file lacks hours and has minutes besides", "Expected the columns that the model was trained on: hours, age, score");
    }

    [Fact]
    public void A_model_without_a_whole_encoding()
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"));
        Assert.Equal(0, shell.Run("train", "--data", "./schools.csv", "--task", "school", "--target", "score", "--set", "iterations=2", "--set", "rival=false", "--set", "evaluation.tasks=1", "--out", "./run"));
        var model = Safetensors.Read(shell.In("run/model.safetensors"));
        new Safetensors(model.Tensors, model.Metadata.Where(m => m.Key != "encoding").ToDictionary()).Write(shell.In("run/model.safetensors"));
        Expect(shell, "no text", 1, ["evaluate", "./run"], "has no 'encoding' among its texts (", "Expected a model that was trained on a table");
        new Safetensors(model.Tensors.Where(t => t.Name != "encoding/feature/fill"), model.Metadata).Write(shell.In("run/model.safetensors"));
        Expect(shell, "no tensor", 1, ["evaluate", "./run"], "encoding of tables is damaged", "'feature/fill'", "as 'metamorph train' writes it");
    }

    /// <summary>The exit code, all parts of the message on standard error and nothing on standard output, and every file as it was.</summary>
    internal static void Expect(Shell shell, string what, int code, string[] arguments, params string[] parts)
    {
        var before = shell.Files();
        Assert.True(code == shell.Run(arguments), $"{what}: {shell.Error}");
        foreach (string part in parts) Assert.True(shell.Error.Contains(part.Replace("./", shell.Folder + "/", StringComparison.Ordinal), StringComparison.Ordinal), $"{what}: '{part}' is not in '{shell.Error}'");
        Assert.Equal("", shell.Output);
        Assert.Equal(before, shell.Files());
    }
}
