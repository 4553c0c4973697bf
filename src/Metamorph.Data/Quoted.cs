namespace Metamorph.Data;

/// <summary>Texts from files as messages show them: on one line and of bounded length.</summary>
internal static class Quoted
{
    private const int Longest = 60;
    private const int Most = 40;

    /// <summary>A text between quotes, its end left off if it is long.</summary>
    internal static string Text(string text)
    {
        string line = text.ReplaceLineEndings("\\n");
        return line.Length <= Longest ? $"'{line}'" : $"'{line[..Longest]}...'";
    }

    /// <summary>Names after one another; of many, the first and how many others there are.</summary>
    internal static string List(IReadOnlyCollection<string> names) => names.Count <= Most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(Most))} and {names.Count - Most} others";
}
