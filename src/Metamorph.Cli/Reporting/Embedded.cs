namespace Metamorph.Cli.Reporting;

/// <summary>Where a model puts examples before it tells their classes: the embedding of a learner that compares, or what the head of a network sees.</summary>
internal static class Embedded
{
    /// <summary>The features.</summary>
    /// <param name="body">The network without its head.</param>
    /// <param name="adapted">The parameters of an adapted model, which has the body somewhere inside, and running statistics where they were measured.</param>
    /// <param name="x">[tasks; n, ...]</param>
    /// <param name="context">What travels with x.</param>
    /// <returns>[tasks; n, features]; null: the model has no such body.</returns>
    internal static Tensor? Of(Module body, ParameterSet adapted, Tensor x, Context context)
    {
        var like = body.Init(new Key(0));
        var measured = adapted.AtOrEmpty(FewShotLearner.Statistics);

        // An embedding's statistics go by its own names, those of a whole network by the network's.
        foreach (var (part, statistics) in new[] { (adapted.AtOrEmpty("embedding"), measured), (adapted, measured), (adapted.AtOrEmpty("0"), measured.AtOrEmpty("0")) })
        {
            if (like.Count == 0 || like.All(p => part.Names.Contains(p.Name) && part[p.Name].Shape == p.Value.Shape))
                return body.Apply(part, x, statistics.Count > 0 ? context with { Statistics = Statistics.Running(statistics) } : context).Flatten(1);
        }

        // The layers of a perceptron have other names in a whole one than without its head, but the same order.
        var first = FewShotLearner.WithoutStatistics(adapted).Take(like.Count).ToArray();
        return first.Length == like.Count && first.Zip(like).All(p => p.First.Value.Shape == p.Second.Value.Shape)
            ? body.Apply(new([.. like.Names.Zip(first, (name, p) => (name, p.Value))]), x, context).Flatten(1)
            : null;
    }
}
