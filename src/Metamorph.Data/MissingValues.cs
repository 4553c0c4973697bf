namespace Metamorph.Data;

/// <summary>What becomes of empty cells among the features. A target or a task is never filled in.</summary>
public enum MissingValues
{
    /// <summary>They are refused.</summary>
    Error,

    /// <summary>They are filled with the mean of the training tasks' rows; of a category, with the share of each.</summary>
    Mean,

    /// <summary>As <see cref="Mean"/>, and a further input is 1 where a cell was empty, for each column with an empty cell in the training tasks.</summary>
    Indicator,

    /// <summary>Rows with one are left out. Where predictions are asked for they are refused, for each row is to get one.</summary>
    Drop,
}
