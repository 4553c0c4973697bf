namespace Metamorph.Data;

/// <summary>
/// Episodes of the tasks of a table: some rows of a task, drawn by chance or the first in an order, are the support, and of the others all
/// or some are the query. No row is in both.
/// </summary>
public sealed class TableEpisodes
{
    private readonly IReadOnlyList<TableTask> tasks;
    private readonly (Tensor X, Tensor Y)[] rows;
    private readonly int[]?[] first;
    private readonly int support;
    private readonly int? query;

    /// <summary>Prepares to draw episodes.</summary>
    /// <param name="tasks">A part of the tasks; at least one.</param>
    /// <param name="encoding">What makes tensors of them, fitted on the training tasks.</param>
    /// <param name="support">Rows of each task to learn from: at least 1.</param>
    /// <param name="query">Rows of each task to be judged by, at most, in <see cref="Draw"/>; null: all that are left.</param>
    /// <exception cref="TableException">There is no task, or one does not have a row more than <paramref name="support"/>, or a cell cannot be encoded.</exception>
    public TableEpisodes(IReadOnlyList<TableTask> tasks, TableEncoding encoding, int support, int? query = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentOutOfRangeException.ThrowIfLessThan(support, 1);
        if (query is int most) ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(query));
        if (tasks.Count == 0) throw new TableException("episodes were to be drawn from no tasks. Expected at least one.");
        RequireRows(tasks, support);
        (this.tasks, this.support, this.query) = (tasks, support, query);
        rows = [.. tasks.Select(encoding.Encode)];
        first = [.. tasks.Select(FirstInOrder)];
        Names = [.. tasks.Select(t => t.Name)];
    }

    /// <summary>The names of the tasks, in the order in which <see cref="All"/> has them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Draws episodes for training, every task equally likely: a <see cref="TaskDistribution{TTask}"/>.</summary>
    /// <param name="key">Where random numbers come from: episode t is drawn from <c>key.Fold(t)</c> alone.</param>
    /// <param name="tasks">How many.</param>
    /// <returns>Float32, x: [tasks; n, inputs], y: [tasks; n, 1], or Int32 labels [tasks; n]; shorter queries are padded with rows of weight 0.</returns>
    public Episode Draw(Key key, int tasks) => Episodes(Enumerable.Range(0, tasks).Select(t =>
    {
        var (taskKey, rowsKey) = key.Fold(t).Split();
        return Drawn((int)taskKey.Integers(0, rows.Length, []), rowsKey, query);
    }));

    /// <summary>Every task once, or several times with other rows to learn from: for evaluation. All rows that are left are the query. Where rows have an order (<see cref="TaskColumns.Order"/>), all draws are alike.</summary>
    /// <param name="key">Where random numbers come from: draw d of task t from <c>key.Fold(d).Fold(t)</c> alone.</param>
    /// <param name="draws">How often every task comes: at least once.</param>
    /// <returns>As <see cref="Draw"/>: all tasks in the order of <see cref="Names"/>, then all again for the next draw.</returns>
    public Episode All(Key key, int draws = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        return Episodes(Enumerable.Range(0, draws).SelectMany(d => Enumerable.Range(0, rows.Length).Select(t => Drawn(t, key.Fold(d).Fold(t), null))));
    }

    /// <summary>The mean over draws of numbers that were measured on <see cref="All"/>.</summary>
    /// <param name="errors">One number for each task of the episode, in its order.</param>
    /// <returns>One number for each of <see cref="Names"/>.</returns>
    /// <exception cref="ArgumentException">There is not one number for each task of every draw.</exception>
    public double[] MeanOverDraws(IReadOnlyList<double> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        int count = Names.Count;
        if (errors.Count == 0 || errors.Count % count != 0)
            throw new ArgumentException($"{errors.Count} numbers for draws of {count} tasks. Expected a multiple of {count}: one for each task of every draw.");
        return [.. Enumerable.Range(0, count).Select(t => Enumerable.Range(0, errors.Count / count).Average(d => errors[d * count + t]))];
    }

    private Episode Episodes(IEnumerable<(int Task, DrawnRows Rows)> drawn)
    {
        var episodes = drawn.ToArray();
        return new(
            Batch.Of([.. episodes.Select(e => Taken(e.Task, e.Rows.Support))]),
            Batch.Of([.. episodes.Select(e => Taken(e.Task, e.Rows.Query))]));
    }

    /// <summary>Tasks without a row more than are learned from: those that cannot be an episode.</summary>
    /// <param name="tasks">Tasks.</param>
    /// <param name="support">Rows of each task to learn from.</param>
    /// <returns>Those of them with at most <paramref name="support"/> rows.</returns>
    public static IReadOnlyList<TableTask> TooSmall(IReadOnlyList<TableTask> tasks, int support) => [.. tasks.Where(t => t.Rows <= support)];

    private (int Task, DrawnRows Rows) Drawn(int task, Key key, int? most) => (task, DrawnRows.Of(tasks[task], key, support, most, first[task]));

    private (Tensor X, Tensor Y) Taken(int task, int[] chosen) => (rows[task].X.Take(Tensor.Of(chosen)), rows[task].Y.Take(Tensor.Of(chosen)));

    /// <summary>The rows of a task in their order, those of equal numbers as they stand in the file, as places among its rows; null: there is no order.</summary>
    private int[]? FirstInOrder(TableTask task) => task.Columns.Order is { } column
        ? [.. Enumerable.Range(0, task.Rows).OrderBy(i => task.Table.Number(column, task.Places[i], $"or order by another column than {Quoted.Text(column)}")).Take(support)]
        : null;

    private static void RequireRows(IReadOnlyList<TableTask> tasks, int support)
    {
        var small = TooSmall(tasks, support);
        if (small is not [var first, ..]) return;
        string others = small.Count == 1 ? "" : $" {small.Count - 1} other {(small.Count == 2 ? "task has" : "tasks have")} too few as well: {Quoted.List([.. small.Skip(1).Select(t => Quoted.Text(t.Name))])}.";
        throw new TableException($"{first.Table.Name}: task {Quoted.Text(first.Name)} has {first.Rows} {(first.Rows == 1 ? "row" : "rows")}. Expected at least {support + 1} (support {support} + query 1). Ask for fewer support rows, leave the task out of the file, or drop all such tasks (--drop-small-tasks, data.dropSmall=true).{others}");
    }
}
