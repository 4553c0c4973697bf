namespace Metamorph.Learning.Tests.Learners;

public sealed class SiameseNetworkTests
{
    // An embedding that does nothing, and the log-odds 0.3 - 0.5 |difference of the first| + 0.25 |difference of the second|.
    private static readonly SiameseNetwork Learner = new(new Flatten(), 2, 3);
    private static readonly ParameterSet Meta = new(("same/weight", Tensor.Of(-0.5, 0.25)), ("same/bias", Tensor.Of(0.3)));
    private static readonly Batch Support = new(Tensor.Of(new[,] { { 1.0, 2 }, { 3, -1 }, { 0.5, 4 } }), Tensor.Of(0, 1, 0));
    private static readonly Batch Query = new(Tensor.Of(new[,] { { 2.0, 1 }, { -1, 3 } }), Tensor.Of(1, 0));

    private static readonly double[][] Odds =
    [
        [0.3 - 0.5 * 1 + 0.25 * 1, 0.3 - 0.5 * 1 + 0.25 * 2, 0.3 - 0.5 * 1.5 + 0.25 * 3],
        [0.3 - 0.5 * 2 + 0.25 * 1, 0.3 - 0.5 * 4 + 0.25 * 4, 0.3 - 0.5 * 1.5 + 0.25 * 1],
    ];

    [Fact]
    public void A_class_has_the_mean_log_odds_of_its_examples_under_a_weighted_L1_distance()
    {
        double[] expected = [.. Odds.SelectMany(o => new[] { (o[0] + o[2]) / 2, o[1], -1e30 })];
        Nearly.Equal(expected, Learner.Predict(Learner.Adapt(Meta, Support, new Key(0)), Query.X), 1e-15);
    }

    [Fact]
    public void Training_takes_the_cross_entropy_of_pairs_those_of_one_class_and_the_others_half_each()
    {
        static double Same(double z) => Math.Log(1 + Math.Exp(-z));
        static double Other(double z) => Math.Log(1 + Math.Exp(z));
        double expected = 0.5 * ((Same(Odds[0][1]) + Same(Odds[1][0]) + Same(Odds[1][2])) / 3 + (Other(Odds[0][0]) + Other(Odds[0][2]) + Other(Odds[1][1])) / 3);
        Assert.Equal(expected, (double)Learner.MetaLoss(Meta, new(Support, Query), new Key(0)), 1e-14);
    }
}
