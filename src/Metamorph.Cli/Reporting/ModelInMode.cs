using Metamorph.Cli.Problems;

namespace Metamorph.Cli.Reporting;

/// <summary>A trained model in one mode of its batch norms, after a number of steps of adaptation.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Meta">Its meta-parameters, with running statistics or without.</param>
/// <param name="Steps">Steps of adaptation.</param>
internal sealed record ModelInMode(FewShotLearner Learner, ParameterSet Meta, int Steps)
{
    /// <summary>The model in every mode that it has: first with running statistics, where they were measured, since a prediction then depends on nothing beside its example.</summary>
    internal static IReadOnlyList<ModelInMode> All(FewShotLearner learner, ParameterSet meta, int steps)
    {
        var bare = FewShotLearner.WithoutStatistics(meta);
        return bare.Count == meta.Count ? [new(learner, meta, steps)] : [new(learner, meta, steps), new(learner, bare, steps)];
    }

    /// <summary>Whose statistics its batch norms take, as <see cref="Statistics.Mode"/> has it.</summary>
    internal string Mode => Evaluation.Mode(Learner, Meta, Statistics.Batch);

    /// <summary>The mode as the end of a line, where there are several.</summary>
    internal string InWords => Mode == "none" ? "" : $", batch norm: {Mode}";

    /// <summary>What it learns of tasks.</summary>
    internal ParameterSet Adapt(Batch support) => Learner.Trajectory(Meta, support, new Key(0), [Steps])[0];

    /// <summary>What travels with the queries, as where results are measured.</summary>
    internal Context On(Batch query) => new() { Step = Learner is GradientLearner { Steps: > 0 } ? Math.Max(0, Steps - 1) : null, Weight = query.Weight };

    /// <summary>What it says of queries: logits of the classes that a task has, [tasks; n, ways].</summary>
    internal Tensor Logits(ParameterSet adapted, Batch query, int ways) => OwnClasses.Of(query.Masked(Learner.Predict(adapted, query.X, On(query))), ways);
}
