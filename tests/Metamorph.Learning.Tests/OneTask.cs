namespace Metamorph.Learning.Tests;

/// <summary>One task of many as a value without a task axis: what a loop over tasks works on.</summary>
internal static class OneTask
{
    internal static Tensor Alone(this Tensor x, int task) => x.Tasks is null ? x : x.TakeTasks(task..(task + 1)).TasksToAxis().Reshape(x.Shape);

    internal static ParameterSet Alone(this ParameterSet x, int task) => x.Map(v => v.Alone(task));
}
