namespace Metamorph.Data.Tests;

/// <summary>How tables are brought to scale.</summary>
public sealed class StandardizationTests
{
    private static readonly TableTasks Tasks = TableTasks.Of(
        Samples.Table("t,x,one,y\nA,1,0.1,10\nA,2,0.1,20\nB,3,0.1,40\nB,7,0.1,50\nB,9,0.1,60\nC,100,7,0\n"), "t", "y");

    private static readonly IReadOnlyList<TableTask> Train = [.. Tasks.All.Take(2)];

    [Fact]
    public void Rows_of_the_training_tasks_get_mean_0_and_deviation_1()
    {
        var fitted = Standardization.Fit(Train);
        var rows = Train.Select(fitted.Apply).ToArray();
        foreach (var column in new[] { rows.SelectMany(r => r.X.Slice(1, 0, 1).ToDoubles()), rows.SelectMany(r => r.Y.ToDoubles()) })
        {
            double[] values = [.. column];

            // 1e-6: the numbers are rounded to Float32.
            Assert.Equal(0, values.Average(), 1e-6);
            Assert.Equal(1, values.Average(v => v * v), 1e-6);
        }
    }

    [Fact]
    public void A_constant_column_has_deviation_1_and_becomes_0()
    {
        var fitted = Standardization.Fit(Train);
        Assert.Equal(1, fitted.Parameters["feature/deviation"].ToArray<double>()[1]);
        Assert.All(Train.SelectMany(t => fitted.Apply(t).X.Slice(1, 1, 1).ToDoubles()), v => Assert.Equal(0, v));

        // On another task it may be something else.
        Assert.Equal(6.9, fitted.Apply(Tasks.All[2]).X.ToDoubles()[1], 1e-6);
    }

    [Fact]
    public void It_is_that_of_the_training_tasks_whatever_the_others()
    {
        var (mean, deviation) = (22 / 5.0, Math.Sqrt((144 - 22 * 22 / 5.0) / 5));
        var fitted = Standardization.Fit(Train);
        Assert.Equal(mean, fitted.Parameters["feature/mean"].ToArray<double>()[0], 1e-14);
        Assert.Equal(deviation, fitted.Parameters["feature/deviation"].ToArray<double>()[0], 1e-14);
        Assert.Equal((100 - mean) / deviation, fitted.Apply(Tasks.All[2]).X.ToDoubles()[0], 1e-5);
    }

    [Fact]
    public void Targets_can_be_restored()
    {
        var fitted = Standardization.Fit(Train);
        var restored = fitted.Restore(fitted.Apply(Train[1]).Y);
        Assert.Equal(DType.Float32, restored.DType);
        Assert.All(restored.ToDoubles().Zip([40.0, 50, 60]), p => Assert.Equal(p.Second, p.First, 1e-5));
        Assert.Equal(Math.Sqrt(344), fitted.TargetDeviation, 1e-12);
    }

    [Fact]
    public void Tasks_side_by_side_are_padded_with_weight_0()
    {
        var rows = Standardization.Fit(Train).Apply(Train);
        Assert.Equal("[2; 4, 2]", rows.X.Form);
        Assert.Equal("[2; 4, 1]", rows.Y.Form);
        Assert.Equal([1, 1, 0, 0, 1, 1, 1, 0], rows.Weight!.ToDoubles());
    }

    [Fact]
    public void It_survives_as_parameters_and_names()
    {
        var fitted = Standardization.Fit(Train);
        Assert.Equal("feature/mean [2], feature/deviation [2], target/mean [1], target/deviation [1]", fitted.Parameters.ToString());
        var again = Standardization.Of(fitted.Parameters, fitted.Features, fitted.Target);
        Assert.Equal(fitted.Apply(Train[1]).X.ToArray<float>(), again.Apply(Train[1]).X.ToArray<float>());
        Assert.Equal(fitted.Apply(Train[1]).Y.ToArray<float>(), again.Apply(Train[1]).Y.ToArray<float>());
        Refusal.Of<ShapeException>(() => Standardization.Of(fitted.Parameters, ["x"], "y"), "'feature/mean' is [2]", "Expected [1]", "x");
        Assert.Throws<KeyNotFoundException>(() => Standardization.Of(ParameterSet.Empty, ["x"], "y"));
    }

    [Fact]
    public void Another_file_with_other_columns_is_refused()
    {
        var fitted = Standardization.Fit(Train);
        Refused("t,x,one,z,y\n1,2,3,4,5", "have z besides");
        Refused("t,x,y\n1,2,3", "lack one", "in this order: x, one", "Ask for them by name");
        Refused("t,x,two,y\n1,2,3,4", "lack one and have two besides");
        Refused("t,one,x,y\n1,2,3,4", "are in another order");
        Refusal.Of<TableException>(() => fitted.Apply(TableTasks.Of(Samples.Table("t,x,one,z\n1,2,3,4", "new.csv"), "t", "z").All[0]), "new.csv: the target is 'z'", "Expected 'y'");
        fitted.Apply(TableTasks.Of(Samples.Table("t,one,x,z,y\n1,2,3,4,5"), "t", "y", fitted.Features).All[0]);

        void Refused(string text, params string[] parts) =>
            Refusal.Of<TableException>(() => fitted.Apply(TableTasks.Of(Samples.Table(text, "new.csv"), "t", "y").All[0]), [.. parts, "new.csv: the features"]);
    }

    [Fact]
    public void Numbers_beyond_what_can_be_standardised_are_refused()
    {
        Refusal.Of<TableException>(() => Standardization.Fit([]), "no tasks", "Expected the training tasks");
        Refusal.Of<TableException>(() => Standardization.Fit(Of("t,x,y\nA,1e300,1\nA,-1e300,2")), "pupils.csv: the numbers of column 'x' are too large", "Rescale");
        Refusal.Of<TableException>(
            () => Standardization.Fit(Of("t,x,y\nA,1,1\nA,2,2")).Apply(Of("t,x,y\nB,1,1\nB,1e50,1")[0]), "pupils.csv:3, column 'x': the number is 2e+50 deviations from the mean", "Mend the cell");

        static IReadOnlyList<TableTask> Of(string text) => TableTasks.Of(Samples.Table(text), "t", "y").All;
    }
}
