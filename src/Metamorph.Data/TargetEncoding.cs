using System.Globalization;

namespace Metamorph.Data;

/// <summary>From the target of a table's rows to what a model is trained for, and back: a number on the training tasks' scale, or the label of a class.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Classes">The classes, in the order of their labels; null: the target is a number.</param>
/// <param name="Mean">The mean of the training tasks' rows; 0 for classes.</param>
/// <param name="Deviation">Their deviation; 1 for classes.</param>
internal sealed record TargetEncoding(string Name, IReadOnlyList<string>? Classes, double Mean, double Deviation)
{
    /// <exception cref="TableException">The target is constant, or empty somewhere, or no number although none was said to be a category.</exception>
    internal static TargetEncoding Fit(IReadOnlyList<TableTask> tasks, EncodingChoices choices)
    {
        var table = tasks[0].Table;
        string name = tasks[0].Columns.Target ?? throw new TableException($"{table.Name}: an encoding was to be fitted without a target. Expected the name of the column that is to be predicted.");
        if (choices.IsCategorical(name, tasks))
        {
            var classes = Categories.Of(name, tasks);
            return classes.Length > 1 ? new(name, classes, 0, 1) : throw Constant(classes[0]);
        }

        var moments = Moments.Of([.. tasks.SelectMany(t => t.Places.Select(row => Number(t.Table, name, row)))]);
        if (!moments.IsFinite) throw TooLarge.Measured(table, name);
        return moments.Deviation > 0 ? new(name, null, moments.Mean, moments.Deviation) : throw Constant(moments.Mean.ToString(CultureInfo.InvariantCulture));

        TableException Constant(string value) =>
            new($"{table.Name}: the target {Quoted.Text(name)} is {Quoted.Text(value)} in all {tasks.Sum(t => t.Rows)} rows of the {(tasks.Count == 1 ? "training task" : $"{tasks.Count} training tasks")}. Expected one that differs from row to row: there is nothing to be learned. Name another column as the target.");
    }

    /// <summary>The targets of a task's rows: Float32 [rows, 1], or Int32 labels [rows].</summary>
    internal Tensor Encode(TableTask task) => Classes is null
        ? Tensor.Of([.. task.Places.Select(row => Scaled(task.Table, row))], [task.Rows, 1])
        : Tensor.Of([.. task.Places.Select(row => Label(task.Table, row))], [task.Rows]);

    /// <summary>What predictions say in the table's terms, one text per row: a number, or the class of the largest logit.</summary>
    /// <param name="predicted">[tasks; n, outputs]</param>
    internal string[] Decode(Tensor predicted) => Classes is null
        ? [.. Restore(predicted).ToDoubles().Select(y => ((float)y).ToString(CultureInfo.InvariantCulture))]
        : [.. predicted.ArgMax(-1).ToArray<int>().Select(label => Classes[label])];

    internal Tensor Restore(Tensor y) => Classes is null
        ? y * Tensor.Of(Deviation).Cast(y.DType) + Tensor.Of(Mean).Cast(y.DType)
        : throw new InvalidOperationException($"the target {Quoted.Text(Name)} is a class, which has no scale. Expected a numeric target; predictions of classes are had by Decode.");

    private float Scaled(Table table, int row)
    {
        double scaled = (Number(table, Name, row) - Mean) / Deviation;
        return float.IsFinite((float)scaled) ? (float)scaled : throw TooLarge.Scaled(scaled, table, Name, row);
    }

    private static double Number(Table table, string name, int row) =>
        table.Number(name, row, EncodingChoices.Mend(name), "or leave the row out (--missing drop does so): a target is never filled in");

    private int Label(Table table, int row)
    {
        string text = Categories.At(table, Name, row);
        for (int i = 0; i < Classes!.Count; i++)
            if (Classes[i] == text) return i;
        throw new TableException(text.Length == 0
            ? $"{table.Place(Name, row)}: the cell is empty. Expected a class. Fill the cell, or leave the row out (--missing drop does so): a target is never filled in."
            : $"{table.Place(Name, row)}: {Quoted.Text(text)} is a class that no training task has. Expected one of: {Quoted.List([.. Classes])}. Mend the cell, leave the row out, or split the tasks so that every class is in one for training.");
    }
}
