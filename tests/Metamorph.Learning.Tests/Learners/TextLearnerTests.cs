namespace Metamorph.Learning.Tests.Learners;

/// <summary>Learners on texts: tokens are integers, of which no derivative is taken, and 0 is padding.</summary>
public sealed class TextLearnerTests
{
    private static readonly HashedTextEncoder Hashed = new(9, 3);
    private static readonly TextTransformer Transformer = new(9, 4, 2) { Heads = 1, Blocks = 1 };

    private static readonly Dictionary<string, FewShotLearner> All = new()
    {
        ["maml"] = new Maml(Hashed with { Outputs = 2 }, Losses.CrossEntropy, Optimizers.Sgd(0.3), 2),
        ["anil"] = new Anil(Hashed with { Outputs = 2 }, Losses.CrossEntropy, Optimizers.Sgd(0.3), 2, HashedTextEncoder.Head),
        ["prototypical"] = new PrototypicalNetwork(Hashed with { Hidden = 4 }, Losses.CrossEntropy, 2),
        ["maml transformer"] = new Maml(Transformer with { Outputs = 2 }, Losses.CrossEntropy, Optimizers.Sgd(0.3), 2),
        ["reptile"] = new Reptile(Hashed with { Outputs = 2 }, Losses.CrossEntropy, Optimizers.Sgd(0.3), 3),
    };

    private static readonly Episode Tasks = new(Texts(1, 4), Texts(2, 6));

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_meta_gradient_is_what_defines_it(string name)
    {
        var check = MetaGradientCheck.Of(All[name], Meta(name), Tasks, Small.Key);
        Assert.All(check.Results, r => Assert.True(r.Passes, $"{name}: {r}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Padding_of_rows_and_of_texts_changes_nothing(string name)
    {
        var (learner, meta) = (All[name], Meta(name));
        double[] plain = learner.MetaLoss(meta, Tasks, Small.Key).ToDoubles();
        var padded = new Episode(MoreRows(Tasks.Support, 3), MoreRows(Tasks.Query, 2));
        Assert.Equal(plain, learner.MetaLoss(meta, padded, Small.Key).ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-12);
        if (name == "maml transformer") return;
        var longer = new Episode(Tasks.Support with { X = Tasks.Support.X.Pad(1, 0, 4) }, Tasks.Query with { X = Tasks.Query.X.Pad(1, 0, 4) });
        Assert.Equal(plain, learner.MetaLoss(meta, longer, Small.Key).ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-12);

        static Batch MoreRows(Batch b, int rows) => new(
            Tensor.Concatenate([b.X, new Key(5).Integers(0, 9, [rows, 4], b.Tasks)]),
            Tensor.Concatenate([b.Y, Tensor.Ones([rows], DType.Int32, b.Tasks)]),
            Tensor.Concatenate([Tensor.Ones([b.Rows], DType.Float64, b.Tasks), Tensor.Zeros([rows], DType.Float64, b.Tasks)]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tasks_side_by_side_are_tasks_alone_also_in_training(string name)
    {
        var (learner, meta) = (All[name], Meta(name));
        double[] together = learner.MetaLoss(meta, Tasks, Small.Key).ToDoubles();
        for (int t = 0; t < 3; t++) Assert.Equal(together[t], learner.MetaLoss(meta, Tasks.Take(t..(t + 1)), Small.Key).ToDoubles()[0], 1e-12);

        // Training replays what it has recorded of a step.
        var step = MetaTraining.Run(learner, (key, n) => new Episode(Texts(key, 4, n), Texts(key.Fold(7), 6, n)), Optimizers.Sgd(0.1), 2, Small.Key, threads: 1).First(s => s.Iteration == 5);
        Assert.Null(step.Unrecorded);
        Assert.All(step.Meta, p => Assert.All(p.Value.ToDoubles(), v => Assert.True(double.IsFinite(v))));
    }

    private static ParameterSet Meta(string name)
    {
        int draws = 0;
        return All[name].Init(Small.Key).Map(p => new Key(8).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }

    private static Batch Texts(ulong seed, int rows) => Texts(new Key(seed), rows, 3);

    /// <summary>Tokens, padded at their end, that depend a little on their class.</summary>
    private static Batch Texts(Key key, int rows, int tasks)
    {
        var classes = Tensor.Of([.. Enumerable.Range(0, rows).Select(i => i % 2)], [rows]).PerTask(tasks);
        var x = key.Integers(1, 8, [rows, 4], tasks) + classes.Expand(-1);
        var length = key.Fold(3).Integers(1, 5, [rows, 1], tasks);
        return new(x * (Tensor.Arange(4) < length), classes);
    }
}
