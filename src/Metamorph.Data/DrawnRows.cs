namespace Metamorph.Data;

/// <summary>Which rows of a task an episode learns from and which it is judged by.</summary>
/// <param name="Support">Places of rows in the task, in the order in which they were drawn, or in their own.</param>
/// <param name="Query">Places of other rows, in the order of the table.</param>
internal sealed record DrawnRows(int[] Support, int[] Query)
{
    /// <summary>Draws rows without replacement, every choice equally likely, but for a support that is given.</summary>
    /// <param name="task">A task with more rows than <paramref name="support"/>.</param>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="support">How many rows to learn from.</param>
    /// <param name="query">How many others at most; null: all that are left.</param>
    /// <param name="first">The rows to learn from; null: they are drawn.</param>
    internal static DrawnRows Of(TableTask task, Key key, int support, int? query, int[]? first)
    {
        int[] order = key.Permutation(task.Rows).ToArray<int>();
        if (first is not null) order = [.. first, .. order.Except(first)];
        int[] left = order[support..];
        int[] chosen = query is int most && most < left.Length ? left[..most] : left;
        Array.Sort(chosen);
        var drawn = new DrawnRows(order[..support], chosen);
        drawn.RequireDisjoint(task);
        return drawn;
    }

    // A row that is both learned from and judged by makes every result look better than it is.
    private void RequireDisjoint(TableTask task)
    {
        HashSet<int> places = [];
        foreach (int row in Support.Concat(Query))
        {
            if (!places.Add(task.Places[row]))
                throw new InvalidOperationException($"{task.Table.FileOf(task.Places[row])}: line {task.Lines[row]} came twice in an episode of task {Quoted.Text(task.Name)}. Expected every row once at most, in the support or in the query: each row of a task has a place of its own in the table.");
        }
    }
}
