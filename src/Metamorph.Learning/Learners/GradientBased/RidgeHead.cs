namespace Metamorph.Learning;

/// <summary>
/// A ridge regression in closed form on learned features: a body learned for all tasks, and a linear head that is solved for on the support
/// rows and differentiated (Bertinetto et al. 2019, "R2-D2", https://arxiv.org/abs/1805.08136, eq. 4). The head minimises
/// sum over rows of w |y - h W - b|^2 + a |W - W0|^2 + c |b - b0|^2, with penalties a and c learned by their logarithms.
/// Alone it takes no inner steps. Inside ANIL they begin with the solution and refine it on the loss, as with prototypes in Proto-MAML
/// (Triantafillou et al. 2020, https://arxiv.org/abs/1903.03096); meta-gradients pass both.
/// Deviations: W0 and b0, the module's own head, begin as the paper's zeros and are learned, so that few rows leave a task near what all
/// share. The intercept has a penalty of its own, since the body cannot scale it. The paper's
/// scale and bias of outputs are left out: labels are not regressed here.
/// Meta-parameters: <c>start/0/...</c> the body, <c>start/1/...</c> W0 and b0, <c>ridge/weight</c> and <c>ridge/bias</c> [], log a and log c.
/// </summary>
/// <param name="body">From x [tasks; n, ...] to features [tasks; n, features].</param>
/// <param name="features">Features of the body.</param>
/// <param name="outputs">Outputs of the head.</param>
/// <param name="penalty">a and c to begin with, above 0.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class RidgeHead(Module body, int features, int outputs, Loss loss, double penalty, InnerRule rule, int steps = 0, InnerLoop? loop = null)
    : GradientLearner(new Sequential(body, new Linear(features, outputs) { Weight = Initializers.Zeros }), loss, rule, steps, loop)
{
    private const string Body = "0", Head = "1", Ridge = "ridge";

    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        var log = Tensor.Full(Math.Log(penalty), []);
        return new([.. base.Init(key), .. ParameterSet.Join((Ridge, new(("weight", log), ("bias", log))))]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSet> Trajectory(ParameterSet meta, Batch support, Key key, IReadOnlyList<int> at) =>
        Steps > 0 ? base.Trajectory(meta, support, key, at) : [.. Enumerable.Repeat(Adapted(Begin(meta, support), meta, support, 0), at.Count)];

    private protected override ParameterSet Begin(ParameterSet meta, Batch support)
    {
        var (start, dtype) = (meta.At(Start), support.X.DType);
        var h = body.Apply(start.AtOrEmpty(Body), support.X, new() { Weight = support.Weight });
        var residual = support.Y - h.MatMul(start[$"{Head}/weight"]) - start[$"{Head}/bias"];

        // W - W0 = exp(-log a / 2) V, and so for b: V has a penalty of 1 on features z = [h exp(-log a / 2), exp(-log c / 2)].
        var (slope, level) = ((-0.5 * meta[$"{Ridge}/weight"]).Exp(), (-0.5 * meta[$"{Ridge}/bias"]).Exp());
        var root = (support.Weight?.Cast(dtype) ?? Tensor.Ones([support.Rows], dtype)).Sqrt().Expand(-1);
        var z = root * Tensor.Concatenate([slope * h, level.BroadcastTo([support.Rows, 1])], 1);
        var v = RidgeRegression.Solved(z.Cast(DType.Float64), (root * residual).Cast(DType.Float64)).Cast(dtype);
        var moved = new ParameterSet(("weight", slope * v.Slice(0, 0, features)), ("bias", level * v.Slice(0, features, 1).Flatten()));
        return start.PerTask(support.X.Tasks).Replace(ParameterSet.Join((Head, start.At(Head).PerTask(support.X.Tasks) + moved)));
    }

    internal override bool Adapts(string name) => name.StartsWith(Head + "/", StringComparison.Ordinal);
}
