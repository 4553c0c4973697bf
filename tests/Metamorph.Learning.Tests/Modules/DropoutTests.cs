namespace Metamorph.Learning.Tests;

public sealed class DropoutTests
{
    private static readonly Tensor Ones = Tensor.Ones([100, 100], tasks: 3);

    [Fact]
    public void Without_a_key_it_is_the_identity()
    {
        Assert.Same(Ones, new Dropout(0.5).Apply(ParameterSet.Empty, Ones));
        Assert.Same(Ones, new Dropout(0.5).Apply(ParameterSet.Empty, Ones, new Context { Step = 1 }));
        Assert.Same(Ones, new Dropout(0).Apply(ParameterSet.Empty, Ones, new Context { Key = new Key(1) }));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.75)]
    public void With_a_key_features_are_zero_or_scaled_so_that_the_mean_stays(double rate)
    {
        var y = Drop(Ones, new Key(7), rate);
        float scaled = (float)(1 / (1 - rate));
        Assert.Empty(y.ToArray<float>().Except([0, scaled]));

        // Four standard errors of 30,000 draws.
        Nearly.Equal([1], y.Mean().MeanOverTasks(), 4 * Math.Sqrt(rate / (1 - rate) / 30_000) / 2);
    }

    [Fact]
    public void The_same_key_gives_the_same_bits_and_another_key_others()
    {
        Assert.Equal(Drop(Ones, new Key(7)).ToArray<float>(), Drop(Ones, new Key(7)).ToArray<float>());
        Assert.NotEqual(Drop(Ones, new Key(7)).ToArray<float>(), Drop(Ones, new Key(8)).ToArray<float>());
    }

    [Fact]
    public void Tasks_have_noise_of_their_own_that_does_not_depend_on_how_many_there_are()
    {
        var y = Drop(Ones, new Key(7));
        Assert.NotEqual(y.Alone(0).ToArray<float>(), y.Alone(1).ToArray<float>());
        Assert.Equal(y.TakeTasks(..2).ToArray<float>(), Drop(Ones.TakeTasks(..2), new Key(7)).ToArray<float>());
        Assert.Equal(y.Alone(2).ToArray<float>(), Drop(Ones.Alone(2), new Key(7).Fold(2)).ToArray<float>());
    }

    [Fact]
    public void The_derivative_is_zero_where_a_feature_is_dropped()
    {
        var x = Tensor.Of(1.0, 2, 3, 4, 5, 6, 7, 8);
        double[] dropped = Drop(x, new Key(9)).ToArray<double>();
        Assert.Equal(dropped.Select(v => v == 0 ? 0.0 : 2), Gradient.Of(z => Drop(z, new Key(9)).Sum(), x).ToArray<double>());
        Assert.Contains(0.0, dropped);
        Assert.Contains(dropped, v => v > 0);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_outside_of_0_to_1_is_refused(double rate) =>
        Assert.Contains($"Dropout: a rate of {rate}", Assert.Throws<ArgumentException>(() => Drop(Ones, new Key(1), rate)).Message, StringComparison.Ordinal);

    private static Tensor Drop(Tensor x, Key key, double rate = 0.5) => new Dropout(rate).Apply(ParameterSet.Empty, x, new Context { Key = key });
}
