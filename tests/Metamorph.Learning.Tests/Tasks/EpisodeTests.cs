namespace Metamorph.Learning.Tests;

public sealed class EpisodeTests
{
    [Fact]
    public void Support_and_query_have_as_many_tasks()
    {
        Assert.Equal(3, new Episode(Rows(2, 3), Rows(5, 3)).Tasks);
        var error = Assert.Throws<ShapeException>(() => new Episode(Rows(2, 3), Rows(5, 4)).Tasks);
        Assert.Contains("support [3; 2, 1] has 3 tasks and whose query [4; 5, 1] has 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_are_taken_and_cast_in_both()
    {
        var taken = new Episode(Rows(2, 3), Rows(5, 3)).Take(1..2).Cast(DType.Float64);
        Assert.Equal("[1; 2, 1] Float64 {[[1], [1]]}", taken.Support.X.ToString());
        Assert.Equal("[1; 5, 1] Float64 {[[1], [1], [1], [1], [1]]}", taken.Query.Y.ToString());
    }

    private static Batch Rows(int rows, int tasks)
    {
        var x = Tensor.Arange(tasks, DType.Float32).AxisToTasks().BroadcastTo([rows, 1]);
        return new(x, x);
    }
}
