namespace Metamorph.Learning.Tests.Learners;

/// <summary>Small learners and tasks in Float64, on which derivatives are checked.</summary>
internal static class Small
{
    internal static readonly Key Key = new(20261121);

    internal static readonly Mlp Network = new(1, 6, 5, 1) { Activation = Activation.Tanh };

    /// <summary>Three tasks of sine waves.</summary>
    internal static readonly Episode Tasks = new Sinusoids(5, 7).Draw(new Key(5), 3).Cast(DType.Float64);

    /// <summary>Three tasks of three classes in four features, two support and three query rows of each class, around a centre of the class.</summary>
    internal static readonly Episode Labelled = Classes(new Key(6));

    /// <summary>Classifiers of so many ways.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<int, FewShotLearner>> Classifiers = new Dictionary<string, Func<int, FewShotLearner>>
    {
        ["prototypical"] = ways => new PrototypicalNetwork(Vectors, Losses.CrossEntropy, ways),
        ["matching"] = ways => new MatchingNetwork(Vectors, Losses.CrossEntropy, ways) { Scale = 3 },
        ["matching in context"] = ways => new MatchingNetwork(Vectors, Losses.CrossEntropy, ways) { FullContext = new(5, 3) },
        ["relation"] = ways => new RelationNetwork(Vectors, new Mlp(10, 6, 1) { Activation = Activation.Tanh }, ways),
        ["siamese"] = ways => new SiameseNetwork(Vectors, 5, ways),
        ["ridge-classifier"] = ways => new RidgeClassifier(Vectors, Losses.CrossEntropy, ways, 0.5),
        ["proto-maml"] = ways => new ProtoMaml(Vectors, 5, Losses.CrossEntropy, ways, Optimizers.Sgd(0.1), 2),
        ["nearest-neighbour"] = ways => new NearestNeighbour(ways),
        ["nearest-centroid"] = ways => new NearestCentroid(ways),
        ["logistic-regression"] = ways => new LogisticRegression(ways),
        ["frozen"] = ways => new FrozenFeatures(Vectors, 5, 3, new LogisticRegression(ways)),
    };

    /// <summary>Every learner, with rules that have state and rules that are learned.</summary>
    internal static IReadOnlyDictionary<string, FewShotLearner> All { get; } = new Dictionary<string, FewShotLearner>(Classifiers.Select(c => KeyValuePair.Create(c.Key, c.Value(3))))
    {
        ["maml"] = new Maml(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3),
        ["maml momentum"] = new Maml(Network, Losses.SquaredError, Optimizers.Momentum(0.05), 3),
        ["maml adam"] = new Maml(Network, Losses.SquaredError, Optimizers.Adam(0.05), 3),
        ["maml checkpointed"] = new Maml(Network, Losses.SquaredError, Optimizers.Nesterov(0.05), 5, new Checkpointed()),
        ["maml mixed"] = new Maml(Network, Losses.SquaredError, Optimizers.RmsProp(0.02), 5, new Mixed()),
        ["anil"] = new Anil(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3, Network.Head),
        ["boil"] = new Boil(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3, Network.Head),
        ["meta-sgd"] = new MetaSgd(Network, Losses.SquaredError, 0.1, 3),
        ["lstm"] = new Maml(Network, Losses.SquaredError, InnerRule.Lstm(4), 3),
        ["maml++"] = new MamlPlusPlus(Network, Losses.SquaredError, 0.1, 3) { StepWeights = Tensor.Of(0.2, 0.3, 0.5) },
        ["fomaml"] = new FirstOrderMaml(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3),
        ["implicit"] = new Maml(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3, new Implicit(5.0) { Iterations = 200, Tolerance = 1e-14 }),
        ["reptile"] = new Reptile(Network, Losses.SquaredError, Optimizers.Adam(0.02, firstDecay: 0.0), 4) { BatchRows = 3 },
        ["reptile continued"] = new Reptile(Network, Losses.SquaredError, InnerRule.Continued(Optimizers.Adam(0.02, firstDecay: 0.0)), 4),
        ["pretrained"] = new Pretrained(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 2),
        ["cavia"] = new Cavia(new Mlp(3, 6, 5, 1) { Activation = Activation.Tanh }, 2, Losses.SquaredError, Optimizers.Sgd(0.5), 2),
        ["imaml"] = new ImplicitMaml(Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3, new(5.0) { Iterations = 200, Tolerance = 1e-14 }),
        ["ridge-head"] = new RidgeHead(Body, 5, 1, Losses.SquaredError, 0.5, Optimizers.Sgd(0.1)),
        ["anil-ridge"] = new RidgeHead(Body, 5, 1, Losses.SquaredError, 0.5, Optimizers.Sgd(0.1), 2),
        ["fine-tuned"] = new FineTuned(Network, Losses.SquaredError),
        ["scratch"] = new Scratch(Network, Losses.SquaredError),
        ["oracle"] = new Oracle(Network, Losses.SquaredError),
        ["pooled-ridge"] = new PooledRidge(1),
        ["random-intercept"] = new RandomIntercept(1),
        ["support-mean"] = new SupportMean(),
        ["support-ridge"] = new SupportRidge(),
    };

    /// <summary>The body of a network, without its head.</summary>
    internal static Sequential Body => new(new Mlp(1, 6, 5) { Activation = Activation.Tanh }, Activation.Tanh);

    /// <summary>An embedding of four features in five.</summary>
    internal static Sequential Vectors => new(new Mlp(4, 6, 5) { Activation = Activation.Tanh }, Activation.Tanh);

    internal static TheoryData<string> ClassifierNames => [.. Classifiers.Keys];

    internal static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Learners that look at the support set.</summary>
    internal static TheoryData<string> AdaptingNames => [.. All.Keys.Except(["oracle", "pooled-ridge"])];

    internal static TheoryData<string> ExactNames => [.. All.Where(l => l.Value.Exact).Select(l => l.Key)];

    /// <summary>Tasks for a learner: sine waves, or classes.</summary>
    internal static Episode TasksOf(string name) => Classifiers.ContainsKey(name) ? Labelled : Tasks;

    internal static ParameterSet Meta(FewShotLearner learner) => learner.Init(Key).Cast(DType.Float64);

    /// <summary>The largest difference of two sets, relative to the length of the first.</summary>
    internal static double Distance(ParameterSet expected, ParameterSet actual) => (double)(expected - actual).Norm() / Math.Max(1e-300, (double)expected.Norm());

    private static Episode Classes(Key key)
    {
        var centres = key.Fold(0).Normal([3, 4], 3, DType.Float64);
        return new(Rows(key.Fold(1), 2), Rows(key.Fold(2), 3));

        Batch Rows(Key part, int each)
        {
            var labels = Tensor.Of([.. Enumerable.Range(0, 3 * each).Select(i => i % 3)], [3 * each]).PerTask(3);
            return new(centres.Take(labels) + 0.7 * part.Normal([3 * each, 4], 3, DType.Float64), labels);
        }
    }
}
