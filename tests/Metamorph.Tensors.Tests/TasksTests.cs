namespace Metamorph.Tensors.Tests;

public sealed class TasksTests
{
    private static readonly Tensor X = Tensor.Of([1, 2, 3, 4, 5, 6], [2], 3);

    private static readonly Tensor Shared = Tensor.Of(7, 8);

    [Fact]
    public void PerTask_is_the_same_for_each_without_a_copy()
    {
        Assert.Equal("[3; 2] Int32 {[7, 8], [7, 8], [7, 8]}", Shared.PerTask(3).ToString());
        Assert.True(Shared.PerTask(3).SharesStorage(Shared));
        Assert.Same(Shared, Shared.PerTask(null));
        Assert.Same(X, X.PerTask(3));
        Assert.Same(X, X.PerTask(null));
        Assert.Equal("PerTask: [3; 2] has 3 tasks already, not 4. Take the tasks that you mean with TakeTasks.", Assert.Throws<ShapeException>(() => X.PerTask(4)).Message);
    }

    [Fact]
    public void Means_and_sums_over_tasks_have_no_tasks()
    {
        Assert.Equal("[2] Int32 [9, 12]", X.SumOverTasks().ToString());
        Assert.Equal("[2] Float64 [3, 4]", X.Cast(DType.Float64).MeanOverTasks().ToString());
        Assert.Same(Shared, Shared.SumOverTasks());
        Assert.Same(Shared, Shared.MeanOverTasks());
        Assert.Equal("[2] Int32 [21, 24]", Shared.PerTask(3).SumOverTasks().ToString());
    }

    [Fact]
    public void Tasks_are_taken_by_range_or_one_by_one()
    {
        Assert.Equal("[2; 2] Int32 {[3, 4], [5, 6]}", X.TakeTasks(1..).ToString());
        Assert.Equal("[1; 2] Int32 {[5, 6]}", X.TakeTasks(^1..).ToString());
        Assert.Equal("[0; 2] Int32 {}", X.TakeTasks(2..2).ToString());
        Assert.Equal("[4; 2] Int32 {[5, 6], [1, 2], [5, 6], [3, 4]}", X.TakeTasks([2, 0, 2, 1]).ToString());
        Assert.Same(Shared, Shared.TakeTasks([0, 99]));
        Assert.Same(Shared, Shared.TakeTasks(5..9));
    }

    [Fact]
    public void Tasks_that_do_not_exist_are_refused()
    {
        Assert.Equal("TakeTasks: [3; 2] has no task 3. Expected 0 to 2.", Assert.Throws<ShapeException>(() => X.TakeTasks([0, 3])).Message);
        Assert.Throws<ShapeException>(() => X.TakeTasks([-1]));
        Assert.Equal("TakeTasks: the tasks 2..5 are not in [3; 2], which has 3.", Assert.Throws<ShapeException>(() => X.TakeTasks(2..5)).Message);
        Assert.Throws<ShapeException>(() => X.TakeTasks(2..1));
        Assert.Throws<ShapeException>(() => X.TakeTasks(^4..));
    }

    [Fact]
    public void Tasks_are_repeated_in_a_row_or_tiled()
    {
        Assert.Equal("[6; 2] Int32 {[1, 2], [1, 2], [3, 4], [3, 4], [5, 6], [5, 6]}", X.RepeatTasks(2).ToString());
        Assert.Equal("[6; 2] Int32 {[1, 2], [3, 4], [5, 6], [1, 2], [3, 4], [5, 6]}", X.TileTasks(2).ToString());
        Assert.Equal("[0; 2] Int32 {}", X.RepeatTasks(0).ToString());
        Assert.Same(Shared, Shared.RepeatTasks(2));
        Assert.Same(Shared, Shared.TileTasks(2));
    }

    [Fact]
    public void Groups_of_neighbours_are_averaged()
    {
        var x = Tensor.Of([1.0, 3, 5, 9], [], 4);
        Assert.Equal("[2; ] Float64 {2, 7}", x.MeanOverGroups(2).ToString());
        Assert.Equal("[1; ] Float64 {4.5}", x.MeanOverGroups(4).ToString());
        Assert.Equal("[4; ] Float64 {1, 3, 5, 9}", x.RepeatTasks(3).MeanOverGroups(3).ToString());
        Assert.Equal("MeanOverGroups: 4 tasks of [4; ] do not divide into groups of 3.", Assert.Throws<ShapeException>(() => x.MeanOverGroups(3)).Message);
        Assert.Throws<ShapeException>(() => x.MeanOverGroups(0));
        Assert.Same(Shared, Shared.MeanOverGroups(5));
    }

    [Fact]
    public void The_task_axis_becomes_an_axis_and_comes_back()
    {
        Assert.Equal("[3, 2] Int32 [[1, 2], [3, 4], [5, 6]]", X.TasksToAxis().ToString());
        Assert.Equal(X.ToString(), X.TasksToAxis().AxisToTasks().ToString());
        Assert.Equal("[2; ] Int32 {7, 8}", Shared.AxisToTasks().ToString());
        Assert.Equal("TasksToAxis: [2] has no task axis.", Assert.Throws<ShapeException>(() => Shared.TasksToAxis()).Message);
        Assert.Equal(
            "AxisToTasks: [3; 2] has a task axis already. Expected a tensor [tasks, ...] without tasks.", Assert.Throws<ShapeException>(() => X.AxisToTasks()).Message);
        Assert.Contains("[] has no axis", Assert.Throws<ShapeException>(() => Tensor.Of(1).AxisToTasks()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_of_several_tensors_are_stacked_and_a_shared_one_is_one_task()
    {
        Assert.Equal("[5; 2] Int32 {[1, 2], [3, 4], [5, 6], [7, 8], [7, 8]}", Tensor.StackTasks(X, Shared, Shared).ToString());
        Assert.Equal("[1; 2] Int32 {[7, 8]}", Tensor.StackTasks(Shared).ToString());
        Assert.Contains("StackTasks: [1; 3] does not fit to [3; 2]", Assert.Throws<ShapeException>(() => Tensor.StackTasks(X, Tensor.Of(1, 2, 3))).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => Tensor.StackTasks(X, Tensor.Of(1.0, 2)));
        Assert.Equal("StackTasks: no parts. Expected at least one tensor.", Assert.Throws<ShapeException>(() => Tensor.StackTasks()).Message);
    }
}
