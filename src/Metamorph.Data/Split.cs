namespace Metamorph.Data;

/// <summary>A part of the tasks.</summary>
public enum Split
{
    /// <summary>Tasks that a model is trained on.</summary>
    Train,

    /// <summary>Tasks that settings are chosen by.</summary>
    Validation,

    /// <summary>Tasks that the chosen model is judged by, once.</summary>
    Test,

    /// <summary>All tasks.</summary>
    All,
}

/// <summary>Parts of the tasks by name.</summary>
public static class Splits
{
    /// <summary>The part of a name, in large or small letters.</summary>
    /// <param name="name"><c>train</c>, <c>validation</c>, <c>test</c> or <c>all</c>.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">There is no such part; the message lists those that there are.</exception>
    public static Split Parse(string name) => Find(name)
        ?? throw new ArgumentException($"there is no split {Quoted.Text(name ?? "")}. Expected train, validation, test or all.");

    /// <summary>The part that a data set calls so: <c>train</c>, <c>val</c> or <c>validation</c>, <c>test</c>; null: there is none.</summary>
    internal static Split? OfDataSet(string name) => name.Equals("val", StringComparison.OrdinalIgnoreCase) ? Split.Validation : Find(name) is { } part and not Split.All ? part : null;

    /// <summary>The part of a name; null: there is none.</summary>
    internal static Split? Find(string name)
    {
        foreach (var split in Enum.GetValues<Split>())
            if (split.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)) return split;
        return null;
    }
}
