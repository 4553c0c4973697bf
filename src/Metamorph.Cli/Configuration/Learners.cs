using System.Globalization;
using Metamorph.Data;

namespace Metamorph.Cli.Configuration;

/// <summary>Makes what a configuration names.</summary>
internal static class Learners
{
    /// <summary>The learner, for given numbers of features.</summary>
    internal static FewShotLearner Of(RunConfiguration c, int inputs, int outputs, Loss loss)
    {
        var net = Network(c.Network, inputs, outputs);
        var (inner, loop, steps) = (c.Inner, Loop(c.Inner), Positive("inner.steps", c.Inner.Steps));
        InnerRule rule = Rule("inner.rule", inner.Rule, inner.Rate);
        int? rows = inner.BatchRows > 0 ? inner.BatchRows : null;
        return c.Learner switch
        {
            "maml" => new Maml(net, loss, rule, steps, loop) { BatchRows = rows },
            "fomaml" => new FirstOrderMaml(net, loss, rule, steps) { BatchRows = rows },
            "anil" => new Anil(net, loss, rule, steps, net.Head, loop) { BatchRows = rows },
            "boil" => new Boil(net, loss, rule, steps, net.Head, loop) { BatchRows = rows },
            "meta-sgd" => new MetaSgd(net, loss, inner.Rate, steps, loop) { BatchRows = rows },
            "maml++" => new MamlPlusPlus(net, loss, inner.Rate, steps, loop)
            {
                BatchRows = rows, AnnealingIterations = inner.AnnealingIterations, FirstOrderIterations = inner.FirstOrderIterations,
            },
            "reptile" => new Reptile(net, loss, rule, steps) { BatchRows = rows },
            "pretrained" => new Pretrained(net, loss, rule, steps),
            var other => throw Unknown("learner", other, "maml", "fomaml", "anil", "boil", "meta-sgd", "maml++", "reptile", "pretrained"),
        };
    }

    /// <summary>The outer optimizer.</summary>
    internal static Optimizer Outer(RunConfiguration c)
    {
        var (outer, iterations) = (c.Outer, Positive("iterations", c.Iterations));
        Rate rate = outer.Schedule switch
        {
            "constant" => outer.Rate,
            "linear" => Schedules.Linear(outer.Rate, outer.FinalRate, iterations),
            "cosine" => Schedules.Cosine(outer.Rate, outer.FinalRate, iterations),
            var other => throw Unknown("outer.schedule", other, "constant", "linear", "cosine"),
        };
        var optimizer = Rule("outer.rule", outer.Rule, rate);
        return outer.Clip > 0 ? Optimizers.Chain(Optimizers.ClipByNorm(outer.Clip), optimizer) : optimizer;
    }

    /// <summary>Numbers of steps that have to be at least 0 and ascending.</summary>
    internal static IReadOnlyList<int> Ascending(string key, IReadOnlyList<int> steps) => steps.Count > 0 && steps[0] >= 0 && steps.Zip(steps.Skip(1)).All(s => s.First < s.Second)
        ? steps
        : throw new UsageException($"{key} is [{string.Join(", ", steps)}]. Expected at least one number, from 0 on, ascending.");

    /// <summary>A number that has to be at least 1.</summary>
    internal static int Positive(string key, int value) => value >= 1 ? value : throw new UsageException($"{key} is {value}. Expected at least 1.");

    /// <summary>A number that has to be at least 1, or 0 for none.</summary>
    internal static int? PositiveOrNone(string key, int value) => value == 0 ? null : value > 0 ? value : throw new UsageException($"{key} is {value}. Expected at least 0.");

    private static Mlp Network(NetworkConfiguration network, int inputs, int outputs) => new([inputs, .. network.Hidden.Select(h => Positive("network.hidden", h)), outputs])
    {
        Activation = Activation.All.FirstOrDefault(a => a.Name == network.Activation)
            ?? throw Unknown("network.activation", network.Activation, [.. Activation.All.Select(a => a.Name)]),
        Weight = network.Initializer switch
        {
            "glorot" => Initializers.Glorot,
            "he" => Initializers.He,
            "lecun" => Initializers.LeCun,
            "orthogonal" => Initializers.Orthogonal,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double deviation) && deviation > 0 => Initializers.TruncatedNormal(deviation),
            var other => throw Unknown("network.initializer", other, "glorot", "he", "lecun", "orthogonal", "a standard deviation as 0.01"),
        },
    };

    private static Optimizer Rule(string key, string name, Rate rate) => name switch
    {
        "sgd" => Optimizers.Sgd(rate),
        "momentum" => Optimizers.Momentum(rate),
        "nesterov" => Optimizers.Nesterov(rate),
        "rmsprop" => Optimizers.RmsProp(rate),
        "adagrad" => Optimizers.Adagrad(rate),
        "adam" => Optimizers.Adam(rate),
        var other => throw Unknown(key, other, "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"),
    };

    private static InnerLoop Loop(InnerConfiguration inner) => inner.Loop switch
    {
        "unrolled" => new Unrolled(),
        "checkpointed" => new Checkpointed(),
        "mixed" => new Mixed(),
        "first-order" => new FirstOrder(),
        "implicit" => new Implicit(inner.Strength),
        var other => throw Unknown("inner.loop", other, "unrolled", "checkpointed", "mixed", "first-order", "implicit"),
    };

    /// <summary>What is said of a name that there is not.</summary>
    internal static UsageException Unknown(string key, string value, params string[] known) =>
        new($"{key} is '{value}', which there is not. The nearest is '{EditDistance.Nearest(value, known)}'; there are: {string.Join(", ", known)}.");
}
