namespace Metamorph.Data;

/// <summary>
/// The mapping from rows of a table to tensors and back, fitted on the training tasks alone and part of the model. Numeric columns are
/// brought to mean 0 and deviation 1 over all rows of the training tasks together; a categorical one becomes an input for each category
/// that the training tasks have. The target is a number, scaled likewise, or a class.
/// </summary>
/// <remarks>New tables may have columns that the model does not know: they are passed over. The order of columns is of no account.</remarks>
public sealed class TableEncoding
{
    private readonly FeatureEncoding features;
    private readonly TargetEncoding target;

    private TableEncoding(FeatureEncoding features, TargetEncoding target, EncodingChoices choices)
    {
        (this.features, this.target, Choices) = (features, target, choices);
        Features = [.. features.Columns.Select(c => c.Name)];
    }

    /// <summary>The columns that predictions are made from, in order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The column that is predicted.</summary>
    public string Target => target.Name;

    /// <summary>The classes of the target, in the order of their labels; null: it is a number.</summary>
    public IReadOnlyList<string>? Classes => target.Classes;

    /// <summary>How it was fitted; <see cref="EncodingChoices.Categorical"/> are the columns that turned out so.</summary>
    public EncodingChoices Choices { get; }

    /// <summary>The number of inputs of a model: those of x.</summary>
    public int Inputs => features.Inputs;

    /// <summary>What each input is: the name of its column, and of categories, of which each has an input, as <c>sex=f</c>.</summary>
    public IReadOnlyList<string> InputNames => [.. features.Columns.SelectMany(c => c.InputNames)];

    /// <summary>The number of outputs of a model: 1, or one logit per class.</summary>
    public int Outputs => Classes?.Count ?? 1;

    /// <summary>The deviation of a numeric target: an error of scaled targets times this is one in units of the table; 1 for classes.</summary>
    public double TargetDeviation => target.Deviation;

    /// <summary>The numbers that were measured, to be saved beside a model: <c>feature/mean</c>, <c>feature/deviation</c> and <c>feature/fill</c> Float64 [inputs], <c>target/mean</c> and <c>target/deviation</c> Float64 [1].</summary>
    public ParameterSet Tensors => new(
        ("feature/mean", Tensor.Of(features.Mean)), ("feature/deviation", Tensor.Of(features.Deviation)), ("feature/fill", Tensor.Of(features.Fill)),
        ("target/mean", Tensor.Of([target.Mean])), ("target/deviation", Tensor.Of([target.Deviation])));

    /// <summary>What belongs to <see cref="Tensors"/>, as JSON: columns, categories, classes and choices.</summary>
    public string Text => new EncodingText(target.Name, target.Classes, features.Columns, Choices.Missing, Choices.Unknown).ToJson();

    /// <summary>Fits an encoding.</summary>
    /// <param name="tasks">The training tasks, and no others: at least one, all of one table.</param>
    /// <param name="choices">How cells become numbers; null: all columns are numeric, and empty cells are refused.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="TableException">There is no task or no row, a cell cannot be read, a column that was said to be categorical is neither a feature nor the target, or the target is constant.</exception>
    public static TableEncoding Fit(IReadOnlyList<TableTask> tasks, EncodingChoices? choices = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        choices ??= new();
        if (tasks.Sum(t => t.Rows) == 0) throw new TableException("an encoding was to be fitted on no rows. Expected the training tasks.");
        var (table, columns) = (tasks[0].Table, tasks[0].Columns);
        string[] known = [.. columns.Features, .. columns.Target is { } name ? [name] : Array.Empty<string>()];
        if (choices.Categorical.FirstOrDefault(c => c != EncodingChoices.Auto && !known.Contains(c)) is { } stray)
            throw new TableException($"{table.Name}: {Quoted.Text(stray)} was said to be categorical, but it is no feature and not the target. The nearest is {Quoted.Text(EditDistance.Nearest(stray, known))}. Expected some of: {Quoted.List(known)}; or {EncodingChoices.Auto}.");
        var (features, target) = (FeatureEncoding.Fit(tasks, choices), TargetEncoding.Fit(tasks, choices));
        return new(features, target, Fitted(features, target, choices.Missing, choices.Unknown));
    }

    /// <summary>The encoding that was saved.</summary>
    /// <param name="tensors">As <see cref="Tensors"/> has them.</param>
    /// <param name="text">As <see cref="Text"/> has it.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="FormatException">The text is not that of an encoding.</exception>
    /// <exception cref="KeyNotFoundException">A tensor is missing.</exception>
    /// <exception cref="ShapeException">A tensor does not have one number for each input.</exception>
    public static TableEncoding Of(ParameterSet tensors, string text)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var saved = EncodingText.FromJson(text);
        int inputs = saved.Features.Sum(c => c.Width);
        var features = new FeatureEncoding(saved.Features, Get("feature/mean", inputs), Get("feature/deviation", inputs), Get("feature/fill", inputs));
        var target = new TargetEncoding(saved.Target, saved.Classes, Get("target/mean", 1)[0], Get("target/deviation", 1)[0]);
        return new(features, target, Fitted(features, target, saved.Missing, saved.Unknown));

        double[] Get(string name, int count) => tensors[name] is { Tasks: null } t && t.Shape == Shape.Of([count]) ? t.Cast(DType.Float64).ToArray<double>()
            : throw new ShapeException($"the encoding's '{name}' is {tensors[name].Form}. Expected [{count}], for the inputs of {Quoted.List([.. saved.Features.Select(f => f.Name)])} and the target {Quoted.Text(saved.Target)}. Expected tensors and text of one model.");
    }

    /// <summary>The tasks of a table that has the model's columns: to be measured on, to adapt to, or to be predicted.</summary>
    /// <param name="table">The table. It may have other columns besides.</param>
    /// <param name="task">The column that says which task a row belongs to; null: every file is a task.</param>
    /// <param name="target">Whether the target is needed. If not, there is one prediction to be made for every row, and none is left out.</param>
    /// <param name="order">A column of numbers that the rows of a task are ordered by; null: none.</param>
    /// <returns>The tasks; where the choice for missing values is to drop rows, and the target is needed, without rows that have an empty cell.</returns>
    /// <exception cref="TableException">A column is missing; the message names all that are, and those that the model does not know.</exception>
    public TableTasks Tasks(Table table, string? task, bool target = true, string? order = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        Require(table, [.. Features, .. target ? [Target] : Array.Empty<string>()], [task, order, Target]);
        return TableTasks.Of(table, new(task, target ? Target : null, Features) { Order = order }, dropIncomplete: target && Choices.Missing == MissingValues.Drop);
    }

    /// <summary>The inputs of a task's rows; a table for this needs no target.</summary>
    /// <param name="task">A task of a table with the model's features.</param>
    /// <returns>Float32 [rows, inputs].</returns>
    /// <exception cref="TableException">
    /// A column is missing; or a cell is empty, no number or an unknown category where that is refused, or so far from the mean that it does
    /// not fit into 32 bits: the message names file, line and column.
    /// </exception>
    public Tensor EncodeFeatures(TableTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Require(task.Table, Features, [task.Columns.Task, Target]);
        return features.Encode(task, Choices);
    }

    /// <summary>The rows of a task.</summary>
    /// <param name="task">A task of a table with the model's features and target.</param>
    /// <returns>Float32 x [rows, inputs]; and y Float32 [rows, 1], or Int32 labels [rows].</returns>
    /// <exception cref="TableException">As in <see cref="EncodeFeatures"/>, for the target too.</exception>
    public (Tensor X, Tensor Y) Encode(TableTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Require(task.Table, [.. Features, Target], [task.Columns.Task]);
        return (features.Encode(task, Choices), target.Encode(task));
    }

    /// <summary>All rows of some tasks side by side.</summary>
    /// <param name="tasks">At least one task.</param>
    /// <returns>As <see cref="Encode(TableTask)"/>, [tasks; rows, ...]; shorter tasks are padded with rows of weight 0.</returns>
    /// <exception cref="TableException">As in <see cref="Encode(TableTask)"/>.</exception>
    public Batch Encode(IReadOnlyList<TableTask> tasks) => Batch.Of([.. tasks.Select(Encode)]);

    /// <summary>Predictions in the table's terms, as cells of a file.</summary>
    /// <param name="predicted">A model's outputs: [tasks; n, outputs].</param>
    /// <returns>One text for every row, task after task: a number in units of the table, with the digits that 32 bits have; or the class of the largest logit.</returns>
    public IReadOnlyList<string> Decode(Tensor predicted)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        return target.Decode(predicted);
    }

    /// <summary>Scaled numeric targets, or predictions of them, in units of the table.</summary>
    /// <param name="y">[tasks; n, 1]</param>
    /// <returns>[tasks; n, 1]</returns>
    /// <exception cref="InvalidOperationException">The target is a class.</exception>
    public Tensor Restore(Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return target.Restore(y);
    }

    private static EncodingChoices Fitted(FeatureEncoding features, TargetEncoding target, MissingValues missing, UnknownCategory unknown) => new()
    {
        Categorical = [.. features.Columns.Where(c => c.Categories is not null).Select(c => c.Name), .. target.Classes is null ? Array.Empty<string>() : [target.Name]],
        Missing = missing,
        Unknown = unknown,
    };

    /// <param name="table">The table.</param>
    /// <param name="needed">Columns that it has to have.</param>
    /// <param name="other">Columns that it may well have for other reasons.</param>
    private static void Require(Table table, IReadOnlyList<string> needed, string?[] other)
    {
        if (needed.All(table.Has)) return;
        string difference = ColumnDifference.Of(needed, [.. table.Columns.Where(c => needed.Contains(c) || !other.Contains(c))])!;
        throw new TableException($"{table.Name}: the file {difference}. Expected the columns that the model was trained on: {Quoted.List(needed)}. Rename or add them; the order is of no account, and columns besides are passed over.");
    }
}
