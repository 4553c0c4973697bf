namespace Metamorph.Data;

/// <summary>One of the tasks in a table: a school, a patient, a machine.</summary>
/// <param name="Name">What stands in the task column.</param>
/// <param name="Columns">Which columns its numbers come from.</param>
/// <param name="Lines">For every row, the line of the file that it begins on: no two rows have the same.</param>
/// <param name="X">Features as they stand in the table: Float64 [rows, features].</param>
/// <param name="Y">Targets as they stand in the table: Float64 [rows, 1].</param>
public sealed record TableTask(string Name, TaskColumns Columns, IReadOnlyList<int> Lines, Tensor X, Tensor Y)
{
    /// <summary>The number of rows.</summary>
    public int Rows => Lines.Count;
}
