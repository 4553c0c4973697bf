using Metamorph.Data;

namespace Metamorph.Cli;

/// <summary>The data sets that commands know, and where they are kept.</summary>
/// <param name="Sets">The data sets.</param>
/// <param name="Root">The folder of all data sets; null: nobody has said.</param>
internal sealed record KnownData(Catalogue Sets, string? Root)
{
    private const string Variable = "METAMORPH_DATA";

    /// <summary>All, kept where the environment says.</summary>
    internal static KnownData Here => new(Catalogue.Known, Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null);

    /// <summary>A data set by name.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    internal DataSet Set(string name)
    {
        if (Sets.Find(name) is { } found) return found;
        var inFolder = Sets.InFolder(name);
        throw new UsageException(inFolder.Count > 1
            ? $"'{name}' is a folder of several data sets. Expected one of them: {string.Join(", ", inFolder.Select(s => s.Name))}."
            : $"there is no data set '{name}'. The nearest is '{EditDistance.Nearest(name, Sets.Names)}'; there are: {string.Join(", ", Sets.Names)}.");
    }

    /// <summary>The folder of all data sets.</summary>
    /// <param name="given">What was given with an option; null: nothing.</param>
    /// <param name="option">The option.</param>
    /// <exception cref="UsageException">Nobody has said where it is.</exception>
    internal string RootOr(string? given, string option) =>
        given ?? Root ?? throw new UsageException($"where are data sets kept? Set {Variable} to a folder, as with: export {Variable}=\"$HOME/metamorph-data\"; or give one with {option} FOLDER.");
}
