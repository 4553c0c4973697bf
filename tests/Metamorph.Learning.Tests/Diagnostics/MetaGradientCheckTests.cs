using Metamorph.Learning.Tests.Learners;
using Check = Metamorph.Learning.GradientCheck;

namespace Metamorph.Learning.Tests.Diagnostics;

/// <summary>Right gradients pass, wrong ones do not.</summary>
public sealed class MetaGradientCheckTests
{
    public static TheoryData<string> Names => [.. Small.All.Keys.Except(["support-mean", "nearest-neighbour", "nearest-centroid"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_learner_passes(string name)
    {
        var learner = Small.All[name];
        var check = MetaGradientCheck.Of(learner, Small.Meta(learner), Small.TasksOf(name), Small.Key);
        Assert.StartsWith(learner.Exact ? "exact" : "not exact", check.Formula, StringComparison.Ordinal);
        Assert.All(check.Results, r => Assert.True(r.Passes, $"{r}"));
    }

    [Fact]
    public void Without_meta_parameters_there_is_nothing_to_check()
    {
        var error = Assert.Throws<NotSupportedException>(() => MetaGradientCheck.Of(Small.All["support-mean"], ParameterSet.Empty, Small.Tasks, Small.Key));
        Assert.Contains("SupportMean has no meta-parameters, so that there is no meta-gradient. Expected a learner that learns something", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_of_first_order_is_not_that_of_the_meta_loss()
    {
        var (first, second) = (Small.All["fomaml"], Small.All["maml"]);
        var meta = Small.Meta(second);
        var results = Check.Differences(m => second.MetaLoss(m, Small.Tasks, Small.Key).MeanOverTasks(), meta, first.MetaGradient(meta, Small.Tasks, Small.Key).Gradient, Small.Key);
        Assert.All(results, r => Assert.False(r.Passes, $"{r}"));
        Assert.All(results, r => Assert.InRange(r.Worst, 1e-3, 10));
    }

    [Fact]
    public void One_wrong_entry_is_found_and_named()
    {
        var at = new ParameterSet(("a", Tensor.Of(1.0, 2.0, 3.0)), ("b", Tensor.Of(4.0)));
        var gradient = 2.0 * at;
        var results = Check.Differences(p => p.Dot(p), at, gradient, new Key(1));
        Assert.Equal((4, 8), (results[0].Count, results[1].Count));
        Assert.All(results, r => Assert.True(r.Passes, $"{r}"));
        var wrong = gradient.Replace(new ParameterSet(("b", Tensor.Of(8.001))));
        results = Check.Differences(p => p.Dot(p), at, wrong, new Key(1));
        Assert.Equal("b[0]", results[0].Where);
        Assert.All(results, r => Assert.False(r.Passes, $"{r}"));
    }

    [Fact]
    public void Directions_at_a_kink_are_counted_and_never_pass_for_a_right_gradient()
    {
        // |x| at 0 has no derivative along x, whatever one calls its gradient, and there is nothing else to measure.
        var at = new ParameterSet(("x", Tensor.Of(1e-7)));
        var result = Check.Differences(p => p["x"].Abs().Sum(), at, new(("x", Tensor.Of(1.0))), new Key(1))[0];
        Assert.Equal((0, 1, false), (result.Count, result.Kinks, result.Passes));
    }

    [Fact]
    public void Entries_are_of_every_tensor()
    {
        // Each tensor's gradient is wrong in turn, all entries of it; a sample of three finds it in each of three.
        var at = new ParameterSet(("a", new Key(1).Normal([50], dtype: DType.Float64)), ("b", new Key(2).Normal([2], dtype: DType.Float64)), ("c", new Key(3).Normal([200], dtype: DType.Float64)));
        foreach (string name in at.Names)
        {
            var wrong = (2.0 * at).Replace(new ParameterSet((name, at[name])));
            Assert.StartsWith(name, Check.Differences(p => p.Dot(p), at, wrong, new Key(1), entries: 3)[0].Where, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Same_compares_whole_gradients()
    {
        var a = new ParameterSet(("x", Tensor.Of(3.0, 4.0)));
        Assert.Equal(0.2, Check.Same("b", a, new(("x", Tensor.Of(3.0, 5.0)))).Worst, 1e-15);
        Assert.True(Check.Same("a", a, a).Passes);
    }

    [Fact]
    public void A_learner_that_nothing_is_known_of_is_refused()
    {
        var learner = new Maml(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 1, new Implicit(1.0)) { BatchRows = 2 };
        string message = Assert.Throws<NotSupportedException>(() => MetaGradientCheck.Of(learner, Small.Meta(learner), Small.Tasks, Small.Key)).Message;
        Assert.Contains("Maml is not exact", message, StringComparison.Ordinal);
        Assert.Contains("Expected an exact learner", message, StringComparison.Ordinal);
    }
}
