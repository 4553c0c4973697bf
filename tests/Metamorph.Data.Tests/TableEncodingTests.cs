namespace Metamorph.Data.Tests;

/// <summary>How rows of tables become tensors, and predictions become cells.</summary>
public sealed class TableEncodingTests
{
    private const string Header = "t,x,colour,y\n";

    private static readonly TableTasks Numbers = Samples.Tasks("t,x,one,y\nA,1,0.1,10\nA,2,0.1,20\nB,3,0.1,40\nB,7,0.1,50\nB,9,0.1,60\nC,100,7,0\n");
    private static readonly IReadOnlyList<TableTask> Train = [.. Numbers.All.Take(2)];

    // x of the training tasks A and B: 1, 3, 5, 7, mean 4, deviation sqrt 5. C is no training task.
    private static readonly TableTasks Colours = Samples.Tasks(Header + "A,1,red,1\nA,3,blue,2\nB,5,red,3\nB,7,red,4\nC,4,green,5\n");
    private static readonly EncodingChoices Categorical = new() { Categorical = ["colour"] };

    [Fact]
    public void Rows_of_the_training_tasks_get_mean_0_and_deviation_1()
    {
        var fitted = TableEncoding.Fit(Train);
        var rows = Train.Select(fitted.Encode).ToArray();
        foreach (var column in new[] { rows.SelectMany(r => r.X.Slice(1, 0, 1).ToDoubles()), rows.SelectMany(r => r.Y.ToDoubles()) })
        {
            double[] values = [.. column];

            // 1e-6: the numbers are rounded to Float32.
            Assert.Equal(0, values.Average(), 1e-6);
            Assert.Equal(1, values.Average(v => v * v), 1e-6);
        }
    }

    [Fact]
    public void A_constant_feature_has_deviation_1_and_becomes_0()
    {
        var fitted = TableEncoding.Fit(Train);
        Assert.Equal(1, fitted.Tensors["feature/deviation"].ToArray<double>()[1]);
        Assert.All(Train.SelectMany(t => fitted.Encode(t).X.Slice(1, 1, 1).ToDoubles()), v => Assert.Equal(0, v));

        // On another task it may be something else.
        Assert.Equal(6.9, fitted.Encode(Numbers.All[2]).X.ToDoubles()[1], 1e-6);
    }

    [Fact]
    public void It_is_that_of_the_training_tasks_whatever_the_others()
    {
        var (mean, deviation) = (22 / 5.0, Math.Sqrt((144 - 22 * 22 / 5.0) / 5));
        var fitted = TableEncoding.Fit(Train);
        Assert.Equal(mean, fitted.Tensors["feature/mean"].ToArray<double>()[0], 1e-14);
        Assert.Equal(deviation, fitted.Tensors["feature/deviation"].ToArray<double>()[0], 1e-14);
        Assert.Equal((100 - mean) / deviation, fitted.Encode(Numbers.All[2]).X.ToDoubles()[0], 1e-5);
    }

    [Fact]
    public void Numeric_targets_can_be_restored_and_written()
    {
        var fitted = TableEncoding.Fit(Train);
        var restored = fitted.Restore(fitted.Encode(Train[1]).Y);
        Assert.Equal(DType.Float32, restored.DType);
        Assert.All(restored.ToDoubles().Zip([40.0, 50, 60]), p => Assert.Equal(p.Second, p.First, 1e-5));
        Assert.Equal(Math.Sqrt(344), fitted.TargetDeviation, 1e-12);
        Assert.Equal(["36", "36"], fitted.Decode(Tensor.Zeros([2, 1])));
        Assert.Null(fitted.Classes);
        Assert.Equal((2, 1), (fitted.Inputs, fitted.Outputs));
    }

    [Fact]
    public void Tasks_side_by_side_are_padded_with_weight_0()
    {
        var rows = TableEncoding.Fit(Train).Encode(Train);
        Assert.Equal("[2; 4, 2]", rows.X.Form);
        Assert.Equal("[2; 4, 1]", rows.Y.Form);
        Assert.Equal([1, 1, 0, 0, 1, 1, 1, 0], rows.Weight!.ToDoubles());
    }

    [Fact]
    public void Categories_are_those_of_the_training_tasks_one_input_each()
    {
        var fitted = TableEncoding.Fit([.. Colours.All.Take(2)], Categorical);
        Assert.Equal(3, fitted.Inputs);
        double low = -3 / Math.Sqrt(5), middle = -1 / Math.Sqrt(5);
        Nearly([low, 0, 1, middle, 1, 0], fitted.EncodeFeatures(Colours.All[0]));
        Refusal.Of<TableException>(() => fitted.Encode(Colours.All[2]), "pupils.csv:6, column 'colour': 'green' is a category that no training task has", "Expected one of: blue, red", "--unknown zeros (data.unknown)");
        Nearly([0, 0, 0], TableEncoding.Fit([.. Colours.All.Take(2)], Categorical with { Unknown = UnknownCategory.Zeros }).EncodeFeatures(Colours.All[2]));
    }

    [Fact]
    public void Auto_takes_columns_with_texts_for_categories_and_leaves_numbers_numbers()
    {
        var fitted = TableEncoding.Fit([.. Colours.All.Take(2)], new() { Categorical = ["auto"] });
        Assert.Equal(["colour"], fitted.Choices.Categorical);
        Assert.Equal(["x", "colour"], fitted.Features);
        Assert.Equal(["x", "colour"], TableEncoding.Fit([.. Colours.All.Take(2)], new() { Categorical = ["auto", "x"] }).Choices.Categorical);

        // A text that only other tasks have is no reason: it is an error where it is met.
        var tasks = Samples.Tasks(Header + "A,1,2,1\nA,3,4,2\nB,5,red,3\n");
        var numeric = TableEncoding.Fit([tasks.All[0]], new() { Categorical = ["auto"] });
        Refusal.Of<TableException>(() => numeric.Encode(tasks.All[1]), "pupils.csv:4, column 'colour': 'red' is not a number");
    }

    [Fact]
    public void A_text_where_a_number_is_due_says_how_to_declare_the_column_categorical() =>
        Refusal.Of<TableException>(() => TableEncoding.Fit(Colours.All), "pupils.csv:2, column 'colour': 'red' is not a number", "Mend the cell", "--categorical 'colour' (data.categorical), or auto");

    [Fact]
    public void A_categorical_target_becomes_labels_and_logits_become_names()
    {
        var tasks = Samples.Tasks("t,x,y\nA,1,no\nA,2,yes\nA,3,no\nB,4,maybe\nB,5,\n");
        var fitted = TableEncoding.Fit([tasks.All[0]], new() { Categorical = ["y"] });
        Assert.Equal(["no", "yes"], fitted.Classes);
        Assert.Equal(2, fitted.Outputs);
        var labels = fitted.Encode(tasks.All[0]).Y;
        Assert.Equal("[3]", labels.Form);
        Assert.Equal([0, 1, 0], labels.ToArray<int>());
        Assert.Equal(["yes", "no"], fitted.Decode(Tensor.Of(new[,] { { -1f, 2 }, { 3, 2 } })));
        Assert.Equal(["yes", "no"], fitted.Decode(Tensor.Of([-1f, 2, 3, 2], [1, 2], 2)));
        Refusal.Of<TableException>(() => fitted.Encode(tasks.All[1]), "pupils.csv:5, column 'y': 'maybe' is a class that no training task has", "Expected one of: no, yes", "split the tasks");
        Refusal.Of<TableException>(() => TableEncoding.Fit(tasks.All, new() { Categorical = ["y"] }).Encode(tasks.All[1]), "pupils.csv:6, column 'y': the cell is empty. Expected a class", "never filled in");
        Refusal.Of<InvalidOperationException>(() => fitted.Restore(Tensor.Zeros([1, 2])), "'y' is a class", "Decode");
    }

    [Fact]
    public void A_target_that_is_constant_is_refused()
    {
        Refusal.Of<TableException>(() => TableEncoding.Fit(Samples.Tasks("t,x,y\nA,1,0.1\nA,2,0.1\nB,3,0.1\n").All), "pupils.csv: the target 'y' is '0.1' in all 3 rows of the 2 training tasks", "differs from row to row", "Name another column");
        Refusal.Of<TableException>(() => TableEncoding.Fit(Samples.Tasks("t,x,y\nA,1,no\nA,2,no\n").All, new() { Categorical = ["y"] }), "the target 'y' is 'no' in all 2 rows of the training task.");
    }

    [Fact]
    public void An_empty_cell_is_an_error_or_filled_or_filled_and_marked()
    {
        // The training tasks' x without the empty one: 1, 3, mean 2, deviation 1. Colours: two thirds red.
        var tasks = Samples.Tasks(Header + "A,1,red,1\nA,3,blue,2\nB,,red,3\nB,2,,4\n");
        Refused(MissingValues.Error, "pupils.csv:4, column 'x': the cell is empty. Expected a number", "--missing mean, indicator or drop (data.missing)");
        Nearly([0, 0, 1, 0, 1 / 3.0, 2 / 3.0], Fit(MissingValues.Mean).EncodeFeatures(tasks.All[1]));

        // After the value of each column that has an empty cell, whether it was empty.
        Assert.Equal(5, Fit(MissingValues.Indicator).Inputs);
        Nearly([0, 1, 0, 1, 0, 0, 0, 1 / 3.0, 2 / 3.0, 1], Fit(MissingValues.Indicator).EncodeFeatures(tasks.All[1]));
        Nearly([-Math.Sqrt(1.5), 0, 0, 1, 0], Fit(MissingValues.Indicator).EncodeFeatures(tasks.All[0]), first: 5);

        // Rows were left out before; a cell that is empty now is of a row that is to be predicted.
        Refused(MissingValues.Drop, "pupils.csv:4, column 'x': the cell is empty", "leave the row out: the model was trained on whole rows alone");
        Refusal.Of<TableException>(() => TableEncoding.Fit([tasks.All[1]], Categorical), "column 'x': the cell is empty");
        Refusal.Of<TableException>(() => TableEncoding.Fit(Samples.Tasks("t,x,y\nA,,1\nA,,2\n").All, new() { Missing = MissingValues.Mean }), "column 'x' is empty in all rows of the training tasks", "Leave the column out");
        Refusal.Of<TableException>(() => TableEncoding.Fit(Samples.Tasks("t,x,y\nA,1,1\nA,2,\n").All, new() { Missing = MissingValues.Mean }), "pupils.csv:3, column 'y': the cell is empty", "a target is never filled in");
        Refusal.Of<TableException>(() => TableEncoding.Fit([tasks.All[1]], Categorical with { Missing = MissingValues.Drop }), "the cell is empty");

        TableEncoding Fit(MissingValues missing) => TableEncoding.Fit(tasks.All, Categorical with { Missing = missing });
        void Refused(MissingValues missing, params string[] parts) => Refusal.Of<TableException>(() => Fit(missing), parts);
    }

    [Fact]
    public void It_survives_as_tensors_and_text()
    {
        var tasks = Samples.Tasks("t,x,\"co\"\"lour\",y\nA,1,red,no\nA,,\"bl,ue\",yes\n");
        var fitted = TableEncoding.Fit(tasks.All, new() { Categorical = ["co\"lour", "y"], Missing = MissingValues.Indicator, Unknown = UnknownCategory.Zeros });
        Assert.Equal("feature/mean [4], feature/deviation [4], feature/fill [4], target/mean [1], target/deviation [1]", fitted.Tensors.ToString());
        var again = TableEncoding.Of(fitted.Tensors, fitted.Text);
        Assert.Equal(fitted.Text, again.Text);
        Assert.Equal(fitted.Encode(tasks.All[0]).X.ToArray<float>(), again.Encode(tasks.All[0]).X.ToArray<float>());
        Assert.Equal(fitted.Encode(tasks.All[0]).Y.ToArray<int>(), again.Encode(tasks.All[0]).Y.ToArray<int>());
        Assert.Equal((fitted.Features, fitted.Target, fitted.Choices.Missing, fitted.Choices.Unknown), (again.Features, again.Target, again.Choices.Missing, again.Choices.Unknown), Same);
        Refusal.Of<ShapeException>(() => TableEncoding.Of(TableEncoding.Fit(Train).Tensors, fitted.Text), "'feature/mean' is [2]", "Expected [4]", "of one model");
        Refusal.Of<FormatException>(() => TableEncoding.Of(fitted.Tensors, "{\"target\":\"y\"}"), "is not the text of an encoding");
        Refusal.Of<FormatException>(() => TableEncoding.Of(fitted.Tensors, "y"), "'y' is not the text of an encoding", "saved beside the model");
        Assert.Throws<KeyNotFoundException>(() => TableEncoding.Of(ParameterSet.Empty, fitted.Text));

        static bool Same((IReadOnlyList<string> F, string T, MissingValues M, UnknownCategory U) a, (IReadOnlyList<string> F, string T, MissingValues M, UnknownCategory U) b) =>
            a.F.SequenceEqual(b.F) && (a.T, a.M, a.U) == (b.T, b.M, b.U);
    }

    [Fact]
    public void A_new_table_has_the_models_columns_in_any_order_and_maybe_others()
    {
        var fitted = TableEncoding.Fit(Train);
        var expected = fitted.Encode(Train[1]);
        var turned = fitted.Tasks(Samples.Table("y,z,one,x,who\n40,?,0.1,3,B\n50,?,0.1,7,B\n60,?,0.1,9,B\n"), "who");
        Assert.Equal(expected.X.ToArray<float>(), fitted.Encode(turned.All[0]).X.ToArray<float>());
        Assert.Equal(expected.Y.ToArray<float>(), fitted.Encode(turned.All[0]).Y.ToArray<float>());

        // To be predicted: without a target, and without a task column the file is one task.
        var input = fitted.Tasks(Samples.Table("one,x\n0.1,3\n0.1,7\n0.1,9\n", "folder/B.csv.gz"), null, target: false);
        Assert.Equal("B", Assert.Single(input.All).Name);
        Assert.Equal(expected.X.ToArray<float>(), fitted.EncodeFeatures(input.All[0]).ToArray<float>());
        Refusal.Of<TableException>(() => fitted.Encode(input.All[0]), "B.csv.gz: the file lacks y");
    }

    [Fact]
    public void A_new_table_that_lacks_columns_is_refused_with_those_it_lacks_and_those_besides()
    {
        var fitted = TableEncoding.Fit(Train);
        Refused("t,x,y\n1,2,3", true, "the file lacks one.", "Expected the columns that the model was trained on: x, one, y", "the order is of no account, and columns besides are passed over");
        Refused("t,X,two,y\n1,2,3,4", true, "the file lacks x, one and has X, two besides");
        Refused("t,x,one\n1,2,3", true, "the file lacks y.");
        Refused("t,one,y\n1,2,3", false, "the file lacks x.");
        Refused("x,one,y\n1,2,3", true, "no column 't'");

        void Refused(string text, bool target, params string[] parts) =>
            Refusal.Of<TableException>(() => fitted.Tasks(Samples.Table(text, "new.csv"), "t", target), [.. parts, "new.csv: "]);
    }

    [Fact]
    public void Rows_with_an_empty_cell_are_dropped_from_what_is_learned_and_not_from_what_is_predicted()
    {
        var fitted = TableEncoding.Fit(Train, new() { Missing = MissingValues.Drop });
        var table = Samples.Table("t,x,one,y,z\nA,1,2,3,\nA,,2,3,1\nA,1,2,,1\n");
        Assert.Equal([2], Assert.Single(fitted.Tasks(table, "t").All).Lines);
        Assert.Equal(2, fitted.Tasks(table, "t").Dropped);
        Assert.Equal(3, Assert.Single(fitted.Tasks(table, "t", target: false).All).Rows);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Refusal.Of<TableException>(() => TableEncoding.Fit([]), "no rows", "Expected the training tasks");
        Refusal.Of<TableException>(() => TableEncoding.Fit(Samples.Tasks("t,x,y\nA,1e300,1\nA,-1e300,2").All), "pupils.csv: the numbers of column 'x' are too large", "Rescale");
        Refusal.Of<TableException>(
            () => TableEncoding.Fit(Samples.Tasks("t,x,y\nA,1,1\nA,2,2").All).Encode(Samples.Tasks("t,x,y\nB,1,1\nB,1e50,1").All[0]), "pupils.csv:3, column 'x': the number is 2e+50 deviations from the mean", "Mend the cell");
        Refusal.Of<TableException>(() => TableEncoding.Fit(Colours.All, new() { Categorical = ["color"] }), "pupils.csv: 'color' was said to be categorical", "nearest is 'colour'", "Expected some of: x, colour, y; or auto");
        string names = string.Concat(Enumerable.Range(0, 1001).Select(i => $"A,1,c{i},{i}\n"));
        Refusal.Of<TableException>(() => TableEncoding.Fit(Samples.Tasks(Header + names).All, Categorical), "column 'colour' has 1001 categories", "at most 1000", "Leave the column out");
    }

    // 1e-6: the inputs are rounded to Float32.
    private static void Nearly(double[] expected, Tensor inputs, int? first = null)
    {
        double[] found = inputs.ToDoubles();
        Assert.All(expected.Zip(found[..(first ?? found.Length)]), p => Assert.Equal(p.First, p.Second, 1e-6));
        Assert.Equal(expected.Length, first ?? found.Length);
    }
}
