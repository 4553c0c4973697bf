namespace Metamorph.Learning;

/// <summary>
/// MAML whose head begins as a prototypical network (Triantafillou et al. 2020, https://arxiv.org/abs/1903.03096, section 3): with c_k the mean of
/// the features of class k, minus the squared distance |h - c_k|^2 is h 2 c_k - |c_k|^2 but for what all classes have in common, so that the head's weights begin as 2 c_k
/// and its bias as -|c_k|^2. Inner steps adapt body and head, and meta-gradients pass the beginning as well. The head is no meta-parameter:
/// <c>start/0/...</c> is the body. A task may have any number of classes up to <paramref name="ways"/>.
/// </summary>
/// <param name="body">From x [tasks; n, ...] to features [tasks; n, features].</param>
/// <param name="features">Features of the body.</param>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class ProtoMaml(Module body, int features, Loss loss, int ways, InnerRule rule, int steps, InnerLoop? loop = null)
    : GradientLearner(new Sequential(body, new Linear(features, ways)), loss, rule, steps, loop)
{
    private const string Body = "0", Head = "1";

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => base.Init(key).Where(name => !name.StartsWith($"{Start}/{Head}/", StringComparison.Ordinal));

    private protected override ParameterSet Begin(ParameterSet meta, Batch support)
    {
        var shared = base.Begin(meta, support);
        var vectors = body.Apply(shared.AtOrEmpty(Body), support.X, new() { Step = 0, Weight = support.Weight });
        var prototypes = SupportClasses.Means(vectors, support, ways);
        return new([.. shared, .. ParameterSet.Join((Head, new(("weight", 2.0 * prototypes.Transpose()), ("bias", -(prototypes * prototypes).Sum(-1)))))]);
    }
}
