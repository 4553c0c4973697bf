namespace Metamorph.Tensors.Tests;

/// <summary>What recording a function and replaying it means.</summary>
public sealed class ReplayTests
{
    private static readonly Key Key = new(11);

    [Fact]
    public void Reading_a_number_is_an_error_that_says_what_to_do()
    {
        Func<Tensor, Tensor>[] readers =
        [
            x => (double)x.Sum() > 0 ? x : -x,
            x => x * x.ToArray<float>()[0],
            x => x * x.ToDoubles().Length,
        ];
        foreach (var f in readers)
        {
            var error = Assert.Throws<RecordingException>(() => Replay.Of(f)(Tensor.Of(1f, 2f)));
            Assert.Contains("There are only shapes then", error.Message, StringComparison.Ordinal);
            Assert.Contains("choose with Where instead of if, return what you want to read, or run the function without Replay", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_number_that_changed_is_an_error_at_the_second_call()
    {
        double rate = 0.1;
        var step = Replay.Of(x => x - rate * x.Sin());
        var x = Tensor.Of(1f, 2f);
        step(x);
        rate = 0.2;
        var error = Assert.Throws<InvalidOperationException>(() => step(x));
        Assert.Contains("call 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Multiply with the result [2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("was 0.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("and is 0.2", error.Message, StringComparison.Ordinal);
        Assert.Contains("must be an argument, as a tensor", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 100)]
    [InlineData(101, 1000)]
    public void A_number_that_changes_later_is_an_error_at_the_next_comparison(int changed, int found)
    {
        double rate = 0.1;
        var step = Replay.Of(x => x * rate);
        var x = Tensor.Of(1f, 2f);
        for (int call = 1; call < found; call++)
        {
            if (call == changed) rate = 0.2;
            step(x);
        }

        rate = 0.2;
        Assert.Contains($"call {found} ", Assert.Throws<InvalidOperationException>(() => step(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_captured_tensor_and_another_path_are_found_too()
    {
        var rate = Tensor.Of(0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
        bool more = false;
        var step = Replay.Of(x => more ? x.Exp() : x * rate);
        var x = Tensor.Ones([5]);
        step(x);
        rate = Tensor.Of(0.1f, 0.2f, 0.3f, 0.4f, 0.6f);
        Assert.Contains("Multiply", Assert.Throws<InvalidOperationException>(() => step(x)).Message, StringComparison.Ordinal);

        step = Replay.Of(x => more ? x.Exp() : x.Sin());
        step(x);
        more = true;
        Assert.Contains("Exp with the result [5]", Assert.Throws<InvalidOperationException>(() => step(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changes_may_be_an_argument()
    {
        var step = Replay.Of<TensorList, TensorList>(x => new(x.Tensors[0] * x.Tensors[1]));
        for (int call = 0; call < 12; call++)
            Assert.Equal([2.0 * call, 3.0 * call], step(new(Tensor.Of(2.0, 3.0), (Tensor)(double)call)).Tensors[0].ToDoubles());
    }

    [Fact]
    public void A_key_is_an_argument()
    {
        static Tensor F(Tensor x, Key key) => x * key.Fold(3).Normal([4], 3) + key.Split().Second.Bernoulli(0.5, [4], 3);
        var replayed = Replay.Of<Tensor, Tensor>(F, 2);
        var x = Key.Normal([4], 3);
        for (int call = 0; call < 11; call++) Bits.Equal(F(x, Key.Fold(call)), replayed(x, Key.Fold(call)), $"call {call}");
    }

    [Fact]
    public void Other_forms_are_recorded_again_and_none_is_taken_for_another()
    {
        var f = Replay.Of(x => x.Sum() * x);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal([9, 18], f(Tensor.Of(1f, 2f) * 1.0).ToDoubles().Select(v => v * 3));
            foreach (var x in new[] { Tensor.Of(1f, 2f, 3f), Tensor.Of(1.0, 2.0), Key.Normal([2], 2), Key.Normal([2], 5), Key.Normal([2, 1]), Tensor.Zeros([0]), 2.0 })
                Bits.Equal(x.Sum() * x, f(x));
        }

        // More forms than plans are kept.
        for (int n = 1; n < 40; n++) Bits.Equal(Tensor.Ones([n]).Sum() * Tensor.Ones([n]), f(Tensor.Ones([n])));
    }

    [Fact]
    public void Arguments_of_any_layout_are_read_as_they_are_seen()
    {
        static Tensor F(Tensor x) => x.MatMul(x.Transpose()) + x.Sum(1, keep: true);
        var f = Replay.Of(F);
        var m = Key.Normal([3, 3], 2);

        // Sums are taken in the order of memory, which an argument that is copied has of its own.
        foreach (var x in new[] { m, m.Transpose(), Key.Normal([6, 6], 2).Slice(0, 5, 3, step: -2).Slice(1, 1, 3), Key.Normal([1, 3]).BroadcastTo([3, 3]).PerTask(2), Key.Normal([3, 3]).PerTask(2) })
            Nearly.Equal(F(x).ToDoubles(), f(x), 1e-6);
    }

    [Fact]
    public void Results_outlive_the_next_call()
    {
        var f = Replay.Of<TensorList, TensorList>(x => new(x.Tensors[0] * 2.0, x.Tensors[0], Tensor.Of(5.0), (x.Tensors[0] * 2.0).Transpose(), x.Tensors[0].SumOverTasks()));
        var (a, b) = (Key.Normal([2, 2], 3, DType.Float64), Key.Fold(1).Normal([2, 2], 3, DType.Float64));
        var first = f(new(a));
        double[][] before = [.. first.Tensors.Select(t => t.ToDoubles())];
        f(new(b));
        Assert.Equal(before, first.Tensors.Select(t => t.ToDoubles()));
    }

    [Fact]
    public void Results_that_share_memory_stand_until_the_call_after_the_next_and_are_an_error_then()
    {
        var next = Replay.Of(x => x.Sin() + 0.5, 2, reuse: true);
        Tensor x = Key.Normal([5], 3), expected = x;
        Tensor? last = null, before = null;
        for (int call = 0; call < 12; call++)
        {
            (before, last) = (last, x);
            (x, expected) = (next(x), expected.Sin() + 0.5);
            Bits.Equal(expected, x);
            var copy = x.Copy();
            if (call > 0) last.ToDoubles();
            if (call > 1)
            {
                var error = Assert.Throws<InvalidOperationException>(() => before!.ToDoubles());
                Assert.Contains("an older result of a replayed step", error.Message, StringComparison.Ordinal);
            }

            Bits.Equal(expected, copy);
        }
    }

    [Fact]
    public void Zero_keeps_its_sign()
    {
        var x = Tensor.Of(1.0, 2.0);
        static TensorList F(TensorList x) => new((x.Tensors[0] * 0.0).Reciprocal(), (x.Tensors[0] * -0.0).Reciprocal());
        Bits.Equal(F(new(x)), Replay.Of<TensorList, TensorList>(F)(new(x)));
    }

    [Fact]
    public void What_nobody_reads_is_not_computed_and_what_is_made_twice_is_made_once()
    {
        var recording = Recording.Of(
            x =>
            {
                _ = x[0].Exp();
                return [(x[0].Sin() + x[0].Sin()) * 2.0 + (x[0].Sin() + x[0].Sin())];
            },
            [Tensor.Of(1.0)]);
        Assert.Equal(["SinPrimitive", "AddPrimitive", "MultiplyPrimitive", "AddPrimitive"], recording.Values.Select(v => v.Primitive?.GetType().Name).OfType<string>());
    }

    [Fact]
    public void Inside_a_derivative_it_is_differentiated()
    {
        var square = Replay.Of(x => x * x);
        var x = Tensor.Of(1.0, 2.0);
        square(x);
        Assert.Equal([2.0, 4.0], Gradient.Of(z => square(z).Sum(), x).ToDoubles());
        Assert.Equal([2.0, 4.0], Gradient.Along(square, x, Tensor.Of(1.0, 1.0)).Tangent.ToDoubles());

        // What it captures, too.
        Assert.Equal(3.0, (double)Gradient.Of(w => Replay.Of(z => z * w)(x).Sum(), Tensor.Of(1.0)));
    }

    [Fact]
    public void Inside_another_recording_it_is_a_part_of_that()
    {
        var x = Tensor.Of(1.0, 2.0);
        var inner = Replay.Of(z => z * z);
        Assert.Equal([3.0, 8.0], Replay.Of(z => inner(z) + 2.0 * z)(x).ToDoubles());

        // It cannot be one of its own that captures the other's tensors, which have no numbers.
        Assert.Throws<RecordingException>(() => Replay.Of(z => Replay.Of(w => w * z)(Tensor.Of(7.0, 7.0)))(x));
    }

    [Fact]
    public void A_tensor_kept_from_a_recording_has_no_numbers()
    {
        Tensor? kept = null;
        Replay.Of(x => kept = x * 2.0)(Tensor.Of(1.0));
        Assert.Throws<RecordingException>(() => (double)kept!);
        Assert.Throws<RecordingException>(() => Replay.Of(x => x + kept!)(Tensor.Of(1.0)));
    }

    [Fact]
    public void Derivatives_of_every_kind_are_replayed()
    {
        var x = new TensorList(Key.Normal([3], 4, DType.Float64), Key.Fold(1).Normal([3], dtype: DType.Float64));
        var cases = new Dictionary<string, Func<TensorList, Tensor>>
        {
            ["gradient of a gradient"] = z => Gradient.Of(w => Gradient.Of(p => (p.Sin() * w).Power(2).Sum(), w * z.Tensors[0]).Power(2).Sum().MeanOverTasks(), z.Tensors[1]),
            ["third"] = z => Gradient.Of(w => Gradient.Of(v => Gradient.Of(p => p.Power(4).Sum(), v).Power(2).Sum(), w).Sum(), z.Tensors[0]),
            ["along"] = z => Gradient.Along(p => p.Tanh() * z.Tensors[1], z.Tensors[0], z.Tensors[0].Cos()).Tangent,
            ["hessian times vector"] = z => Gradient.HessianVector(p => (p.Exp() * z.Tensors[1]).Sum(), z.Tensors[0], z.Tensors[0]),
            ["checkpoints"] = z => Gradient.Of(w => Loop(w, z.Tensors[0], Checkpoint.Step), z.Tensors[1]),
            ["mixed"] = z => Gradient.Of(w => Descend(w, z.Tensors[0], Gradient.Mixed), z.Tensors[1]),
            ["mixed in checkpoints"] = z => Gradient.Of(w => Loop(w, z.Tensors[0], (f, p) => Checkpoint.Step(q => Gradient.Mixed(r => f(r).Sum(), q), p)), z.Tensors[1]),
            ["custom"] = z => Gradient.Of(p => Gradient.Custom(q => q.Power(3), (q, _, c) => 30.0 * q * q * c, p).Sum(), z.Tensors[0]),
            ["implicit"] = z => Gradient.Of(a => Gradient.Implicit(p => (0.5 * (a * a + 1.0) * p * p - z.Tensors[0] * p).Sum(), (z.Tensors[0] / (a * a + 1.0)).Stop(), 5, 1e-14).Power(2).Sum().MeanOverTasks(), z.Tensors[1]),
        };
        foreach (var (name, f) in cases)
        {
            var expected = f(x);
            foreach (int threads in new[] { 1, 2 })
            {
                var replayed = Replay.Of<TensorList, TensorList>(z => new(f(z)), threads);

                // Where no tasks are added up, nothing is regrouped; sums over four tasks are, each rounded once.
                for (int call = 0; call < 2; call++)
                    if (expected.Tasks is not null) Bits.Equal(expected, replayed(x).Tensors[0], name);
                    else Nearly.Equal(expected.ToDoubles(), replayed(x).Tensors[0], 1e-14, name);
            }
        }

        static Tensor Loop(Tensor w, Tensor start, Func<Func<Tensor, Tensor>, Tensor, Tensor> step)
        {
            var p = start;
            for (int i = 0; i < 4; i++) p = step(q => q - 0.1 * w * q.Sin(), p);
            return p.Power(2).Sum().MeanOverTasks();
        }

        static Tensor Descend(Tensor w, Tensor start, Func<Func<Tensor, Tensor>, Tensor, Tensor> gradient)
        {
            var p = start * w;
            for (int i = 0; i < 3; i++) p -= 0.1 * gradient(q => (q.Tanh() * w).Power(2).Sum(), p);
            return p.Power(2).Sum().MeanOverTasks();
        }
    }

    [Fact]
    public void What_a_checkpoint_computes_again_is_not_taken_for_what_it_computed_first()
    {
        // Products, which are not joined with what comes before and after.
        var (x, turn) = (Key.Normal([30, 30], dtype: DType.Float64), Key.Fold(1).Normal([30, 30], dtype: DType.Float64) * 0.2);
        long plain = Bytes(false), checkpointed = Bytes(true);

        // 16 steps of 10 products each: all of them plain; checkpointed one step's, and one result for each other step; some slots for what is in between.
        const int matrix = 30 * 30 * 8;
        Assert.InRange(plain, 16 * 10 * matrix, 1 << 30);
        Assert.InRange(checkpointed, 16 * matrix, (16 + 2 * 10 + 10) * matrix);

        long Bytes(bool checkpoint)
        {
            Tensor F(Tensor z) => Gradient.Of(
                p =>
                {
                    for (int i = 0; i < 16; i++) p = checkpoint ? Checkpoint.Step(Step, p) : Step(p);
                    return p.Sum();
                },
                z);
            var replayed = new Replayed<Tensor, Tensor>(F, 1);
            Bits.Equal(F(x), replayed.Run(x));
            return replayed.Last!.Bytes;
        }

        Tensor Step(Tensor p)
        {
            for (int j = 0; j < 10; j++) p = turn.MatMul(p).Sin();
            return p;
        }
    }

    [Fact]
    public void Tasks_are_shared_out_among_threads_and_the_bits_are_the_same()
    {
        // Gradients of 64 tasks with shared and own weights: some 40 MFLOP, enough for a second thread to wake.
        var x = new TensorList(Key.Normal([30, 40], 64), Key.Fold(1).Normal([40, 80]), Key.Fold(2).Normal([80, 40], 64));
        TensorList? one = null;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            var replayed = new Replayed<TensorList, TensorList>(F, threads);
            var y = replayed.Run(x);
            int most = 0;

            // Which thread takes which tasks is up to the machine, which may be busy.
            for (int i = 0; i < 50 && most < Math.Min(threads, 2); i++)
            {
                Bits.Equal(y, replayed.Run(x));
                most = Math.Max(most, replayed.Last!.Threads);
            }

            Assert.InRange(most, Math.Min(threads, 2), threads);
            one ??= y;
            Bits.Equal(one, y, $"{threads} threads");
        }

        // A sum of 64 tasks in another order.
        foreach (var (e, a) in F(x).Tensors.Zip(one!.Tensors)) Nearly.Equal(e.ToDoubles(), a, 1e-5);

        static TensorList F(TensorList x)
        {
            var (own, shared) = (x.Tensors[2], x.Tensors[1]);
            for (int i = 0; i < 2; i++) own -= 0.01 * Gradient.Of(w => x.Tensors[0].MatMul(shared).Tanh().MatMul(w).Power(2).Mean(), own);
            return new(Gradient.Of(s => x.Tensors[0].MatMul(s).Tanh().MatMul(own).Power(2).Mean().MeanOverTasks(), shared), own);
        }
    }

    [Fact]
    public void One_function_may_be_replayed_on_several_threads_each_with_its_own()
    {
        var x = Key.Normal([5, 5], 8);
        Tensor F(Tensor z) => Gradient.Of(w => (z * w).Tanh().Sum(), z);
        var expected = F(x);
        Parallel.For(0, 8, _ =>
        {
            var replayed = Replay.Of(F, 2);
            for (int call = 0; call < 20; call++) Bits.Equal(expected, replayed(x));
        });
    }

    [Fact]
    public void An_error_of_one_task_is_thrown_and_the_plan_can_be_used_again()
    {
        var replayed = Replay.Of<TensorList, TensorList>(x => new(x.Tensors[0].TakeAlong(x.Tensors[1], 0)), 2);
        var x = Key.Normal([3], 8);
        TensorList With(int index) => new(x, Tensor.Of([.. Enumerable.Range(0, 8).Select(t => t == 5 ? index : 1)], [1], 8));
        for (int round = 0; round < 3; round++)
        {
            Bits.Equal(x.TakeAlong(With(2).Tensors[1], 0), replayed(With(2)).Tensors[0]);
            Assert.Throws<IndexException>(() => replayed(With(3)));
        }
    }
}
