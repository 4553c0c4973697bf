
namespace Metamorph.Tensors;

/// <content>Moves along the task axis. Moving is not crossing: every task's numbers stay its own.</content>
public sealed partial class Tensor
{
    /// <summary>The same array for each of some tasks. Copies nothing; its derivative sums over tasks.</summary>
    /// <param name="tasks">The number of tasks; null, or the number that it has: left as it is.</param>
    /// <returns>[tasks; shape]</returns>
    /// <exception cref="ShapeException">It has another number of tasks already.</exception>
    public Tensor PerTask(int? tasks) => tasks is null || tasks == Tasks ? this
        : Tasks is null ? StretchTo(Shape, tasks)
        : throw new ShapeException($"PerTask: {Form} has {Tasks} tasks already, not {tasks}. Take the tasks that you mean with TakeTasks.");

    /// <summary>The mean over tasks: one array that all tasks share. A tensor without tasks is left as it is.</summary>
    /// <returns>[shape], without tasks.</returns>
    public Tensor MeanOverTasks() => Tasks is int tasks ? SumOverTasks() * (1.0 / tasks) : this;

    /// <summary>The sum over tasks: one array that all tasks share. A tensor without tasks is left as it is.</summary>
    /// <returns>[shape], without tasks.</returns>
    public Tensor SumOverTasks() => Tasks is null ? this : new SumToPrimitive(Shape, null).Apply(this);

    /// <summary>Some of the tasks.</summary>
    /// <param name="tasks">Which tasks, as <c>2..5</c>.</param>
    /// <returns>[count; shape]; a tensor that all tasks share is left as it is.</returns>
    /// <exception cref="ShapeException">There are no such tasks.</exception>
    public Tensor TakeTasks(Range tasks)
    {
        if (Tasks is not int count) return this;
        int start = tasks.Start.GetOffset(count), end = tasks.End.GetOffset(count);
        return start >= 0 && end >= start && end <= count
            ? TakeTasks([.. Enumerable.Range(start, end - start)])
            : throw new ShapeException($"TakeTasks: the tasks {tasks} are not in {Form}, which has {count}.");
    }

    /// <summary>Tasks in another order, some of them, or some several times.</summary>
    /// <param name="tasks">For every task of the result, the task that it comes from.</param>
    /// <returns>[tasks.Length; shape]; a tensor that all tasks share is left as it is.</returns>
    /// <exception cref="ShapeException">There is no such task.</exception>
    public Tensor TakeTasks(int[] tasks)
    {
        if (Tasks is not int count) return this;
        foreach (int task in tasks)
            if ((uint)task >= (uint)count) throw new ShapeException($"TakeTasks: {Form} has no task {task}. Expected 0 to {count - 1}.");
        return new TakeTasksPrimitive([.. tasks]).Apply(this);
    }

    /// <summary>Every task <paramref name="times"/> times in a row: 0, 0, 1, 1, 2, 2.</summary>
    /// <param name="times">How often.</param>
    /// <returns>[tasks * times; shape]</returns>
    public Tensor RepeatTasks(int times) => TakeTasks([.. Enumerable.Range(0, (Tasks ?? 0) * times).Select(i => i / times)]);

    /// <summary>All tasks <paramref name="times"/> times over: 0, 1, 2, 0, 1, 2.</summary>
    /// <param name="times">How often.</param>
    /// <returns>[tasks * times; shape]</returns>
    public Tensor TileTasks(int times) => TakeTasks([.. Enumerable.Range(0, (Tasks ?? 0) * times).Select(i => i % Tasks!.Value)]);

    /// <summary>The mean of each group of neighbours: undoes <see cref="RepeatTasks"/>.</summary>
    /// <param name="size">Tasks per group; it divides the number of tasks.</param>
    /// <returns>[tasks / size; shape]</returns>
    /// <exception cref="ShapeException">The groups do not come out even.</exception>
    public Tensor MeanOverGroups(int size)
    {
        if (Tasks is not int tasks) return this;
        if (size < 1 || tasks % size != 0) throw new ShapeException($"MeanOverGroups: {tasks} tasks of {Form} do not divide into groups of {size}.");
        return new SumTasksPrimitive([.. Enumerable.Range(0, tasks).Select(i => i / size)], tasks / size).Apply(this) * (1.0 / size);
    }

    /// <summary>The task axis as the first axis of the shape.</summary>
    /// <returns>[tasks, shape], without tasks.</returns>
    /// <exception cref="ShapeException">There is no task axis.</exception>
    public Tensor TasksToAxis() => Tasks is int tasks
        ? new ReshapePrimitive([tasks, .. Shape.Span], null).Apply(this)
        : throw new ShapeException($"TasksToAxis: {Form} has no task axis.");

    /// <summary>The first axis of the shape as the task axis.</summary>
    /// <returns>[first; rest of the shape]</returns>
    /// <exception cref="ShapeException">There is a task axis already, or no axis.</exception>
    public Tensor AxisToTasks() => Tasks is null && Rank > 0
        ? new ReshapePrimitive(Shape.Without(0), Shape[0]).Apply(this)
        : throw new ShapeException($"AxisToTasks: {Form} {(Rank == 0 ? "has no axis" : "has a task axis already")}. Expected a tensor [tasks, ...] without tasks.");

    /// <summary>The tasks of several tensors one after another. One that all tasks share counts as one task.</summary>
    /// <param name="parts">At least one tensor, all of one shape and dtype.</param>
    /// <returns>[sum of tasks; shape]</returns>
    /// <exception cref="ShapeException">Shapes differ.</exception>
    public static Tensor StackTasks(params IReadOnlyList<Tensor> parts) =>
        ConcatenatePrimitive.Join([.. parts.Select(p => p.PerTask(p.Tasks ?? 1))], ConcatenatePrimitive.TaskAxis, "StackTasks");
}
