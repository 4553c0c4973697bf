namespace Metamorph.Tensors.Tests;

/// <summary>What happens when two tensors meet: dtypes, weak numbers, shapes and tasks.</summary>
public sealed class OperatorsTests
{
    /// <summary>Operations of two tensors, by the name that their messages begin with.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Operations = new()
    {
        ["+"] = (a, b) => a + b,
        ["-"] = (a, b) => a - b,
        ["*"] = (a, b) => a * b,
        ["/"] = (a, b) => a / b,
        [">"] = (a, b) => a > b,
        [">="] = (a, b) => a >= b,
        ["EqualTo"] = (a, b) => a.EqualTo(b),
        ["Maximum"] = (a, b) => a.Maximum(b),
        ["Where"] = (a, b) => Tensor.Of(1f).Where(a, b),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Dtypes_do_not_mix(string name)
    {
        var f = Operations[name];
        foreach (var (left, right) in new[] { (DType.Float32, DType.Float64), (DType.Float64, DType.Float32), (DType.Float32, DType.Int32), (DType.Int32, DType.Float64) })
        {
            var error = Assert.Throws<DTypeException>(() => f(Tensor.Zeros([5, 1], left, 3), Tensor.Zeros([4], right)));
            Assert.Equal($"{name}: [3; 5, 1] holds {left} and [4] holds {right}. Dtypes do not mix by themselves: convert one, e.g. x.Cast(DType.{left}).", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_weak_number_takes_the_dtype_that_it_meets(string name)
    {
        var f = Operations[name];
        foreach (var dtype in new[] { DType.Float32, DType.Float64, DType.Int32 })
        {
            if (name == "/" && dtype == DType.Int32) continue; // Int32 is not divided.
            var x = Tensor.Full(2, [2], dtype);
            foreach (var y in new[] { f(x, 3.0), f(3.0, x) }) Assert.Equal((dtype, false), (y.DType, y.IsWeak));
            Assert.Equal(f(x, Tensor.Full(3, [], dtype)).ToDoubles(), f(x, 3.0).ToDoubles());
            Assert.Equal(f(Tensor.Full(3, [], dtype), x).ToDoubles(), f(3.0, x).ToDoubles());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fraction_is_refused_by_integers(string name)
    {
        foreach (var mix in new Func<Tensor>[] { () => Operations[name](Tensor.Of(1, 2), 0.5), () => Operations[name](0.5, Tensor.Of(1, 2)), () => Operations[name](Tensor.Of(1, 2), 3e9) })
        {
            var error = Assert.Throws<DTypeException>(mix);
            Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
            Assert.Contains("is not a whole 32-bit number, and the tensor holds Int32. Use a whole number, or Cast", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_that_do_not_broadcast_are_refused(string name)
    {
        var error = Assert.Throws<ShapeException>(() => Operations[name](Tensor.Zeros([2, 3], tasks: 7), Tensor.Zeros([4, 1, 5])));
        Assert.Equal($"{name}: [7; 2, 3] and [4, 1, 5] do not fit: sizes 3 and 5 meet at axis -1. Expected equal sizes, or 1 on one side.", error.Message);
        Assert.Contains("sizes 2 and 3 meet at axis -2", Assert.Throws<ShapeException>(() => Operations[name](Tensor.Zeros([2, 1]), Tensor.Zeros([3, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Operations[name](Tensor.Zeros([0]), Tensor.Zeros([2])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Unequal_numbers_of_tasks_are_refused(string name)
    {
        var error = Assert.Throws<ShapeException>(() => Operations[name](Tensor.Zeros([2], tasks: 7), Tensor.Zeros([5, 1], tasks: 1)));
        Assert.Equal($"{name}: [7; 2] has 7 tasks and [1; 5, 1] has 1. Expected equal numbers of tasks, or one side without a task axis.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_broadcast_from_the_last_axis_and_tasks_beside_them(string name)
    {
        var y = Operations[name](Tensor.Zeros([2, 1, 3], tasks: 7), Tensor.Zeros([4, 1]));
        Assert.Equal("[7; 2, 4, 3]", y.Form);
        Assert.Equal("[7; 4]", Operations[name](Tensor.Zeros([4]), Tensor.Zeros([], tasks: 7)).Form);

        // A task axis never meets an axis of the shape: [32; 10] is a bias for each task, not 32 rows.
        Assert.Equal("[32; 25, 10]", Operations[name](Tensor.Zeros([25, 10], tasks: 32), Tensor.Zeros([10], tasks: 32)).Form);
        Assert.Equal("[1, 0]", Operations[name](Tensor.Zeros([1, 1]), Tensor.Zeros([0])).Form);
    }

    [Fact]
    public void Integers_are_not_divided()
    {
        var error = Assert.Throws<DTypeException>(() => Tensor.Of(4, 6) / 2.0);
        Assert.Equal("/: [2] holds Int32. Expected Float32 or Float64: convert it with x.Cast(DType.Float32).", error.Message);
    }

    [Fact]
    public void What_is_made_of_weak_numbers_alone_is_weak()
    {
        Tensor two = 2.0, half = 0.5;
        var (pair, several) = (Tensor.Stack([two, half]), two.PerTask(4));
        var made = new Dictionary<string, Tensor>
        {
            ["+"] = two + half, ["-"] = two - half, ["*"] = two * half, ["/"] = two / half, ["negative"] = -two,
            [">"] = two > half, ["=="] = two.EqualTo(half), ["!="] = two.NotEqualTo(half),
            ["Maximum"] = two.Maximum(half), ["Minimum"] = two.Minimum(half), ["Clip"] = two.Clip(0.0, 1.0), ["Where"] = half.Where(two, half),
            ["Abs"] = two.Abs(), ["Sign"] = two.Sign(), ["Exp"] = two.Exp(), ["Log"] = two.Log(), ["Sqrt"] = two.Sqrt(), ["Rsqrt"] = two.Rsqrt(),
            ["Tanh"] = two.Tanh(), ["Sigmoid"] = two.Sigmoid(), ["Softplus"] = two.Softplus(), ["Relu"] = two.Relu(), ["LeakyRelu"] = two.LeakyRelu(),
            ["Gelu"] = two.Gelu(), ["Round"] = two.Round(), ["Reciprocal"] = two.Reciprocal(), ["IsFinite"] = two.IsFinite(), ["Erf"] = two.Erf(), ["Cos"] = two.Cos(),
            ["Power(0)"] = two.Power(0), ["Power(1)"] = two.Power(1), ["Power(2)"] = two.Power(2), ["Power(3)"] = two.Power(3),
            ["Power(-1)"] = two.Power(-1), ["Power(0.5)"] = two.Power(0.5),
            ["Sum"] = two.Sum(), ["Mean"] = two.Mean(), ["Variance"] = two.Variance(), ["Max"] = two.Max(), ["LogSumExp"] = two.LogSumExp(), ["Stop"] = two.Stop(),
            ["Huber"] = two.Huber(half), ["SquaredError"] = two.SquaredError(half),
            ["Expand"] = two.Expand(0), ["Flatten"] = two.Flatten(), ["BroadcastTo"] = two.BroadcastTo([2]), ["Permute"] = two.Expand(0).Expand(0).Transpose(),
            ["Stack"] = pair, ["Concatenate"] = Tensor.Concatenate([pair, pair]), ["Slice"] = pair.Slice(0, 1, 1), ["Pad"] = pair.Pad(0, 1, 1),
            ["Take"] = pair.Take(Tensor.Of(1)), ["Sort"] = pair.Sort(), ["Softmax"] = pair.Softmax(),
            ["PerTask"] = several, ["MeanOverTasks"] = several.MeanOverTasks(), ["TakeTasks"] = several.TakeTasks(1..), ["MeanOverGroups"] = several.MeanOverGroups(2),
            ["StackTasks"] = Tensor.StackTasks(two, half), ["AxisToTasks"] = pair.AxisToTasks(),
        };
        Assert.Empty(made.Where(m => !m.Value.IsWeak).Select(m => m.Key));
    }

    [Fact]
    public void Weak_numbers_are_computed_in_double_before_they_are_rounded_once()
    {
        // 0.1 + 0.2 rounded to Float32 once; 0.1f + 0.2f would be another number.
        var x = Tensor.Zeros([1]) + ((Tensor)0.1 + 0.2 - 0.30000001);
        Assert.Equal([(float)(0.1 + 0.2 - 0.30000001)], x.ToArray<float>());
    }

    [Fact]
    public void A_weak_number_gets_its_derivative()
    {
        Assert.Equal(6, (double)Gradient.Of(w => (w * Tensor.Of(1f, 2, 3)).Sum(), (Tensor)0.5));
        Assert.Equal(DType.Float32, Gradient.Of(w => (w * (Tensor)0.5).Sum(), Tensor.Of(1f)).DType);
    }

    [Fact]
    public void A_cast_makes_a_weak_number_strong()
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64, DType.Int32 })
        {
            var x = ((Tensor)2.0).Cast(dtype);
            Assert.Equal((dtype, false, 2.0), (x.DType, x.IsWeak, (double)x));
        }
    }
}
