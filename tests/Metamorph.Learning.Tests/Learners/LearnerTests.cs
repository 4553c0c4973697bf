namespace Metamorph.Learning.Tests.Learners;

/// <summary>Laws that hold for every learner.</summary>
public sealed class LearnerTests
{
    public static TheoryData<string> Names => Small.Names;

    public static TheoryData<string> ClassifierNames => Small.ClassifierNames;

    public static TheoryData<string> AdaptingNames => Small.AdaptingNames;

    public static TheoryData<string> ExactNames => Small.ExactNames;

    [Theory]
    [MemberData(nameof(ExactNames))]
    public void The_meta_gradient_is_the_difference_of_meta_losses(string name)
    {
        var (learner, tasks) = (Small.All[name], Small.TasksOf(name));
        var meta = Small.Meta(learner);
        var gradient = learner.MetaGradient(meta, tasks, Small.Key).Gradient;
        double Loss(ParameterSet m) => (double)learner.MetaLoss(m, tasks, Small.Key).MeanOverTasks();

        // Along random directions and along each parameter: central differences of 1e-5, an error of 1e-10 times a third derivative, and rounding of 1e-11.
        for (int d = 0; d < 4 + meta.Count; d++)
        {
            int only = d - 4;
            var direction = meta.Zip(
                meta.With([.. meta.Tensors.Select((p, i) => only < 0 || i == only ? Small.Key.Fold(100 + d).Fold(i).Normal(p.Shape, dtype: DType.Float64) : Tensor.Zeros(p.Shape, DType.Float64))]), (_, v) => v);
            double expected = (Loss(meta + (Tensor)1e-5 * direction) - Loss(meta - (Tensor)1e-5 * direction)) / 2e-5;
            Assert.Equal(expected, (double)gradient.Dot(direction), 1e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tasks_side_by_side_are_tasks_alone(string name)
    {
        var (learner, tasks) = (Small.All[name], Small.TasksOf(name));

        // Noise is drawn for task t from a key folded with t, so a learner that draws has other noise for a task that moved to place 0: only task 0 is compared.
        int last = learner is GradientLearner { BatchRows: not null } ? 1 : 3;
        var meta = Small.Meta(learner);
        double[] together = learner.MetaLoss(meta, tasks, Small.Key).ToArray<double>();
        for (int t = 0; t < last; t++)
            Assert.Equal(together[t], learner.MetaLoss(meta, tasks.Take(t..(t + 1)), Small.Key).ToArray<double>()[0], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Padding_with_any_finite_numbers_changes_nothing(string name)
    {
        var (learner, tasks) = (Small.All[name], Small.TasksOf(name));
        var meta = Small.Meta(learner);
        var padded = new Episode(Padded(tasks.Support, 3), Padded(tasks.Query, 9));
        double[] plain = learner.MetaLoss(meta, tasks, Small.Key).ToArray<double>();
        Assert.Equal(plain, learner.MetaLoss(meta, padded, Small.Key).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.InRange(Small.Distance(learner.MetaGradient(meta, tasks, Small.Key).Gradient, learner.MetaGradient(meta, padded, Small.Key).Gradient), 0, 1e-11);

        static Batch Padded(Batch batch, int rows)
        {
            var garbage = new Key(77).Uniform(-1000, 1000, [rows, batch.X.Shape[1]], batch.Tasks, DType.Float64);
            var targets = batch.Y.DType == DType.Int32 ? new Key(78).Integers(0, 3, [rows], batch.Tasks) : -garbage;
            return new(
                Tensor.Concatenate([batch.X, garbage]),
                Tensor.Concatenate([batch.Y, targets]),
                Tensor.Concatenate([Tensor.Ones([batch.Rows], DType.Float64, batch.Tasks), Tensor.Zeros([rows], DType.Float64, batch.Tasks)]));
        }
    }

    [Theory]
    [MemberData(nameof(ClassifierNames))]
    public void Classes_that_a_task_does_not_have_change_nothing(string name)
    {
        var (learner, wider) = (Small.All[name], Small.Classifiers[name](5));
        var (meta, tasks) = (Small.Meta(learner), Small.Labelled);
        var classes = Tensor.Of([1.0, 1, 1, 0, 0], [5]).PerTask(3);
        var masked = new Episode(tasks.Support with { Classes = classes }, tasks.Query with { Classes = classes });
        Nearly.Equal(learner.MetaLoss(meta, tasks, Small.Key), wider.MetaLoss(meta, masked, Small.Key), 1e-12);
        Assert.InRange(Small.Distance(learner.MetaGradient(meta, tasks, Small.Key).Gradient, wider.MetaGradient(meta, masked, Small.Key).Gradient), 0, 1e-11);
        var predicted = masked.Query.Masked(wider.Predict(wider.Adapt(meta, masked.Support, Small.Key), tasks.Query.X));
        Assert.Equal(tasks.Query.Mean(Losses.Mistake(learner.Predict(learner.Adapt(meta, tasks.Support, Small.Key), tasks.Query.X), tasks.Query.Y)).ToDoubles(), tasks.Query.Mean(Losses.Mistake(predicted, tasks.Query.Y)).ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_key_gives_the_same_bits(string name)
    {
        var (learner, tasks) = (Small.All[name], Small.TasksOf(name));
        var meta = Small.Meta(learner);
        double[] Run() => learner.MetaGradient(meta, tasks, Small.Key).Gradient.Flatten().ToDoubles();
        double[] once = Run();
        Assert.Equal(once, Run());
        double[]? elsewhere = null;
        var thread = new Thread(() => elsewhere = Run());
        thread.Start();
        thread.Join();
        Assert.Equal(once, elsewhere);
    }

    [Theory]
    [MemberData(nameof(AdaptingNames))]
    public void Adapting_lowers_the_support_loss_and_leaves_nothing_recorded(string name)
    {
        var (learner, tasks) = (Small.All[name], Small.TasksOf(name));
        var meta = Small.Meta(learner);
        var adapted = learner.Adapt(meta, tasks.Support, Small.Key);
        Assert.All(adapted, p => Assert.Equal(3, p.Value.Tasks));
        Assert.All(adapted, p => Assert.Null(p.Value.Node));

        // Rows that do not count say nothing: they leave a model as it is before adaptation.
        var blind = learner.Adapt(meta, tasks.Support with { Weight = Tensor.Zeros([tasks.Support.Rows], DType.Float64, 3) }, Small.Key);
        double before = (double)learner.QueryLoss(blind, tasks.Support, learner.Loss).MeanOverTasks();
        double after = (double)learner.QueryLoss(adapted, tasks.Support, learner.Loss).MeanOverTasks();

        // A rule that is drawn at random has still to learn which way is down, and a relation what is alike.
        if (name is not ("lstm" or "relation")) Assert.True(after < before, $"{after} after, {before} before");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Float32_agrees_with_Float64(string name)
    {
        var (learner, tasks) = (Small.All[name], Small.TasksOf(name));
        var meta = Small.Meta(learner);
        var expected = learner.MetaGradient(meta, tasks, Small.Key).Gradient;
        var actual = learner.MetaGradient(meta.Cast(DType.Float32), tasks.Cast(DType.Float32), Small.Key).Gradient;
        Assert.All(actual, p => Assert.Equal(DType.Float32, p.Value.DType));

        // Some hundred roundings of 6e-8; Adam and RMSProp divide by small roots.
        Assert.InRange(Small.Distance(expected, actual.Cast(DType.Float64)), 0, 1e-3);
    }
}
