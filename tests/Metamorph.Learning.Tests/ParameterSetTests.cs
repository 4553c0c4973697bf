namespace Metamorph.Learning.Tests;

public sealed class ParameterSetTests
{
    private static readonly ParameterSet Set = new(
        ("start/0/weight", Tensor.Of(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } })), ("start/0/bias", Tensor.Of(7.0, 8)), ("rate", Tensor.Of(0.5)));

    [Fact]
    public void A_parameter_is_found_by_its_name_and_a_missing_one_is_named()
    {
        Assert.Same(Set.Tensors[1], Set["start/0/bias"]);
        var error = Assert.Throws<KeyNotFoundException>(() => Set["start/0"]);
        Assert.Equal("no parameter 'start/0'. There are: start/0/weight [2, 3], start/0/bias [2], rate [].", error.Message);
    }

    [Fact]
    public void A_name_comes_once()
    {
        var error = Assert.Throws<ArgumentException>(() => new ParameterSet(("a", 1.0), ("b", 1.0), ("a", 2.0)));
        Assert.Equal("two parameters have the name 'a'. Expected each name once.", error.Message);
        Assert.Throws<ArgumentException>(() => ParameterSet.Join(("a", new(("b/c", 1.0))), ("a/b", new(("c", 1.0)))));
    }

    [Fact]
    public void Parts_are_joined_and_found_under_their_prefixes()
    {
        var joined = ParameterSet.Join(("x", Set), ("y/z", new(("w", Tensor.Of(1.0)))), ("none", ParameterSet.Empty));
        Assert.Equal(["x/start/0/weight", "x/start/0/bias", "x/rate", "y/z/w"], joined.Names);
        Assert.Equal(["0/weight", "0/bias"], joined.At("x/start").Names);
        Assert.Same(Set["start/0/bias"], joined.At("x").At("start/0")["bias"]);
        Assert.Equal(["z/w"], joined.At("y").Names);
        Assert.Same(joined.At("x").Tensors[2], joined["x/rate"]);
    }

    [Fact]
    public void A_prefix_ends_at_a_slash_and_a_missing_one_is_named()
    {
        Assert.Equal(0, Set.AtOrEmpty("star").Count);
        Assert.Equal(0, Set.AtOrEmpty("rate").Count);
        var error = Assert.Throws<KeyNotFoundException>(() => Set.At("star"));
        Assert.Equal("no parameters under 'star/'. There are: start/0/weight [2, 3], start/0/bias [2], rate [].", error.Message);
    }

    [Fact]
    public void Some_are_chosen_by_their_names()
    {
        Assert.Equal(["start/0/weight", "rate"], Set.Where(n => !n.EndsWith("bias", StringComparison.Ordinal)).Names);
        Assert.Same(Set, Set.Where(_ => true));
        Assert.Equal(0, Set.Where(_ => false).Count);
    }

    [Fact]
    public void Some_are_replaced_by_their_names()
    {
        var replaced = Set.Replace(new(("rate", Tensor.Of(9.0)), ("start/0/weight", Tensor.Of(10.0))));
        Assert.Equal(Set.Names, replaced.Names);
        Assert.Equal([10, 7, 8, 9], replaced.Flatten().ToArray<double>());
        Assert.Equal(0.5, (double)Set["rate"]);
        var error = Assert.Throws<KeyNotFoundException>(() => Set.Replace(new(("rate", Tensor.Of(9.0)), ("rates", Tensor.Of(9.0)))));
        Assert.StartsWith("no parameter 'rates'. There are: start/0/weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_of_the_same_names_are_zipped_and_others_say_where_they_differ()
    {
        Assert.Equal([2, 4, 6, 8, 10, 12, 14, 16, 1], Set.Zip(Set, (a, b) => a + b).Flatten().ToArray<double>());
        var other = new ParameterSet(("start/0/weight", 1.0), ("start/1/bias", 1.0), ("rate", 1.0), ("decay", 1.0));
        var error = Assert.Throws<ArgumentException>(() => Set + other);
        Assert.Contains("only the first has [start/0/bias], only the second [start/1/bias, decay]", error.Message, StringComparison.Ordinal);
        var order = Assert.Throws<ArgumentException>(() => Set - new ParameterSet(Set.Reverse()));
        Assert.Contains("the order of their names differs", order.Message, StringComparison.Ordinal);
        Assert.Contains("start/0/weight, start/0/bias, rate", order.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arithmetic_is_entry_by_entry()
    {
        var (a, b) = (Pair(1, 2), Pair(3, 5));
        Assert.Equal([4, 7], Numbers(a + b));
        Assert.Equal([-2, -3], Numbers(a - b));
        Assert.Equal([-1, -2], Numbers(-a));
        Assert.Equal([3, 10], Numbers(a * b));
        Assert.Equal([0.5, 1], Numbers(0.5 * a));

        // One factor per task makes it a set per task.
        var perTask = Tensor.Of([10.0, 100], [], 2) * a;
        Assert.Equal("a [2; ], b [2; ]", perTask.ToString());
        Assert.Equal([10, 20, 100, 200], Numbers(perTask));

        static ParameterSet Pair(double x, double y) => new(("a", Tensor.Of(x)), ("b", Tensor.Of(y)));
        static double[] Numbers(ParameterSet p) => p.Flatten().ToArray<double>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Flatten_and_Unflatten_undo_each_other(int? tasks)
    {
        var set = PerTask(tasks);
        var flat = set.Flatten();
        Assert.Equal((tasks, 9), (flat.Tasks, flat.Size));
        var again = set.Unflatten(flat);
        Nearly.Equal(set, again, 0);
        Assert.Equal(flat.ToArray<double>(), again.Flatten().ToArray<double>());

        // The structure comes from the set, tasks and numbers from the vector.
        Nearly.Equal(set, Set.Unflatten(flat), 0);
    }

    [Fact]
    public void Flatten_gives_every_task_its_own_row_with_what_tasks_share_repeated()
    {
        var mixed = new ParameterSet(("own", Tensor.Of([1.0, 2, 3, 4], [2], 2)), ("shared", Tensor.Of(5.0, 6)));
        Assert.Equal(new[,] { { 1.0, 2, 5, 6 }, { 3, 4, 5, 6 } }, mixed.Flatten().ToArray2D<double>());
    }

    [Fact]
    public void Flatten_is_differentiable()
    {
        var gradient = Gradient.Of(p => (Set.Unflatten(p.Flatten() * Tensor.Arange(9, DType.Float64))["start/0/bias"] * Tensor.Of(1.0, 10)).Sum(), Set);
        Assert.Equal([0, 0, 0, 0, 0, 0, 6, 70, 0], gradient.Flatten().ToArray<double>());
    }

    [Fact]
    public void A_vector_of_another_length_is_refused()
    {
        Assert.StartsWith("Unflatten: [8] ", Assert.Throws<ShapeException>(() => Set.Unflatten(Tensor.Zeros([8]))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Set.Unflatten(Tensor.Zeros([9, 1])));
    }

    [Fact]
    public void Dot_and_Norm_are_one_number_per_task()
    {
        Assert.Equal(1 + 4 + 9 + 16 + 25 + 36 + 49 + 64 + 0.25, (double)Set.Dot(Set));
        var set = PerTask(3);
        var (dot, norm) = (set.Dot(set), set.Norm());
        Assert.Equal("[3; ]", dot.Form);
        for (int t = 0; t < 3; t++)
        {
            double expected = set.Alone(t).Flatten().ToArray<double>().Sum(v => v * v);
            Assert.Equal(expected, dot.ToArray<double>()[t], 1e-14);
            Assert.Equal(Math.Sqrt(expected), norm.ToArray<double>()[t], 1e-14);
        }

        // Shared against per task.
        Assert.Equal("[3; ]", set.Dot(Set).Form);
        Assert.Equal(0, (double)ParameterSet.Empty.Norm());
    }

    [Fact]
    public void Moves_along_the_task_axis_hold_for_every_tensor()
    {
        var set = Set.PerTask(3);
        Assert.All(set, p => Assert.Equal(3, p.Value.Tasks));
        Assert.Same(Set, Set.PerTask(null));
        Nearly.Equal(Set, set.MeanOverTasks(), 1e-15);
        Nearly.Equal(PerTask(3).TakeTasks(1..3).Alone(0), PerTask(3).Alone(1), 0);
        Assert.Throws<ShapeException>(() => set.PerTask(2));
    }

    [Fact]
    public void Cast_leaves_integers()
    {
        var cast = new ParameterSet(("x", Tensor.Of(1.5)), ("n", Tensor.Of(3)), ("weak", 0.5)).Cast(DType.Float32);
        Assert.Equal([DType.Float32, DType.Int32, DType.Float32], cast.Tensors.Select(t => t.DType));
    }

    [Fact]
    public void Stopped_tensors_have_no_derivative() =>
        Assert.Equal(new double[9], Gradient.Of(p => p.Stop().Dot(p.Stop()), Set).Flatten().ToArray<double>());

    [Fact]
    public void With_takes_as_many_tensors_as_there_are_names()
    {
        var error = Assert.Throws<ArgumentException>(() => Set.With([Set.Tensors[0], Set.Tensors[1]]));
        Assert.StartsWith("2 tensors for the 3 names of start/0/weight", error.Message, StringComparison.Ordinal);
    }

    private static ParameterSet PerTask(int? tasks)
    {
        int draws = 0;
        return Set.Map(v => new Key(3).Fold(draws++).Normal(v.Shape, tasks, DType.Float64));
    }

    [Fact]
    public void Replayed_sets_of_other_names_are_told_apart_whatever_their_order()
    {
        var difference = Replay.Of<ParameterSet, ParameterSet>(p => new(("d", p["a"] - p["b"])));
        var noisy = Replay.Of<ParameterSet, ParameterSet>((p, key) => new(("d", p["a"] - p["b"] + 0.0 * key.Normal([], dtype: DType.Float64))));
        var (a, b) = (("a", Tensor.Of(5.0)), ("b", Tensor.Of(3.0)));
        for (int call = 0; call < 4; call++)
        {
            Assert.Equal(2, (double)difference(new(a, b))["d"]);
            Assert.Equal(2, (double)difference(new(b, a))["d"]);
            Assert.Equal(2, (double)noisy(new(a, b), new Key(1))["d"]);
            Assert.Equal(2, (double)noisy(new(b, a), new Key(2))["d"]);
        }
    }
}
