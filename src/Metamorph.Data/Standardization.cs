namespace Metamorph.Data;

/// <summary>
/// Brings every feature and the target to mean 0 and deviation 1, by the mean and deviation of all rows of the training tasks together.
/// The numbers are part of the model: new tasks are brought to the same scale, whatever their own.
/// </summary>
public sealed class Standardization
{
    private readonly Tensor mean;
    private readonly Tensor deviation;
    private readonly Tensor targetMean;
    private readonly Tensor targetDeviation;

    private Standardization(IReadOnlyList<string> features, string target, Tensor mean, Tensor deviation, Tensor targetMean, Tensor targetDeviation)
    {
        (Features, Target) = (features, target);
        (this.mean, this.deviation, this.targetMean, this.targetDeviation) = (mean, deviation, targetMean, targetDeviation);
    }

    /// <summary>The names of the features, in order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The name of the target.</summary>
    public string Target { get; }

    /// <summary>The deviation of the target: an error of standardised targets times this is one in units of the table.</summary>
    public double TargetDeviation => (double)targetDeviation;

    /// <summary>What was measured, to be saved beside a model: <c>feature/mean</c> and <c>feature/deviation</c> Float64 [features], <c>target/mean</c> and <c>target/deviation</c> Float64 [1].</summary>
    public ParameterSet Parameters => new(
        ("feature/mean", mean), ("feature/deviation", deviation), ("target/mean", targetMean), ("target/deviation", targetDeviation));

    /// <summary>Measures mean and deviation over all rows of some tasks; a column that is constant on them gets deviation 1.</summary>
    /// <param name="tasks">The training tasks, and no others: at least one, all of the same columns.</param>
    /// <returns>The standardization.</returns>
    /// <exception cref="TableException">There is no task, the columns differ, or the numbers of a column are so large that they have no deviation.</exception>
    public static Standardization Fit(IReadOnlyList<TableTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0) throw new TableException("a standardization was to be measured on no tasks. Expected the training tasks.");
        var columns = tasks[0].Columns;
        foreach (var task in tasks) task.Columns.Require(columns.Features, columns.Target);
        var features = Moments.Of([.. tasks.Select(t => t.X)]);
        var target = Moments.Of([.. tasks.Select(t => t.Y)]);
        string[] names = [.. columns.Features, columns.Target];
        double[] deviations = [.. features.Deviations, .. target.Deviations];
        if (Array.FindIndex(deviations, d => !double.IsFinite(d)) is var far and >= 0)
            throw new TableException($"{columns.Table}: the numbers of column {Quoted.Text(names[far])} are too large for a mean and a deviation. Expected numbers of at most about 1e150 in magnitude. Rescale the column.");
        return new(columns.Features, columns.Target, Tensor.Of(features.Means), Tensor.Of(features.Deviations), Tensor.Of(target.Means), Tensor.Of(target.Deviations));
    }

    /// <summary>The standardization that was saved.</summary>
    /// <param name="parameters">As <see cref="Parameters"/> has them.</param>
    /// <param name="features">The names of the features, in order.</param>
    /// <param name="target">The name of the target.</param>
    /// <returns>The standardization.</returns>
    /// <exception cref="KeyNotFoundException">A parameter is missing.</exception>
    /// <exception cref="ShapeException">A parameter does not have one number for each of the names.</exception>
    public static Standardization Of(ParameterSet parameters, IReadOnlyList<string> features, string target)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(features);
        return new(features, target, Get("feature/mean", features.Count), Get("feature/deviation", features.Count), Get("target/mean", 1), Get("target/deviation", 1));

        Tensor Get(string name, int count) => parameters[name] is { Tasks: null } p && p.Shape == Shape.Of([count]) ? p.Cast(DType.Float64)
            : throw new ShapeException($"the standardization's '{name}' is {parameters[name].Form}. Expected [{count}], for {(name.StartsWith("target", StringComparison.Ordinal) ? $"the target {Quoted.Text(target)}" : $"features {Quoted.List(features)}")}.");
    }

    /// <summary>The rows of a task, standardised.</summary>
    /// <param name="task">A task of the same features and target.</param>
    /// <returns>Float32 x [rows, features] and y [rows, 1].</returns>
    /// <exception cref="TableException">The columns are others; or a number is so far from the mean that it does not fit into 32 bits, and the message names its line.</exception>
    public (Tensor X, Tensor Y) Apply(TableTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Columns.Require(Features, Target);
        return (Finite((task.X - mean) / deviation, task, Features), Finite((task.Y - targetMean) / targetDeviation, task, [Target]));
    }

    /// <summary>All rows of some tasks, standardised, side by side.</summary>
    /// <param name="tasks">At least one task of the same features and target.</param>
    /// <returns>Float32 [tasks; rows, features] and [tasks; rows, 1]; shorter tasks are padded with rows of weight 0.</returns>
    /// <exception cref="TableException">As in <see cref="Apply(TableTask)"/>.</exception>
    public Batch Apply(IReadOnlyList<TableTask> tasks) => Batch.Of([.. tasks.Select(Apply)]);

    /// <summary>Standardised targets, or predictions of them, in units of the table.</summary>
    /// <param name="y">[tasks; n, 1]</param>
    /// <returns>[tasks; n, 1]</returns>
    public Tensor Restore(Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return y * targetDeviation.Cast(y.DType) + targetMean.Cast(y.DType);
    }

    private static Tensor Finite(Tensor standardised, TableTask task, IReadOnlyList<string> names)
    {
        var floats = standardised.Cast(DType.Float32);
        int far = Array.FindIndex(floats.ToArray<float>(), f => !float.IsFinite(f));
        return far < 0 ? floats : throw new TableException(FormattableString.Invariant(
            $"{Table.Place(task.Columns.Table, task.Lines[far / names.Count], names[far % names.Count])}: the number is {standardised.ToDoubles()[far]:g3} deviations from the mean of the training tasks. Expected at most 3e38. Mend the cell, or leave the row or the column out."));
    }
}
