namespace Metamorph.Data;

/// <summary>Which columns of a table tasks are made of.</summary>
/// <param name="Task">The column that says which task a row belongs to; null: every file is a task.</param>
/// <param name="Target">The column to be predicted; null: there is none, as where predictions are asked for.</param>
/// <param name="Features">The columns to predict it from, in order; empty: all others, in the order of the table.</param>
public sealed record TaskColumns(string? Task, string? Target, params IReadOnlyList<string> Features)
{
    /// <summary>A column of numbers that the rows of a task are ordered by; null: none. It may be a feature too.</summary>
    public string? Order { get; init; }

    /// <summary>A column that says which part of the split a task belongs to; null: none. It is no feature unless it is named as one.</summary>
    public string? Split { get; init; }

    /// <summary>The same with every feature named.</summary>
    /// <exception cref="TableException">A column is missing or is asked for twice, or there is no feature.</exception>
    internal TaskColumns In(Table table)
    {
        string[] features = Features.Count > 0 ? [.. Features] : [.. table.Columns.Where(c => c != Task && c != Target && c != Split)];
        foreach (string column in new[] { Task, Target, Order }.OfType<string>().Concat(features)) table.Texts(column);
        if (Target is not null && Target == Task)
            throw new TableException($"{table.Name}: column {Quoted.Text(Task)} was asked for both as the task and as the target. Expected two columns. Name the column that is to be predicted.");
        if (features.Length == 0)
            throw new TableException($"{table.Name}: no features. Expected at least one column beside {string.Join(" and ", new[] { Named("the task", Task), Named("the target", Target), Named("the split", Split) }.OfType<string>())}. There are: {Quoted.List(table.Columns)}.");
        for (int i = 0; i < features.Length; i++)
        {
            string name = Quoted.Text(features[i]);
            if (features[i] == Target || features[i] == Task)
                throw new TableException($"{table.Name}: column {name} was asked for both as a feature and as the {(features[i] == Target ? "target" : "task")}. Expected features that are neither. Leave it out of the features.");
            if (Array.IndexOf(features, features[i]) < i)
                throw new TableException($"{table.Name}: column {name} was asked for twice as a feature. Expected each column once.");
        }

        return this with { Features = features };

        static string? Named(string what, string? column) => column is null ? null : $"{what} {Quoted.Text(column)}";
    }
}
