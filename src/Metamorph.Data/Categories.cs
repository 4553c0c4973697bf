namespace Metamorph.Data;

/// <summary>The categories of a column, which are those that the training tasks have in it, in the order of their letters' codes.</summary>
internal static class Categories
{
    // A column of identifiers, taken for one of categories, would fill the memory and teach nothing.
    private const int Most = 1000;

    /// <summary>A cell without the blanks around it.</summary>
    internal static string At(Table table, string column, int row) => table.Texts(column)[row].Trim();

    /// <exception cref="TableException">There is none, or there are more than 1000.</exception>
    internal static string[] Of(string column, IReadOnlyList<TableTask> tasks)
    {
        string[] found = [.. tasks.SelectMany(t => t.Places.Select(row => At(t.Table, column, row))).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return found.Length switch
        {
            0 => throw new TableException($"{tasks[0].Table.Name}: column {Quoted.Text(column)} is empty in all rows of the training tasks. Expected categories. Leave the column out."),
            > Most => throw new TableException($"{tasks[0].Table.Name}: column {Quoted.Text(column)} has {found.Length} categories in the training tasks, such as {Quoted.Text(found[0])}. Expected at most {Most}. Leave the column out: names of single rows are no feature."),
            _ => found,
        };
    }
}
