namespace Metamorph.Tensors.Tests.Derivatives;

/// <summary>Gradients differentiated forward over reverse, and minima differentiated by the implicit function theorem.</summary>
public sealed class MixedTests
{
    /// <summary>Descent with momentum, whose rate and decay are outer variables, as is something in the loss.</summary>
    private static Tensor Descend(Tensor rate, Tensor other, Func<Func<Tensor, Tensor>, Tensor, Tensor> gradient, Tensor start)
    {
        var (x, m) = (start * other, Tensor.Of(0.0));
        for (int i = 0; i < 4; i++)
        {
            m = other * m + gradient(z => (z * z * z).Tanh() * rate + z * other.Sin() * z, x);
            x -= rate * m;
        }

        return x * x;
    }

    [Fact]
    public void Mixed_gradients_have_the_values_and_derivatives_of_plain_ones_to_third_order()
    {
        double First(Func<Func<Tensor, Tensor>, Tensor, Tensor> g) => (double)Gradient.Of(r => Descend(r, r, g, Tensor.Of(0.8)), Tensor.Of(0.4));
        double Second(Func<Func<Tensor, Tensor>, Tensor, Tensor> g) => (double)Gradient.Of(o => Gradient.Of(r => Descend(r, o, g, Tensor.Of(0.8)), o * o), Tensor.Of(0.7));
        double Forward(Func<Func<Tensor, Tensor>, Tensor, Tensor> g) => (double)Gradient.Along(r => Descend(r, r, g, Tensor.Of(0.8)), Tensor.Of(0.4), Tensor.Of(1.0)).Tangent;

        // The same derivatives in another order of operations.
        Assert.Equal(First(Gradient.Of), First(Gradient.Mixed), 1e-14);
        Assert.Equal(Second(Gradient.Of), Second(Gradient.Mixed), 1e-12);
        Assert.Equal(Forward(Gradient.Of), Forward(Gradient.Mixed), 1e-14);
        Assert.Equal(First(Gradient.Of), Forward(Gradient.Mixed), 1e-14);
    }

    [Fact]
    public void Mixed_gradients_inside_checkpoints_too()
    {
        static Tensor Loss(Tensor rate, bool rebuilt)
        {
            Tensor Step(Tensor x) => x - rate * (rebuilt ? Gradient.Mixed(z => (z * z * z).Tanh() * rate, x) : Gradient.Of(z => (z * z * z).Tanh() * rate, x));
            var x = Tensor.Of(0.9) * rate;
            for (int i = 0; i < 3; i++) x = rebuilt ? Checkpoint.Step(Step, x) : Step(x);
            return x * x;
        }

        static double Second(bool rebuilt) => (double)Gradient.Of(o => Gradient.Of(r => Loss(r, rebuilt), o), Tensor.Of(0.8));
        Assert.Equal((double)Gradient.Of(r => Loss(r, false), Tensor.Of(0.8)), (double)Gradient.Of(r => Loss(r, true), Tensor.Of(0.8)), 1e-14);
        Assert.Equal(Second(false), Second(true), 1e-13);
    }

    [Fact]
    public void Mixed_gradients_per_task_with_a_shared_source()
    {
        var key = new Key(5);
        var start = key.Fold(0).Normal([3], 4, DType.Float64);
        var data = key.Fold(1).Normal([3], 4, DType.Float64);
        Tensor Outer(Tensor shared, Func<Func<Tensor, Tensor>, Tensor, Tensor> gradient)
        {
            var x = start + shared;
            for (int i = 0; i < 3; i++) x -= 0.3 * gradient(z => ((z - data) * shared.Exp()).Power(2).Sum() + z.Sin().Sum(), x);
            return x.Power(2).Sum().MeanOverTasks();
        }

        var at = key.Fold(2).Normal([3], dtype: DType.Float64);
        Assert.Equal(
            Gradient.Of(s => Outer(s, Gradient.Of), at).ToArray<double>(), Gradient.Of(s => Outer(s, Gradient.Mixed), at).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-13);
    }

    [Fact]
    public void A_minimum_is_differentiated_by_the_implicit_function_theorem()
    {
        // min over x of a x^2 / 2 - b x is x = b / a: dx/da = -b / a^2, dx/db = 1 / a, d2x/da2 = 2 b / a^3.
        static Tensor Minimum(Tensor a, Tensor b) => Gradient.Implicit(x => 0.5 * a * x * x - b * x, (b / a).Stop(), 5, 1e-12);
        var (a, b) = (Tensor.Of(2.0), Tensor.Of(3.0));
        Assert.Equal(1.5, (double)Minimum(a, b));
        Assert.Equal(-0.75, (double)Gradient.Of(z => Minimum(z, b), a), 1e-14);
        Assert.Equal(0.5, (double)Gradient.Of(z => Minimum(a, z), b), 1e-14);
        Assert.Equal(-0.75, (double)Gradient.Along(z => Minimum(z, b), a, Tensor.Of(1.0)).Tangent, 1e-14);
    }

    [Fact]
    public void A_minimum_per_task_and_vector_is_that_of_each_task()
    {
        // min of (x - c)'A(x - c) / 2 + |x|^2 / 2: x = (A + I)^-1 A c, so dx/dc = (A + I)^-1 A.
        var key = new Key(6);
        var m = key.Fold(0).Normal([4, 4], 3, DType.Float64);
        var a = m.MatMul(m.Transpose());
        var c = key.Fold(1).Normal([4, 1], 3, DType.Float64);
        var u = key.Fold(2).Normal([4, 1], 3, DType.Float64);
        var eye = Tensor.Eye(4, DType.Float64);
        Tensor Loss(Tensor x, Tensor centre) => 0.5 * ((x - centre) * a.MatMul(x - centre)).Sum() + 0.5 * (x * x).Sum();
        var minimum = (a + eye).SolvePositiveDefinite(a.MatMul(c));
        var gradient = Gradient.Of(z => (u * Gradient.Implicit(x => Loss(x, z), minimum, 20, 1e-14)).Sum(), c);
        var expected = a.MatMul((a + eye).SolvePositiveDefinite(u));

        // Conjugate gradients end at the residual of 1e-14 times the condition number, some hundred.
        Assert.Equal(expected.ToArray<double>(), gradient.ToArray<double>(), (p, q) => Math.Abs(p - q) < 1e-11);
    }
}
