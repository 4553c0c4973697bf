using System.Collections.Concurrent;

namespace Metamorph.Learning;

/// <summary>The names of a set of parameters, shared by all sets of one structure, with the places of every prefix found once.</summary>
internal sealed class ParameterNames
{
    private readonly Dictionary<string, int> places;
    private readonly ConcurrentDictionary<string, (ParameterNames Names, int[] Places)> prefixes = new(StringComparer.Ordinal);

    internal ParameterNames(string[] names)
    {
        All = names;
        places = new(names.Length, StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
            if (!places.TryAdd(names[i], i)) throw new ArgumentException($"two parameters have the name '{names[i]}'. Expected each name once.");
    }

    internal string[] All { get; }

    /// <summary>The place of a name, or -1.</summary>
    internal int Place(string name) => places.GetValueOrDefault(name, -1);

    /// <summary>The names that follow a prefix and a slash, without them, and their places.</summary>
    internal (ParameterNames Names, int[] Places) At(string prefix) => prefixes.GetOrAdd(prefix, key =>
    {
        string start = key + "/";
        int[] found = [.. Enumerable.Range(0, All.Length).Where(i => All[i].StartsWith(start, StringComparison.Ordinal))];
        return (new([.. found.Select(i => All[i][start.Length..])]), found);
    });

    internal bool SameAs(ParameterNames other) => ReferenceEquals(this, other) || All.AsSpan().SequenceEqual(other.All);
}
