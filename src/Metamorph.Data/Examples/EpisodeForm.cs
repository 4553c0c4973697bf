namespace Metamorph.Data;

/// <summary>What episodes of classes look like.</summary>
/// <param name="Ways">Classes of a task; the most, where it varies.</param>
/// <param name="Shots">Support examples of each class; the most, where it varies.</param>
/// <param name="Queries">Query examples of each class.</param>
public sealed record EpisodeForm(int Ways, int Shots, int Queries)
{
    /// <summary>What becomes of classes that can be turned. The default value is nothing.</summary>
    public Rotation Rotation { get; init; }

    /// <summary>Whether all classes of a task are of one group: an alphabet, a speaker. The default value is false.</summary>
    public bool WithinGroup { get; init; }

    /// <summary>
    /// Whether ways, and the shots of every class, are drawn anew for each task, unbalanced, after Meta-Dataset (Triantafillou et al. 2020,
    /// https://arxiv.org/abs/1903.03096, appendix A.2): ways are uniform from 5, or from 2 where <see cref="Ways"/> is below 5, and a class has a share of the
    /// support that is proportional to exp(a) times its size, a uniform in log 1/2 .. log 2. Deviation: the classes of a task are no part of a hierarchy, and
    /// the bounds are <see cref="Ways"/> and <see cref="Shots"/>. The default value is false.
    /// </summary>
    public bool Varied { get; init; }

    /// <summary>What people read: "5 ways, 1 shot".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{(Varied ? "up to " : "")}{Ways} ways, {(Varied ? "up to " : "")}{Shots} {(Shots == 1 ? "shot" : "shots")}";
}
