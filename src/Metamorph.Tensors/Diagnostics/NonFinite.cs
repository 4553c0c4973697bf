namespace Metamorph.Tensors;

/// <summary>Where a computation first made a number that is infinite or not a number.</summary>
/// <param name="Primitive">The primitive that made it.</param>
/// <param name="Inputs">The forms of its inputs; one that was not finite before is marked.</param>
/// <param name="Task">The first task that it happened in; null where all tasks share it.</param>
public sealed record NonFinite(string Primitive, IReadOnlyList<string> Inputs, int? Task)
{
    /// <summary>The finding as a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"The first primitive with a result that is not finite is {Primitive} of {string.Join(" and ", Inputs)}{(Task is int task ? $", task {task}" : "")}.";
}
