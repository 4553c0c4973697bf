namespace Metamorph.Data;

/// <summary>How a column of a table becomes inputs: one number; or one for each category, 1 for the row's own and 0 for the others; and, where it is wanted, one that is 1 where the cell is empty.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Categories">Those that are known, in order; null: the column holds numbers.</param>
/// <param name="Indicator">Whether a last input says that the cell is empty.</param>
internal sealed record FeatureColumn(string Name, IReadOnlyList<string>? Categories, bool Indicator)
{
    /// <summary>How many inputs it becomes.</summary>
    internal int Width => ValueWidth + (Indicator ? 1 : 0);

    /// <summary>How many of them stand for the cell's value.</summary>
    internal int ValueWidth => Categories?.Count ?? 1;

    /// <summary>The names of its inputs: its own; for categories, its own with each of them.</summary>
    internal IEnumerable<string> InputNames =>
        [.. Categories is null ? [Name] : Categories.Select(c => $"{Name}={c}"), .. Indicator ? [$"{Name} is empty"] : Array.Empty<string>()];

    internal static FeatureColumn Fit(string name, IReadOnlyList<TableTask> tasks, EncodingChoices choices) => new(
        name,
        choices.IsCategorical(name, tasks) ? Data.Categories.Of(name, tasks) : null,
        choices.Missing == MissingValues.Indicator && tasks.Any(t => t.Places.Any(row => t.Table.IsEmpty(name, row))));

    /// <summary>The inputs of a cell before they are scaled; NaN for the value of an empty one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row.</param>
    /// <param name="choices">What becomes of empty cells and unknown categories.</param>
    /// <param name="inputs">Where they go: <see cref="Width"/> numbers.</param>
    /// <exception cref="TableException">The cell is empty, unknown or no number, where that is refused.</exception>
    internal void Write(Table table, int row, EncodingChoices choices, Span<double> inputs)
    {
        inputs.Clear();
        bool empty = table.IsEmpty(Name, row);
        if (empty && choices.Missing is MissingValues.Mean or MissingValues.Indicator)
        {
            inputs[..ValueWidth].Fill(double.NaN);
            if (Indicator) inputs[^1] = 1;
        }
        else if (Categories is null)
        {
            inputs[0] = table.Number(Name, row, EncodingChoices.Mend(Name), MissingMend(choices));
        }
        else if (empty)
        {
            throw new TableException($"{table.Place(Name, row)}: the cell is empty. Expected a category. Fill the cell, {MissingMend(choices)}.");
        }
        else if (Place(Data.Categories.At(table, Name, row)) is var place and >= 0)
        {
            inputs[place] = 1;
        }
        else if (choices.Unknown == UnknownCategory.Error)
        {
            throw new TableException($"{table.Place(Name, row)}: {Quoted.Text(table.Texts(Name)[row])} is a category that no training task has. Expected one of: {Quoted.List([.. Categories])}. Mend the cell or leave the row out, or train with --unknown zeros (data.unknown), by which an unknown category is none of the known ones.");
        }
    }

    private int Place(string category)
    {
        for (int i = 0; i < Categories!.Count; i++)
            if (Categories[i] == category) return i;
        return -1;
    }

    private static string MissingMend(EncodingChoices choices) => choices.Missing == MissingValues.Drop
        ? "or leave the row out: the model was trained on whole rows alone (data.missing=drop)"
        : "leave the row or the column out, or train with --missing mean, indicator or drop (data.missing)";
}
