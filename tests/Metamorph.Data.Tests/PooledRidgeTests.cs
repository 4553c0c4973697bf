
namespace Metamorph.Data.Tests;

/// <summary>The pooled linear model against examples solved by hand.</summary>
public sealed class PooledRidgeTests
{
    // One feature: x = 0, 1, 2, y = 1, 2, 6, means 1 and 3, centred sums xx = 2 and xy = 5.
    private static readonly Batch Line = new(Tensor.Of([0.0, 1, 2], [3, 1]), Tensor.Of([1.0, 2, 6], [3, 1]));

    [Theory]
    [InlineData(0, 2.5)]
    [InlineData(2, 1.25)]
    [InlineData(8, 0.5)]
    public void The_slope_shrinks_and_the_line_goes_through_the_means(double penalty, double slope)
    {
        var fitted = PooledRidge.Fit(Line, penalty);
        Assert.Equal(slope, (double)fitted["weight"], 1e-14);
        Assert.Equal(3 - slope, (double)fitted["bias"], 1e-14);
    }

    [Fact]
    public void Two_features_solve_the_normal_equations()
    {
        // Centred: x = (-1, -1), (0, 2), (1, -1), y = -3, 1, 2; x'x = diag(2, 6), x'y = (5, 3). With penalty 1: 5 / 3 and 3 / 7.
        var rows = new Batch(Tensor.Of(new[,] { { 0.0, 4 }, { 1, 7 }, { 2, 4 } }), Tensor.Of(new[,] { { 7.0 }, { 11 }, { 12 } }));
        var fitted = PooledRidge.Fit(rows, 1);
        Assert.All(fitted["weight"].ToDoubles().Zip([5 / 3.0, 3 / 7.0]), p => Assert.Equal(p.Second, p.First, 1e-14));
        Assert.Equal(10 - 5 / 3.0 - 5 * 3 / 7.0, (double)fitted["bias"], 1e-13);
    }

    [Fact]
    public void Its_gradient_is_zero_where_features_are_correlated_and_weighted()
    {
        var (x, y, w) = (new Key(1).Normal([9, 3], 4, DType.Float64), new Key(2).Normal([9, 2], 4, DType.Float64), new Key(3).Uniform(0, 1, [9], 4, DType.Float64));
        x += 2.0 * x.Slice(1, 0, 1) + 1.0;
        var fitted = PooledRidge.Fit(new(x, y, w), 0.7);
        var gradient = Gradient.Of(p => (w.Expand(-1) * (x.MatMul(p["weight"]) + p["bias"] - y).Power(2)).Sum().SumOverTasks() + 0.7 * p["weight"].Power(2).Sum(), fitted.Where(name => name != "penalty"));

        // 1e-11: sums of 72 terms in 64 bits, with a condition number of about 100.
        Assert.All(gradient.Flatten().ToDoubles(), g => Assert.Equal(0, g, 1e-11));
    }

    [Fact]
    public void Tasks_side_by_side_are_pooled_and_padding_does_not_count()
    {
        var pooled = PooledRidge.Fit(Line, 2);
        var tasks = new Batch(Tensor.Of([0.0, 1, 2, 1e6], [2, 1], 2), Tensor.Of([1.0, 2, 6, -1e6], [2, 1], 2), Tensor.Of([1.0, 1, 1, 0], [2], 2));
        Assert.All(PooledRidge.Fit(tasks, 2).Flatten().ToDoubles().Zip(pooled.Flatten().ToDoubles()), p => Assert.Equal(p.Second, p.First, 1e-14));
    }

    [Fact]
    public void The_penalty_that_does_best_on_other_tasks_is_chosen()
    {
        // The validation tasks lie on a slope of 1.25 through the same means: penalty 2. Rows of support and query count alike.
        Batch Rows(double x, double y) => new(Tensor.Of([x], [1, 1], 1), Tensor.Of([y], [1, 1], 1));
        var validation = new Episode(Rows(1, 3), Rows(5, 8));
        var fitted = new PooledRidge(1, penalties: [0, 2, 8]).Fit(Line, validation, new Key(0));
        Assert.Equal(2, (double)fitted["penalty"]);
        Assert.Equal(1.25, (double)fitted["weight"], 1e-14);
        Assert.Equal(0.01, (double)new PooledRidge(1).Fit(Line, new(Line, Line), new Key(0))["penalty"]);
        Refusal.Of<ArgumentException>(() => new PooledRidge(1, penalties: []).Fit(Line, validation, new Key(0)), "no penalties", "Expected at least one");
    }

    [Fact]
    public void It_predicts_for_every_task_without_adapting()
    {
        var learner = new PooledRidge(features: 1);
        var (fitted, tasks) = (PooledRidge.Fit(Line.Cast(DType.Float32), 2), new Batch(Tensor.Of([0f, 9, 4, 5], [2, 1], 2), Tensor.Of([7f, 7, 7, 7], [2, 1], 2)));
        var adapted = learner.Adapt(fitted, tasks, new Key(0));
        Assert.Equal("weight [2; 1, 1], bias [2; 1], penalty [2; ]", adapted.ToString());
        Assert.Equal([1.75, 13, 6.75, 8], learner.Predict(adapted, tasks.X).ToDoubles());
        Assert.Equal(DType.Float32, fitted["bias"].DType);
    }

    [Fact]
    public void It_begins_with_zeros()
    {
        var meta = new PooledRidge(3, 2).Init(new Key(1));
        Assert.Equal("weight [3, 2], bias [2], penalty []", meta.ToString());
        Assert.All(meta.Flatten().ToDoubles(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Refusal.Of<ArgumentException>(() => PooledRidge.Fit(Line, -1), "a penalty of -1", "at least 0");
        Refusal.Of<ShapeException>(() => PooledRidge.Fit(Line with { Y = Tensor.Of(1.0, 2, 6) }, 1), "[3, 1] and targets [3]", "y.Expand(-1)");
        Refusal.Of<ArgumentException>(() => PooledRidge.Fit(Line with { Weight = Tensor.Zeros([3], DType.Float64) }, 1), "a weight of 0 together", "more than 0");
        Assert.Throws<ArithmeticException>(() => PooledRidge.Fit(new(Tensor.Zeros([3, 1], DType.Float64), Line.Y), 0));
    }
}
