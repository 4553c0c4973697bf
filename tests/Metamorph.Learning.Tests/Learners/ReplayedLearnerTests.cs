namespace Metamorph.Learning.Tests.Learners;

/// <summary>Every learner, recorded and replayed: what it computes does not change.</summary>
public sealed class ReplayedLearnerTests
{
    private static readonly Key Key = new(31);

    private static readonly Dictionary<string, FewShotLearner> All = new(Small.All)
    {
        ["prototypical with a norm"] = new PrototypicalNetwork(new Sequential(new Linear(4, 5), new BatchNorm(5), Activation.Tanh), Losses.CrossEntropy, 3),
        ["relation on images"] = new RelationNetwork(new ConvBlock(1, 4), new Sequential(new ConvBlock(8, 4), new Flatten(), new Linear(16, 1)), 3),
        ["maml on images"] = new Maml(new Conv4([1, 8, 8], 3) { Filters = 4, Blocks = 2 }, Losses.CrossEntropy, Optimizers.Sgd(0.1), 2),
        ["maml with rows drawn"] = new Maml(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 2) { BatchRows = 3 },
        ["maml with dropout"] = new Maml(new Sequential(new Linear(1, 6), new Dropout(0.3), Activation.Tanh, new Linear(6, 1)), Losses.SquaredError, Optimizers.Sgd(0.1), 2),
        ["maml++ with a norm per step"] = new MamlPlusPlus(new Sequential(new Linear(1, 4), new BatchNorm(4) { Steps = 2 }, new Linear(4, 1)), Losses.SquaredError, 0.1, 2),
    };

    /// <summary>Learners that choose by the numbers of their meta-parameters: how many steps to take.</summary>
    private static readonly string[] Reading = ["fine-tuned", "scratch"];

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> RecordedNames => [.. All.Keys.Except(Reading)];

    public static TheoryData<string> ReadingNames => [.. Reading];

    [Fact]
    public void Every_learner_of_the_library_is_under_this_law()
    {
        var types = typeof(FewShotLearner).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(FewShotLearner)) && !t.IsAbstract);

        // It takes texts, and is held to these laws by tests of its own.
        Assert.Empty(types.Except([.. All.Values.Select(l => l.GetType()), typeof(TfIdfCentroids)]));
    }

    [Theory]
    [MemberData(nameof(RecordedNames))]
    public void Its_meta_gradient_is_that_of_the_function_to_rounding_and_the_same_on_two_threads(string name)
    {
        var learner = All[name];
        var meta = Small.Meta(learner);
        foreach (var tasks in Tasks(name))
        {
            TensorList F(TensorList x, Key key)
            {
                var (losses, gradient) = learner.MetaGradient(meta.With([.. x.Tensors.Take(meta.Count)]), tasks.With([.. x.Tensors.Skip(meta.Count)]), key);
                return new([losses, .. gradient.Tensors]);
            }

            var inputs = new TensorList([.. meta.Tensors, .. tasks.Tensors]);
            var (one, two) = (Replay.Of<TensorList, TensorList>(F, 1), Replay.Of<TensorList, TensorList>(F, 2));
            for (int call = 0; call < 2; call++)
            {
                var expected = F(inputs, Key.Fold(call));
                var actual = one(inputs, Key.Fold(call));
                Assert.Equal(Numbers(actual), Numbers(two(inputs, Key.Fold(call))));

                // Losses are each task's own. Gradients are sums over tasks in another order, 1e-16 each, in which inner steps and
                // the conjugate gradients of implicit ones, which end at 1e-14, have their part.
                Assert.Equal(Numbers(expected)[0], Numbers(actual)[0], (a, b) => Math.Abs(a - b) <= 1e-12 * (1 + Math.Abs(a)));
                Assert.InRange(Small.Distance(Gradient(expected), Gradient(actual)), 0, 1e-11);
            }
        }

        ParameterSet Gradient(TensorList result) => meta.With([.. result.Tensors.Skip(1)]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_an_arena_its_meta_gradient_has_the_same_bits(string name)
    {
        var learner = All[name];
        var meta = Small.Meta(learner);
        var arena = new Arena();
        foreach (var tasks in Tasks(name))
        {
            var expected = Run();
            for (int round = 0; round < 2; round++) Assert.Equal(Numbers(expected), Numbers(arena.Run(Run)));

            TensorList Run()
            {
                var (losses, gradient) = learner.MetaGradient(meta, tasks, Key);
                return new([losses, .. gradient.Tensors]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ReadingNames))]
    public void A_learner_that_reads_numbers_is_trained_as_it_is_written_and_says_so(string name)
    {
        var learner = new ReadsItsSteps(All[name]);
        MetaStep[] steps = [.. MetaTraining.Run<Episode>(learner, (_, _) => Small.Tasks.Cast(DType.Float32), Optimizers.Sgd(0.1), 3, new Key(4)).Take(3).Select(s => s.Kept())];
        Assert.All(steps, s => Assert.Contains("a number was read of a tensor while a step was being recorded", s.Unrecorded!, StringComparison.Ordinal));
        var (meta, state) = (learner.Init(new Key(4).Fold(0)), ParameterSet.Empty);
        state = Optimizers.Sgd(0.1).Init(meta);
        foreach (var step in steps)
        {
            var (losses, gradient) = learner.MetaGradient(meta, Small.Tasks.Cast(DType.Float32), new Key(4).Fold(step.Iteration).Split().Second);
            (meta, state) = Optimizers.Sgd(0.1).Step(gradient, state, meta);
            Assert.Equal(losses.ToDoubles(), step.Losses.ToDoubles());
            Assert.Equal(meta.Tensors.Select(t => t.ToDoubles()), step.Meta.Tensors.Select(t => t.ToDoubles()));
        }
    }

    [Theory]
    [MemberData(nameof(RecordedNames))]
    public void Others_are_trained_from_a_recording(string name)
    {
        var learner = All[name];
        if (learner is FittedLearner) return;
        var tasks = Tasks(name)[0].Cast(DType.Float32);
        Assert.All(MetaTraining.Run<Episode>(learner, (_, _) => tasks, Optimizers.Adam(0.01), tasks.Tasks, new Key(4)).Take(2), s => Assert.Null(s.Unrecorded));
    }

    /// <summary>Tasks of one size, and tasks of several sizes, padded.</summary>
    private static Episode[] Tasks(string name)
    {
        var equal = name switch
        {
            "maml on images" or "relation on images" => Classes([1, 8, 8]),
            "prototypical with a norm" => Classes([4]),
            _ when Small.Classifiers.ContainsKey(name) => Classes([4]),
            _ => new Sinusoids(5, 7).Draw(new Key(5), 5).Cast(DType.Float64),
        };
        return [equal, new(Some(equal.Support, 1), Some(equal.Query, 2))];

        static Episode Classes(int[] shape)
        {
            var labels = Tensor.Of([0, 1, 2, 0, 1, 2], [6]).PerTask(5);
            return new(new(new Key(1).Normal([6, .. shape], 5, DType.Float64), labels), new(new Key(2).Normal([6, .. shape], 5, DType.Float64), labels));
        }

        // Task t has all rows but its last t / less.
        static Batch Some(Batch batch, int less)
        {
            double[] weights = [.. Enumerable.Range(0, 5).SelectMany(t => Enumerable.Range(0, batch.Rows).Select(i => i < batch.Rows - t / less ? 1.0 : 0))];
            return batch with { Weight = Tensor.Of(weights, [batch.Rows], 5) };
        }
    }

    private static double[][] Numbers(TensorList x) => [.. x.Tensors.Select(t => t.ToDoubles())];

    /// <summary>A learner whose loss is that of the model it adapts: those that choose a number of steps are otherwise trained without any.</summary>
    private sealed class ReadsItsSteps(FewShotLearner learner) : FewShotLearner(learner.Loss)
    {
        public override ParameterSet Init(Key key) => learner.Init(key);

        public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key) => learner.Adapt(meta, support, key);

        public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => learner.Predict(adapted, x, context);
    }
}
