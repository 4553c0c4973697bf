namespace Metamorph.Data;

/// <summary>What is said of numbers of a table that cannot be brought to scale.</summary>
internal static class TooLarge
{
    internal static TableException Measured(Table table, string column) =>
        new($"{table.Name}: the numbers of column {Quoted.Text(column)} are too large for a mean and a deviation. Expected numbers of at most about 1e150 in magnitude. Rescale the column.");

    internal static TableException Scaled(double scaled, Table table, string column, int row) =>
        new(FormattableString.Invariant($"{table.Place(column, row)}: the number is {scaled:g3} deviations from the mean of the training tasks. Expected at most 3e38. Mend the cell, or leave the row or the column out."));
}
