namespace Metamorph.Tensors.Tests.Derivatives;

/// <summary>What a gradient demands of its function, and what it says when it does not get it.</summary>
public sealed class GradientTests
{
    private static readonly Tensor PerTask = Tensor.Of([1.0, 2.0, 3.0], [], 3);

    [Fact]
    public void A_gradient_per_task_is_that_of_each_task()
    {
        Assert.Equal([3, 12, 27], Gradient.Of(x => x * x * x, PerTask).ToArray<double>());
    }

    [Fact]
    public void A_loss_per_task_against_shared_parameters_names_both_mends()
    {
        var error = Assert.Throws<ShapeException>(() => Gradient.Of(w => w * PerTask, Tensor.Of(1.0)));
        Assert.Contains("[3; ]", error.Message, StringComparison.Ordinal);
        Assert.Contains("'x' []", error.Message, StringComparison.Ordinal);
        Assert.Contains("parameters.PerTask(3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("loss.MeanOverTasks()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mean_over_tasks_inside_of_a_gradient_per_task_is_refused()
    {
        Assert.Contains("3 tasks", Assert.Throws<ShapeException>(() => Gradient.Of(x => x.MeanOverTasks(), PerTask)).Message, StringComparison.Ordinal);

        // Also where the mean has been spread over tasks again.
        var error = Assert.Throws<ShapeException>(() => Gradient.Of(x => x.MeanOverTasks() * x, PerTask));
        Assert.Contains("Sum takes [3; ] to []", error.Message, StringComparison.Ordinal);
        Assert.Contains("outside of Gradient.Of", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Gradient.Of(x => Checkpoint.Step(z => z.MeanOverTasks() * z, x), PerTask));
        Assert.Throws<ShapeException>(() => Gradient.Of(x => x.TasksToAxis().Sum() * x, PerTask));
        Assert.Throws<ShapeException>(() => Gradient.Of(x => Tensor.StackTasks([.. Enumerable.Repeat(x.SumOverTasks(), 3)]), PerTask));
    }

    [Fact]
    public void Moving_tasks_is_refused_in_a_gradient_per_task_unless_they_come_back()
    {
        var error = Assert.Throws<ShapeException>(() => Gradient.Of(x => x.TakeTasks([1, 2, 0]), PerTask));
        Assert.Contains("task 0 of the result [3; ] depends on the variables of task 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Gradient.Of(x => x * x.TakeTasks([1, 2, 0]), PerTask));
        Assert.Throws<ShapeException>(() => Gradient.Of(x => x.TileTasks(2).MeanOverGroups(2), PerTask));

        // A population of 4 for each task: the mean of (x + e)^2 over e = 0..3 has the derivative 2 (x + 1.5).
        var noise = Tensor.Of([0.0, 1, 2, 3], [], 4).TileTasks(3);
        Assert.Equal([5, 7, 9], Gradient.Of(x => (x.RepeatTasks(4) + noise).Power(2).MeanOverGroups(4), PerTask).ToArray<double>());
        Assert.Equal([2, 4, 6], Gradient.Of(x => x.TakeTasks([2, 0, 1]).TakeTasks([1, 2, 0]) * x, PerTask).ToArray<double>());
    }

    [Fact]
    public void More_than_one_number_is_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Gradient.Of(x => x * x, Tensor.Of(1.0, 2.0)));
        Assert.Contains("returned [2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("loss.Mean()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integer_variable_is_refused()
    {
        var error = Assert.Throws<DTypeException>(() => Gradient.Of(x => x.Cast(DType.Float32).Sum(), Tensor.Of(1, 2)));
        Assert.Contains("'x' [2] holds Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_direction_of_another_form_is_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Gradient.Along(x => x, Tensor.Of(1.0, 2.0), Tensor.Of(1.0)));
        Assert.Contains("'x' is [2] Float64 and its direction [] Float64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_stops_listening_when_its_function_throws()
    {
        Tensor? leak = null;
        Assert.Throws<InvalidOperationException>(() => Gradient.Of(x => (leak = x) is null ? x : throw new InvalidOperationException(), Tensor.Of(1.0)));
        Assert.Null((leak! * 2.0).Node);
    }

    [Fact]
    public void The_same_tensor_twice_counts_twice()
    {
        Assert.Equal(6, (double)Gradient.Of(x => x * x, Tensor.Of(3.0)));
        Assert.Equal(1, (double)Gradient.Of(x => x, Tensor.Of(3.0)));
    }
}
