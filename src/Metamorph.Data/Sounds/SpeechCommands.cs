namespace Metamorph.Data;

/// <summary>
/// The Arabic Speech Commands Dataset (Ghandoura, Hjabo and Al Dakkak 2021, https://doi.org/10.1016/j.engappai.2021.104267): forty keywords of 30 contributors, as pictures
/// of 40 bands x 49 frames of a second at 16 kHz, in <c>logmel.idx3.gz</c>, and what each is in <c>index.csv</c>.
/// </summary>
public static class SpeechCommands
{
    internal const string Pictures = "logmel.idx3.gz";
    private const string Index = "index.csv";

    /// <summary>Reads all commands.</summary>
    /// <param name="folder">The folder of the two files.</param>
    /// <param name="by">What tells classes apart.</param>
    /// <returns>
    /// Pictures [1, bands, frames].
    /// By keyword: of the known keywords, in the order of their names, the sixth of every six is for testing, the fifth for validation and the others for training; where there are new
    /// keywords, these alone are for testing and the sixth known ones are for training too.
    /// By speaker: classes such as <c>12/zoom in</c>, whose group is the contributor, and the official parts; new keywords are left out, so that nothing but the speaker is new.
    /// </returns>
    /// <exception cref="FormatException">A file is damaged, or they do not belong together.</exception>
    /// <exception cref="TableException">The index is no table, or has other columns.</exception>
    /// <exception cref="IOException">There are no such files, or they cannot be read.</exception>
    public static Examples Read(string folder, CommandClasses by)
    {
        var pictures = Idx.Read(DataFolder.File(folder, Pictures));
        var index = Csv.Read(DataFolder.File(folder, Index));
        if (pictures.Shape is not [var count, var bands, var frames] || pictures.Values.Length == 0)
            throw new FormatException($"{folder}: {Pictures} is an array [{string.Join(", ", pictures.Shape)}]. Expected [commands, bands, frames].");
        if (count != index.Rows) throw new FormatException($"{folder}: there are {count} pictures in {Pictures} and {index.Rows} rows in {Index}. Expected as many. Fetch both files again.");
        double[] rows = index.Numbers("row"), contributors = index.Numbers("contributor"), isNew = index.Numbers("new_class");
        for (int i = 0; i < count; i++)
            if (rows[i] != i) throw new FormatException($"{index.Place("row", i)}: the row is {rows[i]}. Expected {i}: rows are in the order of the pictures. Fetch the file again.");
        return by == CommandClasses.Keyword
            ? ByKeyword(folder, pictures, index.Texts("keyword"), [.. isNew.Select(n => n != 0)])
            : BySpeaker(folder, pictures, index, [.. contributors.Select(c => (int)c)], [.. isNew.Select(n => n != 0)]);
    }

    private static Examples ByKeyword(string folder, Idx pictures, IReadOnlyList<string> keywords, bool[] isNew)
    {
        string[] fresh = [.. keywords.Where((_, i) => isNew[i]).Distinct()];
        string[] known = [.. keywords.Except(fresh).Order(StringComparer.Ordinal)];
        string[] classes = [.. known, .. fresh.Order(StringComparer.Ordinal)];
        var place = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        return new(folder, new ByteRows(pictures.Values, [1, pictures.Shape[1], pictures.Shape[2]]), [.. keywords.Select(k => place[k])], classes)
        {
            AreSounds = true,
            Parts = [.. classes.Select((_, i) => i >= known.Length ? Split.Test : (i % 6) switch
            {
                4 => Split.Validation,
                5 when fresh.Length == 0 => Split.Test,
                _ => Split.Train,
            })],
        };
    }

    private static Examples BySpeaker(string folder, Idx pictures, Table index, int[] contributors, bool[] isNew)
    {
        var keywords = index.Texts("keyword");
        int[] kept = [.. Enumerable.Range(0, index.Rows).Where(i => !isNew[i])];
        if (kept.Length == 0) throw new FormatException($"{folder}: all keywords are new. Expected known ones to tell speakers by. Read it by keyword.");
        var classes = kept.Select(i => (Contributor: contributors[i], Keyword: keywords[i])).Distinct().OrderBy(c => c.Contributor).ThenBy(c => c.Keyword, StringComparer.Ordinal).ToArray();
        var place = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        var parts = kept.GroupBy(i => contributors[i]).ToDictionary(g => g.Key, g => PartOf(index, [.. g]));
        int size = pictures.Shape[1] * pictures.Shape[2];
        byte[] values = new byte[kept.Length * size];
        for (int i = 0; i < kept.Length; i++) pictures.Values.AsSpan(kept[i] * size, size).CopyTo(values.AsSpan(i * size));
        return new(folder, new ByteRows(values, [1, pictures.Shape[1], pictures.Shape[2]]), [.. kept.Select(i => place[(contributors[i], keywords[i])])], [.. classes.Select(c => $"{c.Contributor}/{c.Keyword}")])
        {
            AreSounds = true,
            Groups = [.. classes.Select(c => $"{c.Contributor}")],
            Parts = [.. classes.Select(c => parts[c.Contributor])],
            Notes = kept.Length == index.Rows ? [] : [$"left out {index.Rows - kept.Length} of {index.Rows} commands, whose keywords are new"],
        };
    }

    /// <summary>The official part of a contributor, which is the same in all rows.</summary>
    private static Split PartOf(Table index, int[] rows)
    {
        const string Column = "official_split";
        var texts = index.Texts(Column);
        int other = Array.FindIndex(rows, i => texts[i] != texts[rows[0]]);
        if (other >= 0) throw new FormatException($"{index.Place(Column, rows[other])}: the contributor is of {Quoted.Text(texts[rows[other]])} and was of {Quoted.Text(texts[rows[0]])} before. Expected one part. Fetch the file again.");
        return Splits.OfDataSet(texts[rows[0]]) ?? throw new FormatException($"{index.Place(Column, rows[0])}: there is no part {Quoted.Text(texts[rows[0]])}. Expected train, val or test.");
    }
}
