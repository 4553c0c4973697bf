namespace Metamorph.Data;

/// <summary>How the cells of a table are to become numbers.</summary>
public sealed record EncodingChoices
{
    /// <summary>The word among <see cref="Categorical"/> that stands for every column with a text that is no number.</summary>
    public const string Auto = "auto";

    /// <summary>Columns whose cells are names and no numbers, features or the target; <see cref="Auto"/> among them: also every column in which a training task has a text that is no number.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>What becomes of empty cells.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>What becomes of categories that no training task has.</summary>
    public UnknownCategory Unknown { get; init; }

    /// <summary>Whether a column of the training tasks is categorical.</summary>
    internal bool IsCategorical(string column, IReadOnlyList<TableTask> tasks) => Categorical.Contains(column)
        || (Categorical.Contains(Auto) && tasks.Any(t => t.Places.Any(row => !t.Table.IsEmpty(column, row) && !t.Table.IsNumber(column, row))));

    /// <summary>How a column is declared categorical, as messages say it.</summary>
    internal static string Mend(string column) => $"leave the column out, or say that it holds categories: --categorical {Quoted.Text(column)} (data.categorical), or {Auto} for all columns with texts";
}
