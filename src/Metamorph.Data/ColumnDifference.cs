namespace Metamorph.Data;

/// <summary>How the columns of a file differ from those that were expected, whatever their order.</summary>
internal static class ColumnDifference
{
    /// <summary><c>lacks age, hours and has minutes besides</c>; null: they are the same.</summary>
    internal static string? Of(IReadOnlyList<string> expected, IReadOnlyList<string> found)
    {
        string[] missing = [.. expected.Except(found)], further = [.. found.Except(expected)];
        return (missing.Length, further.Length) switch
        {
            (0, 0) => null,
            (_, 0) => $"lacks {Quoted.List(missing)}",
            (0, _) => $"has {Quoted.List(further)} besides",
            _ => $"lacks {Quoted.List(missing)} and has {Quoted.List(further)} besides",
        };
    }
}
