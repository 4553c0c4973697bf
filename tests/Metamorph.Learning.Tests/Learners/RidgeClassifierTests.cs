namespace Metamorph.Learning.Tests.Learners;

/// <summary>The closed form against its normal equations.</summary>
public sealed class RidgeClassifierTests
{
    private static readonly RidgeClassifier Learner = new(Small.Vectors, Losses.CrossEntropy, 3, 0.5);

    private static readonly ParameterSet Meta = Small.Meta(Learner).Replace(ParameterSet.Join(("ridge", new(
        ("penalty", Tensor.Of(Math.Log(0.3))), ("scale", Tensor.Of(1.7)), ("bias", Tensor.Of(-0.4))))));

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void Weights_are_the_minimum_of_the_weighted_squared_error_and_the_penalty_with_few_rows_and_with_many(int rows)
    {
        var all = Small.Labelled.Query;
        var support = new Batch(all.X.Slice(0, 0, rows), all.Y.Slice(0, 0, rows), Small.Key.Fold(2).Uniform(0, 2, [rows], 3, DType.Float64));
        var adapted = Learner.Adapt(Meta, support, Small.Key);
        var (h, y) = (Small.Vectors.Apply(Meta.At("embedding"), support.X), support.Y.OneHot(3, DType.Float64));
        var gradient = Gradient.Of(
            w => (support.Weight!.Expand(-1) * (h.MatMul(w["weight"]) - y).Power(2)).Sum() + 0.3 * w["weight"].Power(2).Sum(), new ParameterSet(("weight", adapted["weight"])));

        // Sums of some ten terms below 10.
        Nearly.Equal(new double[45], gradient.Flatten(), 1e-13);
        Nearly.Equal(1.7 * h.MatMul(adapted["weight"]) - 0.4, Learner.Predict(adapted, support.X), 1e-14);
    }

    [Fact]
    public void It_begins_with_the_penalty_given_a_scale_of_1_and_no_bias()
    {
        Assert.Equal([Math.Log(0.5), 1, 0], Learner.Init(Small.Key).At("ridge").Tensors.Select(t => (double)t), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Contains("a penalty of 0. Expected a finite number above 0", Assert.Throws<ArgumentException>(() => new RidgeClassifier(Small.Vectors, Losses.CrossEntropy, 3, 0).Init(Small.Key)).Message, StringComparison.Ordinal);
    }
}
