namespace Metamorph.Data;

/// <summary>
/// Episodes of the tasks of a table: some rows of a task, drawn by chance, are the support, and of the others all or some are the query.
/// No row is in both.
/// </summary>
public sealed class TableEpisodes
{
    private readonly IReadOnlyList<TableTask> tasks;
    private readonly (Tensor X, Tensor Y)[] rows;
    private readonly int support;
    private readonly int? query;

    /// <summary>Prepares to draw episodes.</summary>
    /// <param name="tasks">A part of the tasks; at least one.</param>
    /// <param name="standardization">What brings them to scale, measured on the training tasks.</param>
    /// <param name="support">Rows of each task to learn from: at least 1.</param>
    /// <param name="query">Rows of each task to be judged by, at most, in <see cref="Draw"/>; null: all that are left.</param>
    /// <exception cref="TableException">There is no task, or one does not have a row more than <paramref name="support"/>, or the standardization does not fit.</exception>
    public TableEpisodes(IReadOnlyList<TableTask> tasks, Standardization standardization, int support, int? query = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(standardization);
        ArgumentOutOfRangeException.ThrowIfLessThan(support, 1);
        if (query is int most) ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(query));
        if (tasks.Count == 0) throw new TableException("episodes were to be drawn from no tasks. Expected at least one.");
        RequireRows(tasks, support);
        (this.tasks, this.support, this.query) = (tasks, support, query);
        rows = [.. tasks.Select(standardization.Apply)];
        Names = [.. tasks.Select(t => t.Name)];
    }

    /// <summary>The names of the tasks, in the order in which <see cref="All"/> has them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Draws episodes for training, every task equally likely: a <see cref="TaskDistribution{TTask}"/>.</summary>
    /// <param name="key">Where random numbers come from: episode t is drawn from <c>key.Fold(t)</c> alone.</param>
    /// <param name="tasks">How many.</param>
    /// <returns>Float32, x: [tasks; n, features], y: [tasks; n, 1]; shorter queries are padded with rows of weight 0.</returns>
    public Episode Draw(Key key, int tasks) => Episodes(Enumerable.Range(0, tasks).Select(t =>
    {
        var (taskKey, rowsKey) = key.Fold(t).Split();
        return Drawn((int)taskKey.Integers(0, rows.Length, []), rowsKey, query);
    }));

    /// <summary>Every task once, or several times with other rows to learn from: for evaluation. All rows that are left are the query.</summary>
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

    private (int Task, DrawnRows Rows) Drawn(int task, Key key, int? most) => (task, DrawnRows.Of(tasks[task], key, support, most));

    private (Tensor X, Tensor Y) Taken(int task, int[] chosen) => (rows[task].X.Take(Tensor.Of(chosen)), rows[task].Y.Take(Tensor.Of(chosen)));

    private static void RequireRows(IReadOnlyList<TableTask> tasks, int support)
    {
        TableTask[] small = [.. tasks.Where(t => t.Rows <= support)];
        if (small is not [var first, ..]) return;
        string others = small.Length == 1 ? "" : $" {small.Length - 1} other {(small.Length == 2 ? "task has" : "tasks have")} too few as well: {Quoted.List([.. small.Skip(1).Select(t => Quoted.Text(t.Name))])}.";
        throw new TableException($"{first.Columns.Table}: task {Quoted.Text(first.Name)} has {first.Rows} {(first.Rows == 1 ? "row" : "rows")}. Expected at least {support + 1} (support {support} + query 1). Ask for fewer support rows, or leave the task out of the file.{others}");
    }
}
