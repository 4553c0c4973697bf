namespace Metamorph.Tensors.Tests.Derivatives;

/// <summary>Derivatives inside derivatives, captured variables, threads and leaks.</summary>
public sealed class NestingTests
{
    private static Tensor TanhOfCube(Tensor x) => (x * x * x).Tanh();

    [Fact]
    public void Third_order_is_a_difference_of_second_order()
    {
        static Tensor First(Tensor x) => Gradient.Of(TanhOfCube, x);
        static Tensor Second(Tensor x) => Gradient.Of(First, x);
        double h = 1e-4, x = 0.7;
        double third = (double)Gradient.Of(Second, Tensor.Of(x));
        double difference = ((double)Second(Tensor.Of(x + h)) - (double)Second(Tensor.Of(x - h))) / (2 * h);

        // Central difference: h^2 times a fifth derivative of some hundreds.
        Assert.Equal(difference, third, 1e-4);
    }

    [Fact]
    public void Siskind_and_Pearlmutter_nesting_is_free_of_perturbation_confusion()
    {
        // d/dx (x d/dy (x + y)) = 1 and d/dx (x d/dy (x y)) = 2 x: "Nesting forward-mode AD in a functional framework" (2008), section 2.
        Assert.Equal(1, (double)Gradient.Of(x => x * Gradient.Of(y => x + y, Tensor.Of(1.0)), Tensor.Of(1.0)));
        Assert.Equal(6, (double)Gradient.Of(x => x * Gradient.Of(y => x * y, Tensor.Of(2.0)), Tensor.Of(3.0)));
        Assert.Equal(1, (double)Gradient.Along(x => x * Gradient.Along(y => x + y, Tensor.Of(1.0), Tensor.Of(1.0)).Tangent, Tensor.Of(1.0), Tensor.Of(1.0)).Tangent);
        Assert.Equal(2, (double)Gradient.Along(x => x * Gradient.Of(y => x + y, Tensor.Of(1.0)), Tensor.Of(2.0), Tensor.Of(2.0)).Tangent);
    }

    [Fact]
    public void The_derivative_of_a_directional_derivative_by_its_direction_is_the_derivative()
    {
        // d/dv (3 x^2 v) = 12 at x = 2.
        Assert.Equal(12, (double)Gradient.Of(v => Gradient.Along(x => x * x * x, Tensor.Of(2.0), v).Tangent, Tensor.Of(5.0)));
    }

    [Fact]
    public void Hessian_vector_products_agree_forward_over_reverse_reverse_over_forward_and_reverse_over_reverse()
    {
        var key = new Key(1);
        var (at, v) = (key.Fold(0).Normal([6], dtype: DType.Float64), key.Fold(1).Normal([6], dtype: DType.Float64));
        static Tensor F(Tensor x) => (x * x.Sin()).Sum() * x.Tanh().Mean();
        double[] forwardOverReverse = Gradient.HessianVector(F, at, v).ToArray<double>();
        double[] reverseOverForward = Gradient.Of(x => Gradient.Along(F, x, v).Tangent, at).ToArray<double>();
        double[] reverseOverReverse = Gradient.Of(x => (Gradient.Of(F, x) * v).Sum(), at).ToArray<double>();

        // The same sums in another order.
        Assert.Equal(forwardOverReverse, reverseOverForward, (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(forwardOverReverse, reverseOverReverse, (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void An_inner_gradient_on_another_thread_sees_a_captured_outer_variable()
    {
        // d/da of d/dx (a x^2) at x = 3.
        var gradient = Gradient.Of(a => Task.Run(() => Gradient.Of(x => a * x * x, Tensor.Of(3.0))).GetAwaiter().GetResult(), Tensor.Of(7.0));
        Assert.Equal(6, (double)gradient);
    }

    [Fact]
    public void Gradients_on_many_threads_at_once_are_those_of_one()
    {
        static double Third(int i) => (double)Gradient.Of(x => Gradient.Of(y => Gradient.Of(TanhOfCube, y), x), Tensor.Of(0.01 * i));
        double[] alone = [.. Enumerable.Range(0, 200).Select(Third)];
        double[] together = new double[200];
        Parallel.For(0, 200, i => together[i] = Third(i));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_tensor_that_leaked_from_a_finished_derivative_is_a_constant()
    {
        var leak = Tensor.Of(0.0);
        for (int i = 0; i < 5; i++)
            Gradient.Of(x => (leak = leak + x * x) is var _ ? x * x : x, Tensor.Of(3.0));
        Assert.Equal(45, (double)leak);
        var after = leak + 1.0;
        Assert.Null(after.Node);
        Assert.Equal(2, (double)Gradient.Of(x => x * after.Stop() / 46.0 + x * leak / 45.0, Tensor.Of(1.0)), 1e-15);
    }

    [Fact]
    public void Nothing_is_recorded_outside_of_a_derivative_nor_on_a_stopped_path()
    {
        var x = new Key(3).Normal([4]);
        Assert.Null((x * x).Tanh().Node);
        Gradient.Of(
            y =>
            {
                Assert.NotNull((y * x).Node);
                Assert.Null((y.Stop() * x).Node);
                Assert.Null((x.Exp() * x).Node);
                return (y.Stop() * y).Sum();
            },
            x);
    }

    [Fact]
    public void First_order_is_stop_and_second_order_is_what_happens()
    {
        // One step of gradient descent on a x^2 / 2 from x, then x' ^2 / 2: x' = x (1 - a).
        static Tensor Step(Tensor x, bool first)
        {
            var gradient = Gradient.Of(z => 0.25 * z * z, first ? x.Stop() : x);
            var adapted = x - gradient;
            return 0.5 * adapted * adapted;
        }

        Assert.Equal(0.5 * 0.5 * 3, (double)Gradient.Of(x => Step(x, first: false), Tensor.Of(3.0)), 1e-15);
        Assert.Equal(0.5 * 3, (double)Gradient.Of(x => Step(x, first: true), Tensor.Of(3.0)), 1e-15);
    }

    [Fact]
    public void A_gradient_is_zeros_and_never_null_where_nothing_depends_on_a_variable()
    {
        var gradient = Gradient.Of(_ => Tensor.Of(4.0), new Key(0).Normal([2, 3]));
        Assert.Equal(new float[6], gradient.ToArray<float>());
        Assert.Equal(0, (double)Gradient.Of(x => Gradient.Of(y => 2.0 * y, x), Tensor.Of(1.0)));
        Assert.Equal("[3; 2]", Gradient.Of(_ => Tensor.Zeros([], DType.Float64, 3), Tensor.Ones([2], DType.Float64, 3)).Form);
    }

    [Fact]
    public void A_weak_number_can_be_a_variable()
    {
        var x = Tensor.Of([1f, 2f, 3f]);
        var gradient = Gradient.Of(rate => (rate * x).Sum(), 0.5);
        Assert.Equal(6, (double)gradient);
        Assert.True(gradient.IsWeak);
    }

    [Fact]
    public void Auxiliary_tensors_are_handed_out_without_their_graph()
    {
        var (losses, gradient) = Gradient.WithAuxiliary(w => w * Tensor.Of([1.0, 2.0], [], 2) is var l ? (l.MeanOverTasks(), l) : default, Tensor.Of(3.0));
        Assert.Equal([3, 6], losses.ToArray<double>());
        Assert.Null(losses.Node);
        Assert.Equal(1.5, (double)gradient);
    }

    [Fact]
    public void An_inner_loop_of_2000_steps_takes_linear_work_on_a_small_stack()
    {
        long work500 = Allocated(500), work2000 = Allocated(2000);

        // Linear: four times the work, or less for what is needed once; 10 % for the growth of lists. Quadratic would be sixteen times.
        Assert.InRange(work2000, work500, 4.4 * work500);

        // What the loop allocates, on a thread whose stack a recursion of 2,000 steps would overflow.
        static long Allocated(int steps)
        {
            long bytes = 0;
            var thread = new Thread(
                () =>
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    Gradient.Of(rate => Descend(rate, steps), Tensor.Of(0.01));
                    bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                },
                maxStackSize: 256 * 1024);
            thread.Start();
            thread.Join();
            return bytes;
        }

        // Every step's loss captures a graph of 300 nodes that is older than the loop.
        static Tensor Descend(Tensor rate, int steps)
        {
            var captured = rate;
            for (int i = 0; i < 300; i++) captured = captured.Sin() + rate;
            var x = Tensor.Of(1.0);
            for (int i = 0; i < steps; i++) x -= rate * Gradient.Of(z => z * z * captured, x);
            return x;
        }
    }
}
