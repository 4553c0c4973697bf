namespace Metamorph.Learning.Tests;

public sealed class BatchTests
{
    private static readonly Key Random = new(41);

    [Fact]
    public void Tasks_of_one_size_are_left_as_they_are()
    {
        var batch = Batch.Of([(Tensor.Of([1f, 2, 3], [3, 1]), Tensor.Of(1, 2, 3)), (Tensor.Of([4f, 5, 6], [3, 1]), Tensor.Of(4, 5, 6))]);
        Assert.Equal("[2; 3, 1] Float32 {[[1], [2], [3]], [[4], [5], [6]]}", batch.X.ToString());
        Assert.Equal("[2; 3] Int32 {[1, 2, 3], [4, 5, 6]}", batch.Y.ToString());
        Assert.Null(batch.Weight);
        Assert.Equal((2, 3), (batch.Tasks, batch.Rows));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(9, 16)]
    public void Tasks_of_unequal_sizes_are_padded_with_zeros_to_a_power_of_two(int longest, int rows)
    {
        int[] sizes = [longest, longest - 1, 0];
        var batch = Batch.Of([.. sizes.Select((n, t) => (Random.Fold(t).Normal([n, 2], dtype: DType.Float64), Random.Fold(10 + t).Integers(1, 9, [n])))]);
        Assert.Equal($"[3; {rows}, 2] Float64", $"{batch.X.Form} {batch.X.DType}");
        Assert.Equal($"[3; {rows}] Int32", $"{batch.Y.Form} {batch.Y.DType}");
        Assert.Equal($"[3; {rows}] Float64", $"{batch.Weight!.Form} {batch.Weight.DType}");
        for (int t = 0; t < 3; t++)
        {
            int n = sizes[t];
            Assert.Equal(Random.Fold(t).Normal([n, 2], dtype: DType.Float64).ToArray<double>().Concat(new double[2 * (rows - n)]), batch.X.Alone(t).ToArray<double>());
            Assert.Equal(Random.Fold(10 + t).Integers(1, 9, [n]).ToArray<int>().Concat(new int[rows - n]), batch.Y.Alone(t).ToArray<int>());
            Assert.Equal(Enumerable.Range(0, rows).Select(i => i < n ? 1.0 : 0), batch.Weight.Alone(t).ToArray<double>());
        }
    }

    [Fact]
    public void Tasks_whose_rows_do_not_fit_are_refused_by_number()
    {
        var good = (Tensor.Zeros([2, 1]), Tensor.Zeros([2, 1]));
        Assert.Equal("Batch.Of: no tasks. Expected at least one.", Assert.Throws<ShapeException>(() => Batch.Of([])).Message);
        Assert.Equal(
            "Batch.Of: task 1 has inputs [3, 1] and targets [2, 1]. Expected as many rows of both.",
            Assert.Throws<ShapeException>(() => Batch.Of([good, (Tensor.Zeros([3, 1]), Tensor.Zeros([2, 1]))])).Message);
        Assert.Throws<ShapeException>(() => Batch.Of([good, (Tensor.Zeros([]), Tensor.Zeros([2, 1]))]));
        Assert.Throws<ShapeException>(() => Batch.Of([good, (Tensor.Zeros([2, 2]), Tensor.Zeros([2, 1]))]));
    }

    [Fact]
    public void A_batch_without_a_task_axis_is_one_task_and_one_without_rows_is_refused()
    {
        Assert.Equal(1, new Batch(Tensor.Zeros([3, 2]), Tensor.Zeros([3])).Tasks);
        Assert.Contains("inputs are [2; ]", Assert.Throws<ShapeException>(() => new Batch(Tensor.Zeros([], tasks: 2), Tensor.Zeros([])).Rows).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_takes_the_weights()
    {
        var rows = Tensor.Of([1.0, 2, 6, 1, 2, 6], [3], 2);
        Assert.Equal([3, 3], Rows(3).Mean(rows).ToArray<double>());
        var weighted = Rows(3) with { Weight = Tensor.Of([1f, 1, 0, 0.5f, 0, 1.5f], [3], 2) };
        Assert.Equal([1.5, 4.75], weighted.Mean(rows).ToArray<double>());

        // Weights that all tasks share.
        Assert.Equal([5, 5], (Rows(3) with { Weight = Tensor.Of(0.0, 1, 3) }).Mean(rows).ToArray<double>());
    }

    [Fact]
    public void Rows_of_weight_0_change_neither_the_mean_nor_its_gradient_whatever_they_hold()
    {
        var batch = Rows(4) with { Weight = Tensor.Of([1.0, 0, 3, 0, 0, 0, 0, 0], [4], 2) };
        foreach (double padding in new[] { 0, 1e300, double.NaN, double.PositiveInfinity })
        {
            var rows = Tensor.Of([2.0, padding, 6, padding, padding, padding, padding, padding], [4], 2);
            Assert.Equal([5, 0], batch.Mean(rows).ToArray<double>());
            Assert.Equal([0.25, 0, 0.75, 0, 0, 0, 0, 0], Gradient.Of(r => batch.Mean(r), rows).ToArray<double>());
        }
    }

    [Fact]
    public void The_mean_of_no_rows_is_0_and_has_no_gradient()
    {
        var empty = Tensor.Zeros([0], DType.Float64, 2);
        Assert.Equal([0, 0], Rows(0).Mean(empty).ToArray<double>());
        Assert.Equal([0, 0], (Rows(0) with { Weight = empty }).Mean(empty).ToArray<double>());
        var none = Rows(3) with { Weight = Tensor.Zeros([3], tasks: 2) };
        Assert.Equal(new double[6], Gradient.Of(r => none.Mean(r), Tensor.Of([1.0, 2, 3, 4, 5, 6], [3], 2)).ToArray<double>());
    }

    [Fact]
    public void The_gradient_of_a_mean_by_its_weights_is_that_of_differences() => GradientCheck.Passes(
        p => (new Batch(Tensor.Zeros([3, 1]), Tensor.Zeros([3, 1]), p["weight"]).Mean(p["rows"]) * 7.0).Sin(),
        new(("weight", Tensor.Of(0.5, 1, 2)), ("rows", Tensor.Of(1.0, -2, 0.3))), 1e-9, "Mean");

    [Fact]
    public void More_than_one_number_per_row_is_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Rows(3).Mean(Tensor.Zeros([3, 1], tasks: 2)));
        Assert.Equal("Batch.Mean: [2; 3, 1] for 3 rows. Expected one number per row, [3].", error.Message);
        Assert.Throws<ShapeException>(() => Rows(3).Mean(Tensor.Zeros([4])));
        Assert.Throws<ShapeException>(() => Rows(3).Mean(Tensor.Zeros([])));
    }

    [Fact]
    public void Rows_are_drawn_without_replacement_and_belong_together()
    {
        var batch = Numbered(10, 3);
        var drawn = batch.Draw(Random, 6);
        Assert.Equal((3, 6), (drawn.Tasks, drawn.Rows));
        Assert.Null(drawn.Weight);
        for (int t = 0; t < 3; t++)
        {
            float[] x = drawn.X.Alone(t).ToArray<float>();
            Assert.Equal(6, x.Distinct().Count());
            Assert.Empty(x.Except(batch.X.Alone(t).ToArray<float>()));
            Assert.Equal(x.Select(v => -v), drawn.Y.Alone(t).ToArray<float>());
        }

        Assert.Equal(drawn.X.ToArray<float>(), batch.Draw(Random, 6).X.ToArray<float>());
        Assert.NotEqual(drawn.X.ToArray<float>(), batch.Draw(Random.Fold(0), 6).X.ToArray<float>());
        Assert.NotEqual(drawn.X.Alone(0).ToArray<float>(), drawn.X.Alone(1).ToArray<float>().Select(v => v - 100));
    }

    [Fact]
    public void All_rows_or_more_are_the_batch_itself()
    {
        var batch = Numbered(10, 3);
        Assert.Same(batch, batch.Draw(Random, 10));
        Assert.Same(batch, batch.Draw(Random, 11));
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        // 2 of 4 rows in order: 12 outcomes, 24,000 tasks. Chi-square of 11 degrees of freedom is below 31.3 with probability 0.999; the key is fixed.
        const int Tasks = 24_000;
        var drawn = new Batch(Tensor.Arange(4, DType.Float32).Expand(-1).PerTask(Tasks), Tensor.Zeros([4])).Draw(Random, 2).X.ToArray<float>();
        int[] counts = new int[16];
        for (int t = 0; t < Tasks; t++) counts[4 * (int)drawn[2 * t] + (int)drawn[2 * t + 1]]++;
        Assert.Equal(4, counts.Count(c => c == 0));
        Assert.InRange(counts.Where(c => c > 0).Sum(c => (c - Tasks / 12.0) * (c - Tasks / 12.0) / (Tasks / 12.0)), 0, 31.3);
    }

    [Fact]
    public void Rows_of_weight_0_are_drawn_only_when_there_are_no_others_left()
    {
        var weight = Tensor.Of([1f, 0, 1, 0, 0.5f, 0, 0, 0, 1, 0, 0, 0], [6], 2);
        var batch = Numbered(6, 2) with { Weight = weight };
        for (int draw = 0; draw < 20; draw++)
        {
            var drawn = batch.Draw(Random.Fold(draw), 3);
            Assert.Equal([0f, 2, 4], drawn.X.Alone(0).ToArray<float>().Order());
            Assert.Equal([0.5f, 1, 1], drawn.Weight!.Alone(0).ToArray<float>().Order());
            Assert.Equal(102f, drawn.X.Alone(1).ToArray<float>()[0]);
            Assert.Equal([1f, 0, 0], drawn.Weight!.Alone(1).ToArray<float>());
        }
    }

    [Fact]
    public void Padding_does_not_change_which_rows_are_drawn()
    {
        var batch = Numbered(10, 3);
        var garbage = Random.Fold(5).Uniform(-1e6, 1e6, [6, 1], 3);
        var padded = batch.Join(new Batch(garbage, garbage, Tensor.Zeros([6], tasks: 3)));
        foreach (int rows in new[] { 1, 4, 9 })
        {
            var (expected, actual) = (batch.Draw(Random, rows), padded.Draw(Random, rows));
            Assert.Equal(expected.X.ToArray<float>(), actual.X.ToArray<float>());
            Assert.Equal(expected.Y.ToArray<float>(), actual.Y.ToArray<float>());
            Assert.All(actual.Weight!.ToArray<float>(), w => Assert.Equal(1f, w));
        }

        // All rows: in another order than the batch itself, but the same ones.
        Assert.Equal(batch.X.ToArray<float>().Order(), padded.Draw(Random, 10).X.ToArray<float>().Order());
    }

    [Fact]
    public void The_first_tasks_of_many_draw_as_they_would_alone()
    {
        var batch = Numbered(10, 3);
        Assert.Equal(batch.Draw(Random, 4).X.TakeTasks(..2).ToArray<float>(), batch.Take(..2).Draw(Random, 4).X.ToArray<float>());
    }

    [Fact]
    public void Joined_batches_keep_the_rows_of_each_task_and_their_weights()
    {
        var (a, b) = (Numbered(2, 2), Numbered(1, 2));
        Assert.Equal([0f, 1, 0, 100, 101, 100], a.Join(b).X.ToArray<float>());
        Assert.Equal([0f, -1, 0, -100, -101, -100], a.Join(b).Y.ToArray<float>());
        Assert.Null(a.Join(b).Weight);

        var weighted = b with { Weight = Tensor.Of([0.5, 0.25], [1], 2) };
        Assert.Equal("[2; 3] Float64 {[1, 1, 0.5], [1, 1, 0.25]}", a.Join(weighted).Weight!.ToString());
        Assert.Equal("[2; 3] Float64 {[0.5, 1, 1], [0.25, 1, 1]}", weighted.Join(a).Weight!.ToString());
        Assert.Equal("[2; 2] Float64 {[0.5, 0.5], [0.25, 0.25]}", weighted.Join(weighted).Weight!.ToString());
        Assert.Throws<ShapeException>(() => a.Join(Numbered(2, 3)));
    }

    [Fact]
    public void Classes_that_a_task_does_not_have_get_no_probability()
    {
        var batch = Rows(2) with { Classes = Tensor.Of([1f, 1, 0, 1, 1, 1], [3], 2) };
        var logits = Random.Normal([2, 3], 2);
        var p = batch.Masked(logits).Softmax();
        Nearly.Equal(logits.Alone(0).Slice(1, 0, 2).Softmax(), p.Alone(0).Slice(1, 0, 2), 1e-7);
        Assert.Equal([0f, 0], p.Alone(0).Slice(1, 2, 1).ToArray<float>());
        Nearly.Equal(logits.Alone(1).Softmax(), p.Alone(1), 0);
        Assert.Same(logits, Rows(2).Masked(logits));

        // Nor a derivative, and the others a finite one.
        float[] gradient = Gradient.Of(l => batch.Masked(l).CrossEntropy(Tensor.Of(0, 1)).Sum(), logits).ToArray<float>();
        Assert.Equal([0f, 0], [gradient[2], gradient[5]]);
        Assert.All(gradient, g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void Tasks_are_taken_of_every_part()
    {
        var batch = Numbered(2, 3) with { Weight = Tensor.Of([1f, 2, 3, 4, 5, 6], [2], 3), Classes = Tensor.Of([1f, 0, 1], [1], 3) };
        var taken = batch.Take(1..);
        Assert.Equal(2, taken.Tasks);
        Assert.Equal([100f, 101, 200, 201], taken.X.ToArray<float>());
        Assert.Equal([-100f, -101, -200, -201], taken.Y.ToArray<float>());
        Assert.Equal([3f, 4, 5, 6], taken.Weight!.ToArray<float>());
        Assert.Equal([0f, 1], taken.Classes!.ToArray<float>());

        // What all tasks share stays.
        var shared = new Batch(batch.X, Tensor.Zeros([2, 1]));
        Assert.Null(shared.Take(1..).Y.Tasks);
    }

    [Fact]
    public void Cast_leaves_labels()
    {
        var batch = new Batch(Tensor.Zeros([2, 1]), Tensor.Of(0, 1), Tensor.Ones([2]), Tensor.Ones([3])).Cast(DType.Float64);
        Assert.Equal((DType.Float64, DType.Int32, DType.Float64, DType.Float64), (batch.X.DType, batch.Y.DType, batch.Weight!.DType, batch.Classes!.DType));
    }

    private static Batch Rows(int rows) => new(Tensor.Zeros([rows, 1], tasks: 2), Tensor.Zeros([rows, 1], tasks: 2));

    /// <summary>Row i of task t has the input 100 t + i and its negative as target.</summary>
    private static Batch Numbered(int rows, int tasks)
    {
        var x = Tensor.Of([.. Enumerable.Range(0, tasks * rows).Select(i => (float)(100 * (i / rows) + i % rows))], [rows, 1], tasks);
        return new(x, -x);
    }

    [Fact]
    public void The_mean_row_takes_the_weights_and_is_zero_without_rows()
    {
        var rows = Tensor.Of([1.0, 10, 3, 30, 99, 99, 5, 50, 7, 70, 9, 90], [3, 2], 2);
        var batch = new Batch(rows, rows, Tensor.Of([1.0, 1, 0, 0, 0, 0], [3], 2));
        Assert.Equal([2, 20, 0, 0], batch.MeanRow(rows).ToDoubles());
        Nearly.Equal([103 / 3.0, 139 / 3.0, 7, 70], (batch with { Weight = null }).MeanRow(rows), 1e-15);
        var error = Assert.Throws<ShapeException>(() => batch.MeanRow(Tensor.Zeros([2, 2])));
        Assert.Contains("[2, 2] for 3 rows. Expected a matrix of as many, [3, k]", error.Message, StringComparison.Ordinal);
    }
}
