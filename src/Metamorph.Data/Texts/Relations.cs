using System.Globalization;

namespace Metamorph.Data;

/// <summary>
/// What a sentence says that one thing is to another: the relations of FewRel (Han et al. 2018, https://arxiv.org/abs/1810.10147; Gao et al. 2019,
/// https://arxiv.org/abs/1910.07124), files <c>val_wiki.tsv.gz</c>, <c>val_nyt.tsv.gz</c> and <c>val_pubmed.tsv.gz</c> as far as the folder has them. The two things are marked in
/// the text, <c>[E1] ... [/E1]</c> the first and <c>[E2] ... [/E2]</c> the second (Baldini Soares et al. 2019, https://arxiv.org/abs/1906.03158, section 3.2).
/// Some texts have lost words since the places of the two were counted: the words nearest to a place that make up its name are taken.
/// </summary>
/// <remarks>
/// Sentences of Wikipedia are trained on and validated with; those of newspapers and of medicine are for the test, which so is of another domain. Eight
/// relations come in Wikipedia and in newspapers: in Wikipedia these are the ones to validate with, so that no relation is tested that was trained on.
/// </remarks>
public static class Relations
{
    private static readonly string[] Files = ["wiki", "nyt", "pubmed"];
    private static readonly string[] Columns = ["relation", "name", "head", "head_pos", "tail", "tail_pos", "text"];

    // Words that texts of Wikipedia have lost at most, such as those of other scripts in parentheses.
    private const int Lost = 16;

    private static readonly HashSet<string> Validation = new(["P2094", "P25", "P40", "P410", "P412", "P413", "P463", "P921"], StringComparer.Ordinal);

    /// <summary>Whether a folder has one of the files.</summary>
    internal static bool Is(string folder) => Files.Any(f => File.Exists(PathOf(folder, f)));

    /// <summary>Reads the files that there are. A class is called after its file and its relation, <c>wiki P177 crosses</c>; its group is the file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tokens">How texts are taken to pieces; null: 256 tokens of words, pairs of words and n-grams, in 8192 buckets.</param>
    /// <returns>Int32 tokens [length] of each sentence.</returns>
    /// <exception cref="TableException">There is none of the files, or one is damaged or of another form.</exception>
    public static Examples Read(string folder, HashedTokens? tokens = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] found = [.. Files.Where(f => File.Exists(PathOf(folder, f)))];
        if (found.Length == 0) throw new TableException($"{folder}: there is none of {string.Join(", ", Files.Select(f => Path.GetFileName(PathOf(folder, f))))}. Expected at least one. Name the folder that holds them.");
        var read = new LabelledTexts(folder) { GroupOf = label => label.Split(' ')[0] };
        foreach (string file in found)
        {
            string path = PathOf(folder, file);
            foreach (var (cells, place) in TextFile.TabSeparated(Utf8.Read(path), path, [.. Columns.Select(c => (c, true))]))
            {
                string relation = cells[0]!;
                var part = file != "wiki" ? Split.Test : Validation.Contains(relation) ? Split.Validation : Split.Train;
                read.Add(Marked(cells[6]!, (cells[2]!, cells[3]!), (cells[4]!, cells[5]!), place), $"{file} {relation} {cells[1]}", part, place);
            }
        }

        return read.Made(tokens ?? new(Length: 256) { Pairs = true });
    }

    private static string PathOf(string folder, string file) => Path.Combine(folder, $"val_{file}.tsv.gz");

    /// <summary>The text with the two things between marks.</summary>
    private static string Marked(string text, (string Name, string At) head, (string Name, string At) tail, string place)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (h, t) = (Span(words, head.Name, Places(words, head.At, $"{place}, column 'head_pos'")), Span(words, tail.Name, Places(words, tail.At, $"{place}, column 'tail_pos'")));
        List<string> marked = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (i == h.First) marked.Add("[E1]");
            if (i == t.First) marked.Add("[E2]");
            marked.Add(words[i]);
            if (i == t.Last) marked.Add("[/E2]");
            if (i == h.Last) marked.Add("[/E1]");
        }

        return string.Join(' ', marked);
    }

    /// <summary>The places that a cell names.</summary>
    private static (int First, int Last) Places(string[] words, string cell, string place)
    {
        int first = int.MaxValue, last = -1;
        foreach (string number in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // A few more than there are: some texts have lost words since their places were counted.
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int at) || at >= words.Length + Lost)
                throw new TableException($"{place}: {Quoted.Text(number)} is no place in a text of {words.Length} words. Expected 0 to {words.Length - 1}. Mend the cell or leave the line out.");
            (first, last) = (Math.Min(first, at), Math.Max(last, at));
        }

        return last >= 0 ? (first, Math.Min(last, words.Length - 1)) : throw new TableException($"{place}: the cell is empty. Expected the places of words, such as 3 4. Mend the cell or leave the line out.");
    }

    /// <summary>The words nearest to a place that make up a name, or what is at that place where none do.</summary>
    private static (int First, int Last) Span(string[] words, string name, (int First, int Last) given)
    {
        string letters = name.Replace(" ", "", StringComparison.Ordinal);
        var best = (First: Math.Min(given.First, given.Last), given.Last);
        int nearest = int.MaxValue;
        for (int first = 0; first < words.Length; first++)
        {
            int length = 0, last = first;
            while (last < words.Length && letters.AsSpan(length).StartsWith(words[last], StringComparison.OrdinalIgnoreCase)) length += words[last++].Length;
            if (last == first || length < letters.Length || Math.Abs(first - given.First) >= nearest) continue;
            (nearest, best) = (Math.Abs(first - given.First), (first, last - 1));
        }

        return best;
    }
}
