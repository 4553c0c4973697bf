using System.Reflection;

namespace Metamorph.Learning.Tests;

/// <summary>What holds for every optimizer, since every one may be a differentiable inner rule.</summary>
public sealed class OptimizerTests
{
    private static readonly Key Random = new(11);

    public static TheoryData<string> Rules => [.. LearnedRules.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_optimizer_is_under_these_laws()
    {
        var methods = typeof(Optimizers).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(m => m.Name).Distinct();
        foreach (string method in methods) Assert.Contains(LearnedRules.All.Keys, rule => rule.Contains(method, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_meta_gradient_through_three_steps_is_that_of_differences(string name)
    {
        var rule = LearnedRules.All[name];
        var meta = ParameterSet.Join(("start", Start()), ("rule", rule.Meta));
        var (support, query) = (Points(0), Points(1));

        GradientCheck.Passes(m => Loss(Descend(rule.Of(m.AtOrEmpty("rule")), m.At("start"), p => Loss(p, support), 3), query), meta, 1e-6, name);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_meta_gradient_is_finite_where_gradients_are_zero(string name)
    {
        var rule = LearnedRules.All[name];
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            // The head is at its minimum, with curvature; the loss does not depend on the body at all.
            var start = Start().Cast(dtype).Replace(new(("head/weight", Tensor.Zeros([3, 1], dtype))));
            var meta = ParameterSet.Join(("start", start), ("rule", rule.Meta.Cast(dtype)));
            var gradient = Gradient.Of(m => FromOne(Descend(rule.Of(m.AtOrEmpty("rule")), m.At("start"), p => p["head/weight"].Power(2).Sum(), 3)), meta);
            foreach (var (parameter, value) in gradient)
                Assert.True(Array.TrueForAll(value.ToDoubles(), double.IsFinite), $"{name}: the {dtype} gradient of {parameter} is {value}");
        }

        static Tensor FromOne(ParameterSet p) => p.Map(v => (v - 1.0).Power(2).Sum()).Tensors.Aggregate((a, b) => a + b);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Parameters_per_task_are_a_loop_over_tasks(string name)
    {
        const int Tasks = 3;
        var rule = LearnedRules.All[name];
        var start = Start(Tasks);
        var points = Points(0, Tasks);
        int draws = 100;
        foreach (var meta in new[] { rule.Meta, rule.Meta.Map(v => v * Random.Fold(draws++).Uniform(0.8, 1, [], Tasks, DType.Float64)) })
        {
            var together = Descend(rule.Of(meta), start, p => Loss(p, points), 3);
            for (int t = 0; t < Tasks; t++)
            {
                var alone = Descend(rule.Of(meta.Alone(t)), start.Alone(t), p => Loss(p, (points.X.Alone(t), points.Y.Alone(t))), 3);
                Nearly.Equal(alone, together.Alone(t), 1e-13, name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_state_is_a_set_of_one_structure(string name)
    {
        var rule = LearnedRules.All[name];
        foreach (int? tasks in new int?[] { null, 2 })
            foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            {
                var parameters = Start(tasks).Cast(dtype);
                var optimizer = rule.Of(rule.Meta.Cast(dtype));
                var state = optimizer.Init(parameters);
                string structure = Structure(state);
                for (int i = 0; i < 2; i++)
                {
                    (parameters, state) = optimizer.Step(parameters, state, parameters);
                    Assert.Equal(structure, Structure(state));
                    Assert.Equal(Structure(Start(tasks).Cast(dtype)), Structure(parameters));
                }
            }

        static string Structure(ParameterSet set) => string.Join(", ", set.Select(p => $"{p.Name} {p.Value.Form} {p.Value.DType} {p.Value.IsWeak}"));
    }

    private static ParameterSet Start(int? tasks = null) => new(
        ("body/weight", Random.Fold(1).Uniform(-1, 1, [2, 3], tasks, DType.Float64)),
        ("head/weight", Random.Fold(2).Uniform(-1, 1, [3, 1], tasks, DType.Float64)));

    private static (Tensor X, Tensor Y) Points(int part, int? tasks = null) =>
        (Random.Fold(3).Fold(part).Uniform(-2, 2, [5, 2], tasks, DType.Float64), Random.Fold(4).Fold(part).Uniform(-2, 2, [5, 1], tasks, DType.Float64));

    private static Tensor Loss(ParameterSet p, (Tensor X, Tensor Y) points) =>
        (points.X.MatMul(p["body/weight"]).Tanh().MatMul(p["head/weight"]) - points.Y).Power(2).Mean();

    private static ParameterSet Descend(Optimizer optimizer, ParameterSet parameters, Func<ParameterSet, Tensor> loss, int steps)
    {
        var state = optimizer.Init(parameters);
        for (int i = 0; i < steps; i++) (parameters, state) = optimizer.Step(Gradient.Of(loss, parameters), state, parameters);
        return parameters;
    }
}
