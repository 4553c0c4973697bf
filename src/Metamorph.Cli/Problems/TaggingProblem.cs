using Metamorph.Cli.Configuration;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Problems;

/// <summary>Named entities in a new domain, after some of its sentences: every domain but one is trained on, or all where a model is measured on another folder.</summary>
internal sealed class TaggingProblem : Problem
{
    private readonly RunConfiguration c;
    private readonly TaggingConfiguration tagging;
    private readonly IReadOnlyList<EntityDomain> domains;
    private readonly TokenWindow window;

    /// <param name="c">The configuration.</param>
    /// <param name="trained">The tensors of a model that is to be measured; null: a model is to be trained.</param>
    internal TaggingProblem(RunConfiguration c, ParameterSet? trained)
    {
        (this.c, tagging) = (c, c.Tagging!);
        if (Learners.OfNumbers.Contains(c.Learner) || c.Learner is Learners.Oracle or "pooled-ridge")
            throw new UsageException($"learner is '{c.Learner}', which predicts numbers, and tags are classes. Expected another learner.");
        Learners.RefuseTokens(c);
        domains = NamedEntities.Read(TableProblem.Found(tagging.Path));
        window = new(Learners.Positive("tagging.buckets", tagging.Buckets));
        Together = trained is null ? Episodes(Split.Train).JointWays : Learners.Together(trained);
        if (trained is not null) return;
        if (domains.Count < 2) throw new UsageException($"{tagging.Path} has one domain, {domains[0].Name}. Expected two or more: one to be measured on, the others to train on.");
        if (!domains.Any(IsTest)) throw new UsageException($"tagging.test is '{tagging.Test}', and there are the domains {string.Join(", ", domains.Select(d => d.Name))}. Expected one of them.");
        _ = Episodes(Split.Train).Draw(new Key(0), 1);
        _ = Episodes(Split.Test).Draw(new Key(0), 1);
    }

    internal override Shape Form => [window.Length];

    internal override int Outputs => Episodes(Split.All).Ways;

    internal override Loss Loss => Losses.CrossEntropy;

    internal override string Metric => "f1";

    internal override Batch Training => Draw(new Key(c.Seed).Fold(3), 100).Support;

    internal override IReadOnlyList<string> Notes =>
        [$"{tagging.Path}: domains {string.Join(", ", domains.Select(d => $"{d.Name} ({(IsTest(d) ? "test" : "train")}, {d.Sentences.Count} sentences, {d.Types.Count} types)"))}; {tagging.Support} sentences to learn from, {tagging.Query} to be judged by; f1 is of whole entities, span and type."];

    internal override Episode Validation => Episodes(Split.Validation).Draw(new Key(c.Seed).Fold(5), Learners.Positive("validation.tasks", c.Validation.Tasks));

    internal override int Together { get; }

    internal override Episode Draw(Key key, int tasks) => Learners.IsJoint(c) ? Episodes(Split.Train).DrawJoint(key, tasks) : Episodes(Split.Train).Draw(key, tasks);

    internal override Episode Tasks(Split part, int tasks) => Episodes(part).Draw(KeyOf(part), Learners.Positive("the number of tasks", tasks));

    internal override IEnumerable<Section> Show(FewShotLearner learner, ParameterSet meta, Action<string> begin) => [];

    /// <summary>F1 over all query sentences of each task.</summary>
    private protected override IReadOnlyList<(double[] Errors, double? Calibration)> Errors(FewShotLearner learner, ParameterSet meta, Split part, RunConfiguration of, IReadOnlyList<int> steps, Key key, Action<double> done, CancellationToken cancellation)
    {
        var (episodes, from) = (Episodes(part), KeyOf(part));
        int count = Learners.Positive("evaluation.tasks", of.Evaluation.Tasks);
        double[][] all = [.. steps.Select(_ => new double[count])];
        for (int t = 0; t < count; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            done((double)t / count);
            var (task, drawn) = (episodes.Of(from, t), episodes.Draw(from, t..(t + 1)));
            var adapted = learner.Trajectory(meta, drawn.Support, key.Fold(t), steps);
            for (int i = 0; i < steps.Count; i++)
                all[i][t] = task.F1(drawn.Query.Masked(learner.Predict(adapted[i], drawn.Query.X, new() { Weight = drawn.Query.Weight })).ArgMax(-1).ToArray<int>()).F1;
        }

        return [.. all.Select(f1 => (f1, (double?)null))];
    }

    private bool IsTest(EntityDomain domain) => tagging.Test.Length == 0 ? domain == domains[^1] : domain.Name == tagging.Test;

    // In training and for the choice of an iteration other sentences of the same domains; of the new domain its few training sentences are the support, as CrossNER has it.
    private TaggingEpisodes Episodes(Split part)
    {
        EntityDomain[] of = part switch
        {
            Split.All => [.. domains],
            Split.Test => [.. domains.Where(IsTest)],
            _ => [.. domains.Where(d => !IsTest(d))],
        };
        return new(of, Learners.Positive("tagging.support", tagging.Support), Learners.Positive("tagging.query", tagging.Query), window)
        {
            SupportPart = part == Split.All ? Split.All : Split.Train,
            QueryPart = part switch
            {
                Split.Test => Split.Test,
                Split.Validation => Split.Validation,
                Split.Train => Split.Train,
                _ => Split.All,
            },
        };
    }

    private Key KeyOf(Split part) => part == Split.Train ? new Key(c.Seed).Fold(3) : new Key(ulong.MaxValue).Fold((int)part);
}
