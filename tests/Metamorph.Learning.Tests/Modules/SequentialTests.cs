namespace Metamorph.Learning.Tests;

public sealed class SequentialTests
{
    private static readonly Sequential Network = new(new Linear(3, 4), Activation.Relu, new Mlp(4, 5, 2), new Sequential(new Dropout(0.5), new Linear(2, 1)));

    [Fact]
    public void Layers_follow_one_another()
    {
        var parameters = Network.Init(new Key(8));
        Assert.Equal(["0/weight", "0/bias", "2/0/weight", "2/0/bias", "2/1/weight", "2/1/bias", "3/1/weight", "3/1/bias"], parameters.Names);
        var x = new Key(9).Normal([6, 3]);
        var y = new Linear(3, 4).Apply(parameters.At("0"), x).Relu();
        y = new Linear(2, 1).Apply(parameters.At("3/1"), new Mlp(4, 5, 2).Apply(parameters.At("2"), y));
        Assert.Equal(y.ToArray<float>(), Network.Apply(parameters, x).ToArray<float>());
    }

    [Fact]
    public void Every_layer_is_observed_by_its_whole_name_and_parts_before_the_whole()
    {
        var seen = new List<string>();
        Tensor? last = null;
        var context = new Context { Observe = (name, value) => { seen.Add($"{name} {value.Form}"); last = value; } };
        var y = Network.Apply(Network.Init(new Key(8)), Tensor.Ones([6, 3], tasks: 2), context);
        Assert.Equal(
            ["0 [2; 6, 4]", "1 [2; 6, 4]", "2/0 [2; 6, 5]", "2/1 [2; 6, 2]", "2 [2; 6, 2]", "3/0 [2; 6, 2]", "3/1 [2; 6, 1]", "3 [2; 6, 1]"], seen);
        Assert.Same(y, last);
    }

    [Fact]
    public void Every_layer_has_noise_of_its_own()
    {
        var values = new List<float[]>();
        new Sequential(new Dropout(0.5), new Sequential(new Dropout(0.5))).Apply(
            ParameterSet.Empty, Tensor.Ones([50]), new Context { Key = new Key(10), Observe = (_, y) => values.Add(y.ToArray<float>()) });

        // What the second layer keeps of the first is not all of it.
        Assert.NotEqual(values[0].Count(v => v != 0), values[1].Count(v => v != 0));
    }

    [Fact]
    public void The_step_and_the_weight_reach_every_layer()
    {
        var seen = new List<(int?, Tensor?)>();
        var spy = new Spy(c => seen.Add((c?.Step, c?.Weight)));
        var weight = Tensor.Of(1.0, 0);
        new Sequential(spy, new Sequential(spy)).Apply(ParameterSet.Empty, weight, new Context { Step = 3, Weight = weight });
        Assert.Equal([(3, weight), (3, weight)], seen);
        new Sequential(spy).Apply(ParameterSet.Empty, weight);
        Assert.Equal((null, null), seen[^1]);
    }

    private sealed record Spy(Action<Context?> See) : Module
    {
        public override ParameterSet Init(Key key) => ParameterSet.Empty;

        public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
        {
            See(context);
            return x;
        }
    }
}
