namespace Metamorph.Learning;

/// <summary>
/// Fast context adaptation: only a vector beside x is adapted to a task, from zeros on, while all parameters of the module are learned for
/// all tasks (Zintgraf et al. 2019, https://arxiv.org/abs/1810.03642, eq. 3 and 4). The vector's start is not learned: the weights of
/// the first layer that it meets are, and they decide which way its first step leads. With a vector of no numbers nothing adapts.
/// </summary>
/// <param name="module">The model; its inputs are the features of x and then the vector, as <c>new Mlp(features + context, ...)</c>.</param>
/// <param name="context">Numbers in the vector.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Cavia(Module module, int context, Loss loss, InnerRule rule, int steps, InnerLoop? loop = null)
    : GradientLearner(new Conditioned(module, context), loss, rule, steps, loop)
{
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => base.Init(key).Where(name => name != $"{Start}/{Conditioned.Vector}");

    private protected override ParameterSet Begin(ParameterSet meta, Batch support)
    {
        var shared = base.Begin(meta, support);
        return new([(Conditioned.Vector, Tensor.Zeros([context], shared.Tensors[0].DType)), .. shared]);
    }

    internal override bool Adapts(string name) => name == Conditioned.Vector;
}
