namespace Metamorph.Learning.Tests;

public sealed class MlpTests
{
    [Fact]
    public void It_is_the_sequence_of_its_linear_maps_and_activations()
    {
        var mlp = new Mlp(3, 8, 4, 2) { Activation = Activation.Tanh };
        var same = new Sequential(new Linear(3, 8), Activation.Tanh, new Linear(8, 4), Activation.Tanh, new Linear(4, 2));
        var parameters = mlp.Init(new Key(3));
        parameters = parameters.Map(p => p + 0.1);
        var renamed = ParameterSet.Join(("0", parameters.At("0")), ("2", parameters.At("1")), ("4", parameters.At("2")));
        var x = new Key(4).Normal([6, 3]);
        Assert.Equal(same.Apply(renamed, x).ToArray<float>(), mlp.Apply(parameters, x).ToArray<float>());
    }

    [Fact]
    public void Its_value_is_that_by_hand()
    {
        var parameters = new ParameterSet(
            ("0/weight", Tensor.Of(new[,] { { 1.0, -1 } })), ("0/bias", Tensor.Of(0.5, 0.25)), ("1/weight", Tensor.Of(new[,] { { 2.0 }, { 3 } })), ("1/bias", Tensor.Of([1.0], [1])));

        // relu(2.5) = 2.5 and relu(-1.75) = 0; relu(-0.5) = 0 and relu(1.25) = 1.25. No activation follows the last layer.
        Assert.Equal([6, 4.75], new Mlp(1, 2, 1).Apply(parameters, Tensor.Of([2.0, -1], [2, 1])).ToArray<double>());
        Assert.Equal([-3.0], new Mlp(1, 1).Apply(new(("0/weight", Tensor.Of([2.0], [1, 1])), ("0/bias", Tensor.Of([1.0], [1]))), Tensor.Of([-2.0], [1, 1])).ToArray<double>());
    }

    [Fact]
    public void First_parameters_are_those_of_its_linear_maps()
    {
        var parameters = new Mlp(3, 8, 2) { Weight = Initializers.He }.Init(new Key(3));
        Assert.Equal("0/weight [3, 8], 0/bias [8], 1/weight [8, 2], 1/bias [2]", parameters.ToString());
        Assert.Equal(new Linear(8, 2) { Weight = Initializers.He }.Init(new Key(3).Fold(1)).Flatten().ToArray<float>(), parameters.At("1").Flatten().ToArray<float>());
    }

    [Fact]
    public void Every_layer_is_observed_after_its_activation()
    {
        var seen = new List<(string Name, Tensor Value)>();
        var mlp = new Mlp(3, 8, 2) { Activation = Activation.Sigmoid };
        var y = mlp.Apply(mlp.Init(new Key(3)), new Key(4).Normal([6, 3]), new Context { Observe = (name, value) => seen.Add((name, value)) });
        Assert.Equal(["0", "1"], seen.Select(s => s.Name));
        Assert.All(seen[0].Value.ToArray<float>(), v => Assert.InRange(v, 0f, 1f));
        Assert.Same(y, seen[1].Value);
    }

    [Fact]
    public void The_head_is_the_last_layer() => Assert.Equal("2", new Mlp(1, 40, 40, 1).Head);

    [Fact]
    public void Fewer_than_two_sizes_are_refused() =>
        Assert.Contains("an Mlp of 1 sizes", Assert.Throws<ArgumentException>(() => new Mlp(3).Init(new Key(1))).Message, StringComparison.Ordinal);
}
