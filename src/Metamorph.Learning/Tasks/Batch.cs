namespace Metamorph.Learning;

/// <summary>
/// Examples of some tasks. Tasks need not have as many: the shorter are padded with rows of weight 0, and every mean takes the
/// weights. Law, for every learner: padding with any finite numbers, or adapting a task alone instead of beside larger ones,
/// changes nothing beyond rounding.
/// </summary>
/// <param name="X">Inputs: [tasks; n, ...].</param>
/// <param name="Y">Targets: [tasks; n, ...], or Int32 labels [tasks; n].</param>
/// <param name="Weight">How much each row counts: [tasks; n], at least 0; null: all count 1.</param>
/// <param name="Classes">Which classes a task has: [tasks; ways] of 1 and 0; null: all.</param>
public sealed record Batch(Tensor X, Tensor Y, Tensor? Weight = null, Tensor? Classes = null) : ITasks<Batch>
{
    // Stands for weights or classes that are not there: [], which neither can be.
    private static readonly Tensor None = Tensor.Of(0f);

    /// <summary>The number of tasks; 1 where there is no task axis.</summary>
    public int Tasks => X.Tasks ?? 1;

    /// <summary>The number of rows of a task, padding among them.</summary>
    public int Rows => X.Rank > 0 ? X.Shape[0] : throw new ShapeException($"a batch whose inputs are {X.Form} has no rows. Expected [n, ...].");

    /// <summary>Tasks of any sizes side by side. The shorter are padded with zeros to the longest, rounded up to a power of two, with weight 0; tasks of one size are left as they are.</summary>
    /// <param name="tasks">Inputs [n, ...] and targets [n, ...] of every task, without a task axis; at least one task.</param>
    /// <returns>One batch.</returns>
    /// <exception cref="ShapeException">There is no task, or inputs and targets of one differ in rows.</exception>
    public static Batch Of(IReadOnlyList<(Tensor X, Tensor Y)> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0) throw new ShapeException("Batch.Of: no tasks. Expected at least one.");
        for (int t = 0; t < tasks.Count; t++)
        {
            var (x, y) = tasks[t];
            if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y.Shape[0])
                throw new ShapeException($"Batch.Of: task {t} has inputs {x.Form} and targets {y.Form}. Expected as many rows of both.");
        }

        int longest = tasks.Max(t => t.X.Shape[0]);
        if (tasks.All(t => t.X.Shape[0] == longest)) return new(Stack(tasks.Select(t => t.X)), Stack(tasks.Select(t => t.Y)));
        int rows = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)longest);
        return new(
            Stack(tasks.Select(t => t.X.Pad(0, 0, rows - t.X.Shape[0]))),
            Stack(tasks.Select(t => t.Y.Pad(0, 0, rows - t.Y.Shape[0]))),
            Stack(tasks.Select(t => Tensor.Ones([t.X.Shape[0]], t.X.DType == DType.Int32 ? DType.Float32 : t.X.DType).Pad(0, 0, rows - t.X.Shape[0]))));

        static Tensor Stack(IEnumerable<Tensor> parts) => Tensor.StackTasks([.. parts]);
    }

    /// <summary>The rows of this batch and then those of another, task by task.</summary>
    /// <param name="other">A batch of the same tasks.</param>
    /// <returns>[tasks; n + m, ...]</returns>
    public Batch Join(Batch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var weight = Weight is null && other.Weight is null ? null : Tensor.Concatenate([Counted(this), Counted(other)]);
        return new(Tensor.Concatenate([X, other.X]), Tensor.Concatenate([Y, other.Y]), weight, Classes);

        Tensor Counted(Batch b) => b.Weight ?? Tensor.Ones([b.Rows], (Weight ?? other.Weight)!.DType, b.X.Tasks);
    }

    /// <summary>The weighted mean of one number per row. Rows of weight 0 do not count whatever they hold; the mean of no rows is 0.</summary>
    /// <param name="rows">[tasks; n]</param>
    /// <returns>[tasks;]</returns>
    public Tensor Mean(Tensor rows)
    {
        if (rows.Rank != 1 || rows.Size != Rows) throw new ShapeException($"Batch.Mean: {rows.Form} for {Rows} rows. Expected one number per row, [{Rows}].");
        if (Weight is null) return Rows == 0 ? rows.Sum() : rows.Mean();
        var weight = Weight.Cast(rows.DType);
        var (sum, total) = (weight.Where(weight * rows, 0.0).Sum(), weight.Sum());
        return (total > 0.0).Where(sum / (total > 0.0).Where(total, 1.0), 0.0);
    }

    /// <summary>The weighted mean row of a matrix; zeros for a task without rows.</summary>
    /// <param name="rows">[tasks; n, k]</param>
    /// <returns>[tasks; k]</returns>
    public Tensor MeanRow(Tensor rows)
    {
        if (rows.Rank != 2 || rows.Shape[0] != Rows) throw new ShapeException($"Batch.MeanRow: {rows.Form} for {Rows} rows. Expected a matrix of as many, [{Rows}, k].");
        var weight = (Weight?.Cast(rows.DType) ?? Tensor.Ones([Rows], rows.DType)).Expand(-1);
        var total = weight.Sum();
        return (weight * rows).Sum(0) / (total > 0.0).Where(total, 1.0);
    }

    /// <summary>Logits with minus infinity for classes that a task does not have.</summary>
    /// <param name="logits">[tasks; n, ways]</param>
    /// <returns>[tasks; n, ways]; as it was where all tasks have all classes.</returns>
    public Tensor Masked(Tensor logits) => Classes is { } classes ? classes.Expand(0).Where(logits, double.NegativeInfinity) : logits;

    /// <summary>Some rows of every task, drawn without replacement, every order equally likely. Rows of weight 0 come only when there are no others left.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="rows">How many: at most as many as there are.</param>
    /// <returns>[tasks; rows, ...]</returns>
    public Batch Draw(Key key, int rows)
    {
        if (rows >= Rows) return this;
        var order = key.Uniform(0, 1, [Rows], X.Tasks);
        if (Weight is { } weight) order = (weight > 0.0).Cast(DType.Float32).Where(order, -1.0);
        var (_, chosen) = order.TopK(rows);
        return new(X.Take(chosen), Y.Take(chosen), Weight?.Take(chosen), Classes);
    }

    /// <summary>The same examples in another dtype; labels stay integers.</summary>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <returns>A batch.</returns>
    public Batch Cast(DType dtype)
    {
        return new(Floats(X), Floats(Y), Weight?.Cast(dtype), Classes?.Cast(dtype));

        Tensor Floats(Tensor t) => t.DType == DType.Int32 ? t : t.Cast(dtype);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Tensors => [X, Y, Weight ?? None, Classes ?? None];

    /// <inheritdoc/>
    public Batch With(IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new(tensors[0], tensors[1], OrNull(tensors[2]), OrNull(tensors[3]));

        static Tensor? OrNull(Tensor x) => x.Rank == 0 ? null : x;
    }

    /// <inheritdoc/>
    public Batch Take(Range tasks) => new(X.TakeTasks(tasks), Y.TakeTasks(tasks), Weight?.TakeTasks(tasks), Classes?.TakeTasks(tasks));
}
