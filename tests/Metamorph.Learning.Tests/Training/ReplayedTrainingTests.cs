namespace Metamorph.Learning.Tests.Training;

/// <summary>Meta-training from recordings against the same steps by hand.</summary>
public sealed class ReplayedTrainingTests
{
    private static readonly Sinusoids Waves = new(5, 6);
    private static readonly Key Key = new(8);

    /// <summary>Float64 tasks, so that rounding is told from mistakes.</summary>
    private static Episode Draw(Key key, int tasks) => Waves.Draw(key, tasks).Cast(DType.Float64);

    /// <summary>Draws its meta-parameters in Float64.</summary>
    private static MetaStep Begin(FewShotLearner learner, Optimizer outer)
    {
        var meta = learner.Init(Key.Fold(0)).Cast(DType.Float64);
        return new(0, Tensor.Zeros([], DType.Float64, 1), meta, outer.Init(meta));
    }

    private static MetaStep[] Run(FewShotLearner learner, Optimizer outer, int steps, int? threads = null, int? chunk = null, MetaStep? from = null) =>
        [.. MetaTraining.Run<Episode>(learner, Draw, outer, 12, Key, from ?? Begin(learner, outer), chunk, threads).Take(steps).Select(s => s.Kept())];

    private static List<MetaStep> ByHand(FewShotLearner learner, Optimizer outer, int steps)
    {
        var all = new List<MetaStep>();
        var last = Begin(learner, outer);
        for (int i = 1; i <= steps; i++)
        {
            var (tasksKey, lossKey) = Key.Fold(i).Split();
            var (losses, gradient) = learner.At(i).MetaGradient(last.Meta, Draw(tasksKey, 12), lossKey);
            var (meta, state) = outer.Step(gradient, last.Optimizer, last.Meta);
            all.Add(last = new(i, losses, meta, state));
        }

        return all;
    }

    private static void AssertSame(IReadOnlyList<MetaStep> expected, IReadOnlyList<MetaStep> actual)
    {
        Assert.Equal(expected.Select(s => s.Iteration), actual.Select(s => s.Iteration));
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.Equal(e.Losses.ToDoubles(), a.Losses.ToDoubles());
            Assert.Equal(e.Meta.Tensors.Select(t => t.ToDoubles()), a.Meta.Tensors.Select(t => t.ToDoubles()));
            Assert.Equal(e.Optimizer.Tensors.Select(t => t.ToDoubles()), a.Optimizer.Tensors.Select(t => t.ToDoubles()));
        }
    }

    /// <summary>Sums of 12 tasks in another order, 1e-16 each; Adam divides the first gradients by themselves, and some steps follow one another.</summary>
    private static void AssertClose(IReadOnlyList<MetaStep> expected, IReadOnlyList<MetaStep> actual)
    {
        foreach (var (e, a) in expected.Zip(actual))
        {
            Nearly.Equal(e.Losses, a.Losses, 1e-9);
            Nearly.Equal(e.Meta, a.Meta, 1e-9);
            Nearly.Equal(e.Optimizer, a.Optimizer, 1e-9);
        }
    }

    public static TheoryData<string> Learners => [.. Trained.Keys];

    private static Dictionary<string, (FewShotLearner Learner, Optimizer Outer)> Trained { get; } = new()
    {
        // Noise, step counts and a rate that falls: what changes from step to step.
        ["dropout and a schedule"] = (
            new Maml(new Sequential(new Linear(1, 8), new Dropout(0.4), Activation.Tanh, new Linear(8, 1)), Losses.SquaredError, Optimizers.Sgd(0.05), 2),
            Optimizers.Chain(Optimizers.ClipByNorm(1), Optimizers.Adam(Schedules.Cosine(0.05, 0.001, 5)))),
        ["rows drawn and a line"] = (
            new Maml(new Mlp(1, 8, 1) { Activation = Activation.Tanh }, Losses.SquaredError, Optimizers.Momentum(0.02), 2) { BatchRows = 3 },
            Optimizers.Momentum(Schedules.Linear(0.1, 0, 6))),
        ["maml++ in phases"] = (
            new MamlPlusPlus(new Mlp(1, 8, 1) { Activation = Activation.Tanh }, Losses.SquaredError, 0.05, 3) { AnnealingIterations = 5, FirstOrderIterations = 3 },
            Optimizers.Adam(0.01)),
        ["reptile"] = (
            new Reptile(new Mlp(1, 8, 1) { Activation = Activation.Tanh }, Losses.SquaredError, Optimizers.Adam(0.02, firstDecay: 0.0), 3) { BatchRows = 4 },
            Optimizers.Sgd(Schedules.Linear(1, 0, 9))),
    };

    [Theory]
    [MemberData(nameof(Learners))]
    public void Steps_are_those_by_hand(string name)
    {
        var (learner, outer) = Trained[name];
        var steps = Run(learner, outer, 8);
        Assert.All(steps, s => Assert.Null(s.Unrecorded));
        AssertClose(ByHand(learner, outer, 8), steps);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Steps_have_the_same_bits_on_any_number_of_threads(string name)
    {
        var (learner, outer) = Trained[name];
        var one = Run(learner, outer, 5, threads: 1);
        foreach (int threads in new[] { 2, 3 }) AssertSame(one, Run(learner, outer, 5, threads));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Going_on_has_the_same_bits_as_never_having_stopped(string name)
    {
        var (learner, outer) = Trained[name];
        var whole = Run(learner, outer, 8);
        foreach (int at in new[] { 2, 4 }) AssertSame(whole[at..], Run(learner, outer, 8 - at, from: whole[at - 1]));
    }

    [Fact]
    public void Chunks_are_the_whole_to_rounding_whatever_the_number_of_threads()
    {
        // Without noise, which chunks draw for themselves.
        var (learner, outer) = Trained["maml++ in phases"];
        var whole = Run(learner, outer, 6);
        foreach (int chunk in new[] { 1, 5, 12 })
        {
            var chunked = Run(learner, outer, 6, chunk: chunk);
            AssertClose(whole, chunked);
            AssertSame(chunked, Run(learner, outer, 6, threads: 1, chunk: chunk));
        }
    }

    [Fact]
    public void Meta_batches_of_other_forms_are_each_recorded()
    {
        var learner = new Maml(new Mlp(1, 8, 1) { Activation = Activation.Tanh }, Losses.SquaredError, Optimizers.Sgd(0.05), 1);
        var outer = Optimizers.Sgd(0.1);
        Episode Varied(Key key, int tasks)
        {
            int rows = (int)key.Fold(7).Integers(3, 7, []).ToDoubles()[0];
            var episode = Draw(key, tasks);
            var support = new Batch(episode.Support.X.Slice(0, 0, Math.Min(rows, 5)), episode.Support.Y.Slice(0, 0, Math.Min(rows, 5)));
            return episode with { Support = rows % 2 == 0 ? support : support with { Weight = Tensor.Ones([support.Rows], DType.Float64, tasks) } };
        }

        var last = Begin(learner, outer);
        foreach (var step in MetaTraining.Run<Episode>(learner, Varied, outer, 4, Key, last).Take(12))
        {
            var (tasksKey, lossKey) = Key.Fold(step.Iteration).Split();
            var (losses, gradient) = learner.MetaGradient(last.Meta, Varied(tasksKey, 4), lossKey);
            Nearly.Equal(losses, step.Losses, 1e-12);
            Nearly.Equal(outer.Step(gradient, last.Optimizer, last.Meta).Parameters, step.Meta, 1e-12);
            last = step;
        }
    }

    [Fact]
    public void A_step_that_is_kept_does_not_change()
    {
        var (learner, outer) = Trained["dropout and a schedule"];
        var kept = new List<(MetaStep Step, double[] Losses, double[] Meta)>();
        foreach (var step in MetaTraining.Run<Episode>(learner, Draw, outer, 12, Key, Begin(learner, outer)).Take(6)) kept.Add((step.Kept(), step.Losses.ToDoubles(), step.Meta.Flatten().ToDoubles()));
        Assert.All(kept, k => Assert.Equal(k.Losses, k.Step.Losses.ToDoubles()));
        Assert.All(kept, k => Assert.Equal(k.Meta, k.Step.Meta.Flatten().ToDoubles()));
    }

    [Fact]
    public void A_steady_step_allocates_less_than_10_KB()
    {
        // 18 tensors of parameters and two moments of each. What a step allocates are objects that describe results, whatever their sizes.
        var learner = new Maml(new Conv4([1, 8, 8], 2) { Filters = 4, Downsample = Downsample.Stride, MeanOverSpace = true }, Losses.CrossEntropy, Optimizers.Sgd(0.1), 1);
        var images = new Batch(Key.Normal([4, 1, 8, 8], 3), Tensor.Of([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], [4], 3));
        using var steps = MetaTraining.Run(learner, (_, _) => new Episode(images, images), Optimizers.Adam(0.01), 3, Key, threads: 1).GetEnumerator();

        // Beyond the tenth, at which it is recorded again to be compared.
        for (int i = 0; i < 12; i++) steps.MoveNext();
        long before = GC.GetAllocatedBytesForCurrentThread();
        steps.MoveNext();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 10_000);
    }

    [Fact]
    public void Tasks_that_are_more_than_tensors_are_trained_as_they_are_and_say_so()
    {
        var step = MetaTraining.Run(new Distance(), (key, n) => new Words(n), Optimizers.Sgd(0.1), 3, Key).First();
        Assert.Equal("Words is more than tensors", step.Unrecorded);
        Assert.Equal([0.8], step.Meta["x"].ToDoubles().Select(x => Math.Round(x, 6)));
    }

    private sealed record Words(int Tasks) : ITasks<Words>
    {
        public Words Take(Range tasks) => new(tasks.GetOffsetAndLength(Tasks).Length);
    }

    private sealed class Distance : MetaLearner<Words>
    {
        public override ParameterSet Init(Key key) => new(("x", Tensor.Of(1f)));

        public override Tensor MetaLoss(ParameterSet meta, Words tasks, Key key) => meta["x"].Power(2).Sum().PerTask(tasks.Tasks);
    }
}
