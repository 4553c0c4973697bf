namespace Metamorph.Data;

/// <summary>How many letters have to be put in, left out or exchanged to make one text of another (Levenshtein 1966).</summary>
internal static class EditDistance
{
    /// <summary>The name nearest to one that was misspelt; of several, the first.</summary>
    internal static string Nearest(string asked, IEnumerable<string> names) => names.MinBy(n => Of(asked, n)) ?? "";

    internal static int Of(string a, string b)
    {
        // row[j]: the distance of the letters of a so far to the first j letters of b.
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                int exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
