using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors.Tests.Laws;

/// <summary>What holds for every primitive, checked on its examples.</summary>
public sealed class LawTests
{
    private static readonly Key Random = new(7);

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void The_result_is_the_definition(string primitive)
    {
        foreach (var example in Primitives.Examples(primitive))
        {
            var y = example.Function(example.Inputs);
            int? tasks = example.AcrossTasks ? null : y.Tasks;
            double[] numbers = y.ToDoubles();
            var shape = Full(y, example.AcrossTasks);
            for (int t = 0; t < (tasks ?? 1); t++)
            {
                Entries[] entries = [.. example.Inputs.Select(x => Task(x, t, example.AcrossTasks))];
                for (int i = 0; i < shape.Size; i++)
                {
                    double expected = example.Entry(entries, Index(i, shape)), actual = numbers[t * shape.Size + i];
                    // Sums of some hundred terms of size 2 at most, each rounded once.
                    Assert.True(Same(expected, actual, Math.Max(1e-12, 2 * example.Precision)), $"{primitive} of {Forms(example)}: {actual} at {i} of task {t}, by definition {expected}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void First_and_second_derivatives_are_differences(string primitive)
    {
        foreach (var (example, f, x) in Differentiable(primitive))
        {
            var y = f(x);
            var u = TensorLists.Draw(Random.Fold(0), [y]);
            var (v, w) = (TensorLists.Draw(Random.Fold(1), x.Tensors), TensorLists.Draw(Random.Fold(2), x.Tensors));

            // Central differences: an error of h^2 from the third derivative and of precision / h from rounding.
            double h = Math.Cbrt(example.Precision) * 8, tolerance = 200 * h * h;

            var tangent = new TensorList([Gradient.Along(f, x, v).Tangent]);
            var difference = new TensorList([(f(x.Plus(h, v)) - f(x.Plus(-h, v))) / (2 * h)]);
            Close(u.Dot(difference), u.Dot(tangent), tolerance * (1 + u.Scale(tangent)), "first derivative", example);

            double before = Pull(f, x.Plus(-h, v), u).Dot(w), after = Pull(f, x.Plus(h, v), u).Dot(w);
            var forwardOverReverse = Gradient.Along(z => Pull(f, z, u), x, v).Tangent;
            double second = forwardOverReverse.Dot(w), size = 1 + forwardOverReverse.Scale(w) + Pull(f, x, u).Scale(w);
            Close((after - before) / (2 * h), second, tolerance * size, "second derivative", example);

            // The other ways to the same number, <u, D2 f(v, w)>, agree to rounding.
            double exact = Math.Max(1e-12, 8 * example.Precision) * size;
            Close(second, Pull(z => Pull(f, z, u), x, w).Dot(v), exact, "reverse over reverse", example);
            Close(second, Pull(z => Gradient.Along(f, z, v).Tangent, x, u).Dot(w), exact, "reverse over forward", example);
            Close(second, u.Dot(new TensorList([Gradient.Along(z => Gradient.Along(f, z, v).Tangent, x, w).Tangent])), exact, "forward over forward", example);
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void Tangents_and_cotangents_are_transposes(string primitive)
    {
        foreach (var (example, f, x) in Differentiable(primitive))
        {
            var u = TensorLists.Draw(Random.Fold(3), [f(x)]);
            var v = TensorLists.Draw(Random.Fold(4), x.Tensors);
            var pushed = new TensorList([Gradient.Along(f, x, v).Tangent]);
            Close(u.Dot(pushed), Pull(f, x, u).Dot(v), Math.Max(1e-13, 4 * example.Precision) * (1 + u.Scale(pushed)), "<u, J v> = <J' u, v>", example);
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void A_task_axis_is_a_loop_over_tasks(string primitive)
    {
        foreach (var example in Primitives.Examples(primitive).Where(e => !e.AcrossTasks))
        {
            var together = example.Function(example.Inputs);
            if (together.Tasks is not int tasks) continue;
            for (int t = 0; t < tasks; t++)
            {
                var alone = example.Function([.. example.Inputs.Select(x => Alone(x, t))]);
                Assert.Null(alone.Tasks);
                AssertClose(Alone(together, t), alone, $"{primitive} of {Forms(example)}, task {t}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void Derivatives_on_a_task_axis_are_those_of_a_loop(string primitive)
    {
        foreach (var (example, f, x) in Differentiable(primitive).Where(e => !e.Example.AcrossTasks))
        {
            var y = f(x);
            if (y.Tasks is not int tasks) continue;
            var u = TensorLists.Draw(Random.Fold(5), [y]);
            var together = Pull(f, x, u);
            for (int i = 0; i < x.Tensors.Count; i++)
            {
                var alone = Enumerable.Range(0, tasks)
                    .Select(t => Pull(AtTask(example, t), x.Map(a => Alone(a, t)), u.Map(a => Alone(a, t))).Tensors[i]).ToArray();
                var expected = x.Tensors[i].Tasks is null ? alone.Aggregate((a, b) => a + b) : Tensor.StackTasks([.. alone.Select(a => a.PerTask(1))]);
                AssertClose(expected, together.Tensors[i], $"{primitive} of {Forms(example)}, input {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void Replayed_it_is_the_same(string primitive)
    {
        foreach (var example in Primitives.Examples(primitive))
        {
            var inputs = new TensorList(example.Inputs);
            SameReplayed(x => new TensorList([example.Function([.. x.Tensors])]), inputs, example);
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void Its_derivatives_replayed_are_the_same(string primitive)
    {
        foreach (var (example, f, x) in Differentiable(primitive))
        {
            var u = TensorLists.Draw(Random.Fold(6), [f(x)]);
            var v = TensorLists.Draw(Random.Fold(7), x.Tensors);
            int n = x.Tensors.Count;
            var all = new TensorList([.. x.Tensors, .. v.Tensors, .. u.Tensors]);
            SameReplayed(z => Pull(f, new([.. z.Tensors.Take(n)]), new([.. z.Tensors.Skip(2 * n)])), all, example);
            SameReplayed(z => new([Gradient.Along(f, new([.. z.Tensors.Take(n)]), new TensorList([.. z.Tensors.Skip(n).Take(n)])).Tangent]), all, example);
            SameReplayed(z => Pull(w => Pull(f, w, new([.. z.Tensors.Skip(2 * n)])), new([.. z.Tensors.Take(n)]), new([.. z.Tensors.Skip(n).Take(n)])), all, example);
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void In_an_arena_it_is_the_same(string primitive)
    {
        var arena = new Arena();
        foreach (var (example, f, x) in Differentiable(primitive))
        {
            var u = TensorLists.Draw(Random.Fold(6), [f(x)]);
            var expected = Pull(f, x, u);
            for (int round = 0; round < 2; round++)
            {
                var actual = arena.Run(() => Pull(f, x, u));
                foreach (var (e, a) in expected.Tensors.Zip(actual.Tensors)) Assert.Equal(e.ToDoubles(), a.ToDoubles());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void Float32_is_Float64_rounded(string primitive)
    {
        foreach (var example in Primitives.Examples(primitive).Where(e => e.Precision < 1e-10 && e.Inputs.Any(x => x.DType == DType.Float64)))
        {
            Tensor[] single = [.. example.Inputs.Select(x => x.DType == DType.Float64 ? x.Cast(DType.Float32) : x)];
            Tensor[] same = [.. single.Select(x => x.DType == DType.Float32 ? x.Cast(DType.Float64) : x)];
            var (expected, actual) = (example.Function(same), example.Function(single));
            Assert.Equal(expected.DType == DType.Int32 ? DType.Int32 : DType.Float32, actual.DType);
            double[] e = expected.ToDoubles(), a = actual.ToDoubles();

            // 2^-24 for each of some hundred operations on numbers of size 10 at most; a solution loses a factor of the condition number.
            for (int i = 0; i < e.Length; i++) Assert.True(Same(e[i], a[i], 2e-5), $"{primitive} of {Forms(example)}: {a[i]} at {i} in Float32, {e[i]} in Float64");
        }
    }

    [Theory]
    [MemberData(nameof(Primitives.Names), MemberType = typeof(Primitives))]
    public void Examples_cover_ranks_sizes_layouts_and_task_axes(string primitive)
    {
        var examples = Primitives.Examples(primitive);

        // Keys are four integers in a row, and nothing else.
        if (examples.All(e => e.Inputs is [{ DType: DType.Int32 }])) return;
        Tensor[] inputs = [.. examples.SelectMany(e => e.Inputs).Where(x => x.DType == DType.Float64)];

        // Images have four axes, matrices at least two; what works along an axis has at least one.
        int least = primitive.StartsWith("Convolution", StringComparison.Ordinal) || primitive.StartsWith("Pool", StringComparison.Ordinal) ? 4 : primitive is "MatMulPrimitive" or "SolvePositiveDefinitePrimitive" ? 2
            : primitive is "ArgMaxPrimitive" or "ArgSortPrimitive" or "CumulativeSumPrimitive" or "SlicePrimitive" or "EmbedPrimitive" or "TakePrimitive" or "TakeAlongPrimitive" or "ScatterAddAlongPrimitive" ? 1 : 0;
        foreach (int rank in new[] { 0, 1, 3 }.Where(r => r >= least)) Assert.Contains(inputs, x => x.Rank == rank);
        Assert.Contains(inputs, x => x.Size == 1);
        if (primitive is not ("ArgMaxPrimitive" or "TakeAlongPrimitive")) Assert.Contains(inputs, x => x.Size == 0);
        Assert.Contains(inputs, x => x.Strides is { } s && s.Skip(1).Where((step, i) => step == 0 && x.Shape[i] > 1).Any());
        Assert.Contains(inputs, x => x.Strides is { } s && x.Rank > 1 && s[^1] > s[^2] && s[^2] > 0);
        Assert.Contains(inputs, x => x.Strides is { } s && x.Rank > 0 && !x.FullSizes.Contains(0) && s[0] >= 0 && x.Storage() > x.Count && s[^1] != 0);

        int operands = examples.Max(e => e.Inputs.Length);
        Assert.Contains(examples, e => e.Inputs.All(x => x.Tasks is not null));
        if (!examples.All(e => e.AcrossTasks)) Assert.Contains(examples, e => e.Inputs.All(x => x.Tasks is null));
        if (operands < 2) return;
        Assert.Contains(examples, e => e.Inputs.Length > 1 && e.Inputs[^2].Tasks is not null && e.Inputs[^1].Tasks is null);
        Assert.Contains(examples, e => e.Inputs.Length > 1 && e.Inputs[^2].Tasks is null && e.Inputs[^1].Tasks is not null);
    }

    /// <summary>Replay gives the function's bits but where it adds over tasks in another order, and one thread's bits on two.</summary>
    private static void SameReplayed(Func<TensorList, TensorList> f, TensorList x, Example example)
    {
        var expected = f(x);
        var one = Replay.Of(f, threads: 1);
        var two = Replay.Of(f, threads: 2);
        for (int call = 0; call < 2; call++)
        {
            var (actual, threaded) = (one(x), two(x));
            for (int i = 0; i < expected.Tensors.Count; i++)
            {
                var (e, a) = (expected.Tensors[i], actual.Tensors[i]);
                Assert.Equal((e.DType, e.IsWeak, e.Form), (a.DType, a.IsWeak, a.Form));
                Assert.Equal(a.ToDoubles(), threaded.Tensors[i].ToDoubles());
                if (x.Tensors.All(t => t.Tasks is null) || e.Tasks is not null) Assert.Equal(e.ToDoubles(), a.ToDoubles());
                else AssertClose(e, a, $"replay of {Forms(example)}");
            }
        }
    }

    private static IEnumerable<(Example Example, Func<TensorList, Tensor> F, TensorList X)> Differentiable(string primitive)
    {
        foreach (var example in Primitives.Examples(primitive))
            if (example.Function(example.Inputs).DType == DType.Float64)
                yield return (example, AtTask(example, null), new([.. example.Inputs.Where(x => x.DType == DType.Float64)]));
    }

    /// <summary>An example as a function of its floating-point inputs; its indices are those of one task, or of all.</summary>
    private static Func<TensorList, Tensor> AtTask(Example example, int? task) => x =>
    {
        int next = 0;
        return example.Function([.. example.Inputs.Select(i => i.DType == DType.Float64 ? x.Tensors[next++] : task is int t ? Alone(i, t) : i)]);
    };

    private static TensorList Pull(Func<TensorList, Tensor> f, TensorList x, TensorList u) => Pull(z => new TensorList([f(z)]), x, u);

    private static TensorList Pull(Func<TensorList, TensorList> f, TensorList x, TensorList u)
    {
        var scope = new Scope();
        var variables = x.Map(a => Graph.Watch(a, scope));
        var y = f(variables);
        scope.Stop();
        var cotangents = Graph.Reverse(y.Tensors, [.. u.Tensors], variables.Tensors);
        return new([.. x.Tensors.Select((a, i) => cotangents[i] ?? Tensor.Zeros(a.Shape, a.DType, a.Tasks))]);
    }

    private static Tensor Alone(Tensor x, int task) => x.Tasks is null ? x : x.TakeTasks(task..(task + 1)).Reshaped(null);

    private static Shape Full(Tensor x, bool acrossTasks) => acrossTasks && x.Tasks is int tasks ? [tasks, .. x.Shape] : x.Shape;

    private static Entries Task(Tensor x, int task, bool acrossTasks) => acrossTasks
        ? new(x.ToDoubles(), Full(x, true))
        : new(Alone(x, task).ToDoubles(), x.Shape);

    private static int[] Index(int flat, Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; flat /= shape[axis--]) index[axis] = flat % shape[axis];
        return index;
    }

    private static bool Same(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected));

    private static void Close(double expected, double actual, double tolerance, string what, Example example) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what} of {Forms(example)}: {actual}, expected {expected} to {tolerance}");

    private static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.Form, actual.Form);
        double[] e = expected.ToDoubles(), a = actual.ToDoubles();
        for (int i = 0; i < e.Length; i++) Assert.True(Same(e[i], a[i], 1e-13), $"{what}: {a[i]} at {i}, expected {e[i]}");
    }

    private static string Forms(Example example) => string.Join(", ", example.Inputs.Select(x => x.Form));
}

internal static class Inside
{
    /// <summary>One task's numbers as a tensor without tasks.</summary>
    internal static Tensor Reshaped(this Tensor x, int? tasks) => new ReshapePrimitive(x.Shape, tasks).Apply(x);

    /// <summary>How many numbers the storage holds.</summary>
    internal static long Storage(this Tensor x) => x.StorageBytes / (x.DType == DType.Float64 ? 8 : 4);
}
