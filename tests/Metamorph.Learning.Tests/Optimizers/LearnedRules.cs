using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

/// <summary>An optimizer of which every number is a meta-parameter.</summary>
/// <param name="Meta">The numbers, Float64.</param>
/// <param name="Of">The optimizer with these numbers.</param>
internal sealed record LearnedRule(ParameterSet Meta, Func<ParameterSet, Optimizer> Of);

/// <summary>Every optimizer, for parameters <c>body/weight [2, 3]</c> and <c>head/weight [3, 1]</c>; the names begin with the method's.</summary>
internal static class LearnedRules
{
    internal static IReadOnlyDictionary<string, LearnedRule> All { get; } = new Dictionary<string, LearnedRule>
    {
        ["Sgd"] = new(Numbers(("rate", 0.3)), m => Sgd(m["rate"])),
        ["Sgd, a rate for every entry"] = new(PerEntry(0.2, 0.4), m => Sgd(m)),
        ["Sgd, a rate for every tensor and step"] = new(
            new(("body/weight", Tensor.Of(0.3, 0.2)), ("head/weight", Tensor.Of(0.1, 0.4))),
            m => Sgd(Rate.Of(step => m.Map(r => r.Take(step.Minimum(1.0).Cast(DType.Int32)))))),
        ["Sgd, a schedule learned"] = new(Numbers(("rate", 0.3), ("fall", 0.5)), m => Sgd((Schedule)(step => m["rate"] * (-(m["fall"] * step)).Exp()))),
        ["Sgd, a schedule known"] = new(ParameterSet.Empty, _ => Sgd(Schedules.WarmUp(2, Schedules.Cosine(0.4, 0.1, 2)))),
        ["Momentum"] = new(Numbers(("rate", 0.3), ("decay", 0.7)), m => Momentum(m["rate"], m["decay"])),
        ["Momentum, a rate for every entry"] = new(PerEntry(0.2, 0.4), m => Momentum(m)),
        ["Nesterov"] = new(Numbers(("rate", 0.3), ("decay", 0.7)), m => Nesterov(m["rate"], m["decay"])),
        ["RmsProp"] = new(Numbers(("rate", 0.1), ("decay", 0.7)), m => RmsProp(m["rate"], m["decay"])),
        ["RmsProp, a rate for every entry"] = new(PerEntry(0.05, 0.1), m => RmsProp(m)),
        ["Adagrad"] = new(Numbers(("rate", 0.1)), m => Adagrad(m["rate"])),
        ["Adagrad, a rate for every entry"] = new(PerEntry(0.05, 0.1), m => Adagrad(m)),
        ["Adam"] = new(Numbers(("rate", 0.1), ("first", 0.8), ("second", 0.9)), m => Adam(m["rate"], m["first"], m["second"])),
        ["Adam, a rate for every entry"] = new(PerEntry(0.05, 0.1), m => Adam(m)),
        ["AdamW"] = new(
            Numbers(("rate", 0.1), ("weight", 0.3), ("first", 0.8), ("second", 0.9)), m => AdamW(m["rate"], m["weight"], m["first"], m["second"])),

        // The gradients of the first steps are longer, those of the last are not.
        ["Chain of ClipByNorm and Sgd"] = new(Numbers(("length", 1), ("rate", 0.3)), m => Chain(ClipByNorm(m["length"]), Sgd(m["rate"]))),
        ["Chain of ClipByNorm and Adam"] = new(
            Numbers(("length", 0.5), ("rate", 0.1), ("first", 0.8)), m => Chain(ClipByNorm(m["length"]), Adam(m["rate"], m["first"]))),
        ["ByPrefix"] = new(
            Numbers(("body", 0.3), ("head", 0.1), ("decay", 0.8)), m => ByPrefix(("body", Sgd(m["body"])), ("head", RmsProp(m["head"], m["decay"])))),
    };

    private static ParameterSet Numbers(params (string Name, double Value)[] numbers) => new(numbers.Select(n => (n.Name, Tensor.Of(n.Value))));

    private static ParameterSet PerEntry(double low, double high) => new(
        ("body/weight", Tensor.Linspace(low, high, 6, DType.Float64).Reshape([2, 3])), ("head/weight", Tensor.Linspace(low, high, 3, DType.Float64).Reshape([3, 1])));
}
