using Metamorph.Cli.Configuration;
using Metamorph.Data;

namespace Metamorph.Cli.Problems;

/// <summary>The classes that results of a run are measured on, for tasks of any form.</summary>
/// <param name="Configuration">The run's.</param>
/// <param name="Examples">The data set.</param>
/// <param name="Classes">Which of its classes, as places.</param>
/// <param name="Part">What they are called.</param>
/// <param name="Form">The tasks that results are measured on.</param>
/// <param name="Key">Where they are drawn from.</param>
/// <param name="Together">Training classes, for learners that are trained on all of them together.</param>
internal sealed record JudgedClasses(RunConfiguration Configuration, Examples Examples, IReadOnlyList<int> Classes, Split Part, EpisodeForm Form, Key Key, int Together)
{
    /// <summary>The examples that every class has.</summary>
    internal int LeastExamples => Classes.Min(c => Examples.Of(c).Count);

    /// <summary>The classes that a task can have.</summary>
    internal int MostWays =>
        (Form.WithinGroup && Examples.Groups is { } groups ? Classes.GroupBy(c => groups[c], StringComparer.Ordinal).Min(g => g.Count()) : Classes.Count) * (Form.Rotation == Rotation.Classes ? 4 : 1);

    /// <summary>Tasks of a form.</summary>
    internal ClassEpisodes Episodes(EpisodeForm form) => new(Examples, Classes, form);

    /// <summary>The run's learner for tasks of so many classes.</summary>
    internal FewShotLearner Learner(int ways) => Learners.Of(Configuration, Examples.Content.Form, ways, Losses.CrossEntropy, Together);

    /// <summary>Whether a model can tell any number of classes: none of its meta-parameters belongs to one.</summary>
    internal bool IsOfAnyWays(ParameterSet meta) => Learner(Form.Ways + 1).Init(new Key(0)).All(p => meta.Names.Contains(p.Name) && meta[p.Name].Shape == p.Value.Shape);
}
