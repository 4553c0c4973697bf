namespace Metamorph.Learning;

/// <summary>
/// A row is of the class of the nearest support row, by the Euclidean distance of all its numbers (Fix and Hodges 1951; Cover and Hart 1967): a rival that
/// has learned nothing from other tasks. It has no meta-parameters. With a trained embedding before it, it is a readout of <see cref="FrozenFeatures"/>.
/// </summary>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <param name="loss">Of logits and labels; null: the cross-entropy.</param>
public sealed class NearestNeighbour(int ways, Loss? loss = null) : FittedLearner(loss ?? Losses.CrossEntropy)
{
    private const string Rows = "support/rows", Members = "support/classes";

    /// <summary>Nothing is to be found.</summary>
    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key) => ParameterSet.Empty;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <returns>support/rows [tasks; n, features], and support/classes [tasks; n, ways], a row's weight at its class.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(support);
        var rows = support.X.Flatten(1);
        return new ParameterSet((Rows, rows), (Members, SupportClasses.Members(support, ways, rows.DType))).PerTask(rows.Tasks);
    }

    /// <returns>Minus the squared distance to the nearest row of every class: [tasks; n, ways]; -1e30 of a class without rows.</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null)
    {
        // |x|^2 - 2 x s + |s|^2, whose large terms cancel, in 64 bits: differences entry by entry would be [n, rows, features].
        var (from, to) = (x.Flatten(1).Cast(DType.Float64), adapted[Rows].Cast(DType.Float64));
        var distances = ((from * from).Sum(-1, keep: true) - 2.0 * from.MatMul(to.Transpose()) + (to * to).Sum(-1)).Maximum(0.0).Cast(x.DType);
        var members = adapted[Members];
        return SupportClasses.OfSeen((members.Transpose() > 0.0).Where(-distances.Expand(1), SupportClasses.Unseen).Max(-1), members);
    }
}
