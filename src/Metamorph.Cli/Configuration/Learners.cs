using System.Globalization;
using Metamorph.Data;

namespace Metamorph.Cli.Configuration;

/// <summary>Makes what a configuration names.</summary>
internal static class Learners
{
    /// <summary>The learner that is told the parameters of its tasks.</summary>
    internal const string Oracle = "oracle";

    /// <summary>Learners that solve for numbers in closed form from the support targets.</summary>
    internal static readonly string[] OfNumbers = ["ridge-head", "anil-ridge", "random-intercept", "support-mean", "support-ridge"];

    /// <summary>Every learner by name.</summary>
    private static readonly Dictionary<string, Func<Parts, FewShotLearner>> All = new(StringComparer.Ordinal)
    {
        ["maml"] = p => new Maml(p.Net.Whole, p.Loss, p.Rule, p.Steps, p.Loop) { BatchRows = p.Rows },
        ["fomaml"] = p => new FirstOrderMaml(p.Net.Whole, p.Loss, p.Rule, p.Steps) { BatchRows = p.Rows },
        ["imaml"] = p => new ImplicitMaml(p.Net.Whole, p.Loss, p.Rule, p.Steps, new(p.Strength)) { BatchRows = p.Rows },
        ["anil"] = p => new Anil(p.Net.Whole, p.Loss, p.Rule, p.Steps, p.Net.Head, p.Loop) { BatchRows = p.Rows },
        ["boil"] = p => new Boil(p.Net.Whole, p.Loss, p.Rule, p.Steps, p.Net.Head, p.Loop) { BatchRows = p.Rows },
        ["cavia"] = p => new Cavia(p.Perceptron(p.Features(p.Form) + p.Context), p.Context, p.Loss, p.Rule, p.Steps, p.Loop) { BatchRows = p.Rows },
        ["meta-sgd"] = p => new MetaSgd(p.Net.Whole, p.Loss, p.C.Inner.Rate, p.Steps, p.Loop) { BatchRows = p.Rows },
        ["maml++"] = p => new MamlPlusPlus(p.Net.Whole, p.Loss, p.C.Inner.Rate, p.Steps, p.Loop)
        {
            BatchRows = p.Rows, AnnealingIterations = p.C.Inner.AnnealingIterations, FirstOrderIterations = p.C.Inner.FirstOrderIterations,
        },
        ["reptile"] = p => new Reptile(p.Net.Whole, p.Loss, p.Rule, p.Steps) { BatchRows = p.Rows },
        ["ridge-head"] = p => new RidgeHead(p.Net.Body, p.Net.Features, p.Outputs, p.Loss, p.Strength, p.Rule),
        ["anil-ridge"] = p => new RidgeHead(p.Net.Body, p.Net.Features, p.Outputs, p.Loss, p.Strength, p.Rule, p.Steps, p.Loop) { BatchRows = p.Rows },
        ["proto-maml"] = p => new ProtoMaml(p.Net.Body, p.Net.Features, p.Loss, p.Outputs, p.Rule, p.Steps, p.Loop) { BatchRows = p.Rows },
        ["tfidf-centroid"] = p => new TfIdfCentroids(Network.Buckets(p.C), p.Outputs),
        ["prototypical"] = p => new PrototypicalNetwork(p.Net.Body, p.Loss, p.Outputs),
        ["matching"] = p => new MatchingNetwork(p.Net.Body, p.Loss, p.Outputs)
        {
            Scale = p.C.Network.Scale, FullContext = p.C.Network.ContextSteps > 0 ? new FullContext(p.Net.Features, p.C.Network.ContextSteps) : null,
        },
        ["relation"] = p => new RelationNetwork(RelationModules.Maps(p.Image[0], p.C.Network.Filters), RelationModules.Relations(p.Image, p.C.Network.Filters), p.Outputs),
        ["siamese"] = p => new SiameseNetwork(p.Net.Body, p.Net.Features, p.Outputs),
        ["r2d2"] = p => new RidgeClassifier(p.Net.Body, p.Loss, p.Outputs, p.Strength),
        ["frozen-nearest"] = p => p.Frozen(new NearestNeighbour(p.Outputs)),
        ["frozen-centroid"] = p => p.Frozen(new NearestCentroid(p.Outputs)),
        ["frozen-logistic"] = p => p.Frozen(new LogisticRegression(p.Outputs)),
        ["raw-nearest"] = p => new NearestNeighbour(p.Outputs),
        ["raw-centroid"] = p => new NearestCentroid(p.Outputs),
        ["raw-logistic"] = p => new LogisticRegression(p.Outputs),
        ["pretrained"] = p => new Pretrained(p.Net.Whole, p.Loss, p.Rule, p.Steps),
        ["fine-tuned"] = p => new FineTuned(p.Net.Whole, p.Loss),
        ["scratch"] = p => new Scratch(p.Net.Whole, p.Loss),
        [Oracle] = p => new Oracle(p.Net.Whole, p.Loss),
        ["pooled-ridge"] = p => new PooledRidge(p.Features(p.Form), p.Outputs),
        ["random-intercept"] = p => new RandomIntercept(p.Features(p.Form), p.Outputs),
        ["support-mean"] = p => new SupportMean(),
        ["support-ridge"] = p => new SupportRidge(),
    };

    /// <summary>The learner.</summary>
    /// <param name="c">The configuration.</param>
    /// <param name="form">What one example is.</param>
    /// <param name="outputs">Features of y, or classes.</param>
    /// <param name="loss">What it is trained for.</param>
    /// <param name="together">Training classes, turned ones among them, for learners that are trained on all of them together.</param>
    internal static FewShotLearner Of(RunConfiguration c, Shape form, int outputs, Loss loss, int together = 1) =>
        All.TryGetValue(c.Learner, out var make) ? make(new(c, form, outputs, loss, together)) : throw Unknown("learner", c.Learner, [.. All.Keys]);

    /// <summary>Whether a learner is trained on all classes together, and not on tasks of some.</summary>
    internal static bool IsJoint(RunConfiguration c) => c.Learner.StartsWith("frozen-", StringComparison.Ordinal);

    /// <summary>Refuses learners that take examples as the numbers that they are, for examples that are tokens.</summary>
    internal static void RefuseTokens(RunConfiguration c)
    {
        if (c.Learner.StartsWith("raw-", StringComparison.Ordinal))
            throw new UsageException($"learner is '{c.Learner}', which measures distances between numbers, and an example is the tokens of a text. Expected learner=tfidf-centroid.");
    }

    /// <summary>How many classes a model was trained on together, as its tensors say.</summary>
    internal static int Together(ParameterSet model) => model.AtOrEmpty("head") is { Count: > 0 } head ? head["bias"].Size : 1;

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

    /// <summary>What learners are made of.</summary>
    private sealed record Parts(RunConfiguration C, Shape Form, int Outputs, Loss Loss, int Together)
    {
        internal Network Net => Network.Of(C, Form, Outputs);

        internal InnerRule Rule
        {
            get
            {
                var rule = C.Inner.Rule == "adam" ? Optimizers.Adam(C.Inner.Rate, C.Inner.FirstDecay) : Learners.Rule("inner.rule", C.Inner.Rule, C.Inner.Rate);
                if (!C.Inner.Continued) return rule;

                // Moments are to stay means of what they are means of: no step past the adapted state.
                return C is { Learner: "reptile", Outer: { Rule: "sgd", Rate: <= 1 } } ? InnerRule.Continued(rule) : throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                    $"inner.continued is true for learner '{C.Learner}' with outer.rule={C.Outer.Rule}, outer.rate={C.Outer.Rate}. Expected learner 'reptile', outer.rule=sgd and a rate of at most 1, or inner.continued=false."));
            }
        }

        internal InnerLoop Loop => Learners.Loop(C.Inner);

        internal int Steps => Positive("inner.steps", C.Inner.Steps);

        internal int Context => Positive("inner.context", C.Inner.Context);

        internal int? Rows => C.Inner.BatchRows > 0 ? C.Inner.BatchRows : null;

        internal double Strength => C.Inner.Strength > 0 ? C.Inner.Strength
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"inner.strength is {C.Inner.Strength}. Expected a number above 0."));

        internal Shape Image => Form.Rank == 3 ? Form : throw new UsageException($"learner is '{C.Learner}', which takes images, and an example is {Form}. Expected examples of [channels, height, width], or another learner.");

        /// <summary>An embedding trained on all training classes together, below a classifier of the support alone.</summary>
        internal FrozenFeatures Frozen(FittedLearner readout) => new(Net.Body, Net.Features, Together, readout);

        /// <summary>Features of a row, for learners of tables.</summary>
        internal int Features(Shape form) => form.Rank == 1 ? form[0] : throw new UsageException($"learner is '{C.Learner}', which takes rows of features, and an example is {form}. Expected a table or sine waves, or another learner.");

        internal Mlp Perceptron(int inputs) => Network.Perceptron(C.Network, inputs, Outputs);
    }

    /// <summary>What is said of a name that there is not.</summary>
    internal static UsageException Unknown(string key, string value, params string[] known) =>
        new($"{key} is '{value}', which there is not. The nearest is '{EditDistance.Nearest(value, known)}'; there are: {string.Join(", ", known)}.");
}
