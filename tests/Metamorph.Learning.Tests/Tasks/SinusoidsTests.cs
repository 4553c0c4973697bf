namespace Metamorph.Learning.Tests;

public sealed class SinusoidsTests
{
    private static readonly Episode Tasks = new Sinusoids(10, 15).Draw(new Key(51), 200);

    [Fact]
    public void Support_and_query_of_a_task_are_points_of_one_wave()
    {
        Assert.Equal(("[200; 10, 1]", "[200; 15, 1]"), (Tasks.Support.X.Form, Tasks.Query.Y.Form));
        Assert.All(Tasks.Query.X.ToArray<float>(), v => Assert.InRange(v, -5f, 5f));
        Assert.Empty(Tasks.Support.X.ToArray<float>().Intersect(Tasks.Query.X.ToArray<float>()));

        // a sin(x - p) = u sin(x) + v cos(x): least squares on the support has u and v, and they tell the query.
        var (support, query) = (Tasks.Support.Cast(DType.Float64), Tasks.Query.Cast(DType.Float64));
        var (fit, seen) = (Features(support.X), Features(query.X));
        var uv = fit.Transpose().MatMul(fit).SolvePositiveDefinite(fit.Transpose().MatMul(support.Y));

        // y is rounded to Float32: 5 times 2^-24, and some more where ten points lie close together.
        Nearly.Equal(query.Y, seen.MatMul(uv), 1e-4);
        Assert.All(uv.ToArray<double>().Chunk(2), p => Assert.InRange(Math.Sqrt(p[0] * p[0] + p[1] * p[1]), 0.0999, 5.001));

        // The phase is in 0 .. pi: v = -a sin(p) is never positive.
        Assert.All(uv.ToArray<double>().Chunk(2), p => Assert.InRange(p[1], -5.001, 1e-4));

        static Tensor Features(Tensor x) => Tensor.Concatenate([x.Sin(), x.Cos()], -1);
    }

    [Fact]
    public void The_first_tasks_of_many_are_those_drawn_alone()
    {
        var few = new Sinusoids(10, 15).Draw(new Key(51), 3);
        Assert.Equal(few.Support.Y.ToArray<float>(), Tasks.Support.Take(..3).Y.ToArray<float>());
        Assert.Equal(few.Query.X.ToArray<float>(), Tasks.Query.Take(..3).X.ToArray<float>());
    }

    [Fact]
    public void Revealed_amplitudes_and_phases_stand_beside_the_same_points()
    {
        var told = (new Sinusoids(10, 15) { Revealed = true }).Draw(new Key(51), 200);
        Assert.Equal("[200; 10, 3]", told.Support.X.Form);
        Assert.Equal(Tasks.Query.X.ToArray<float>(), told.Query.X.Slice(1, 0, 1).ToArray<float>());
        Assert.Equal(Tasks.Query.Y.ToArray<float>(), told.Query.Y.ToArray<float>());
        var x = told.Query.X;
        Assert.Equal(told.Query.Y.ToArray<float>(), (x.Slice(1, 1, 1) * (x.Slice(1, 0, 1) - x.Slice(1, 2, 1)).Sin()).ToArray<float>());
    }
}
