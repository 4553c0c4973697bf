namespace Metamorph.Data;

/// <summary>
/// Omniglot (Lake et al. 2015): handwritten characters of many alphabets, each by twenty drawers. A folder with <c>images28.idx3.gz</c>, the images of 28 by 28
/// with ink as 255, twenty of each class in the order of the classes, and <c>classes.csv</c>, whose columns <c>class</c>, <c>vinyals_split</c> (train, val or test),
/// <c>alphabet</c> and <c>character</c> say what they are.
/// </summary>
public static class Omniglot
{
    /// <summary>The file of images; a folder that has it is one of these.</summary>
    public const string Images = "images28.idx3.gz";

    internal const string ClassList = "classes.csv";
    private const int Drawers = 20;

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Images [1, 28, 28], ink 1; classes are named alphabet/character, and an alphabet is a group.</returns>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="FormatException">A file is damaged, or the two do not fit to each other.</exception>
    public static Examples Read(string folder)
    {
        string images = Path.Combine(folder, Images), list = Path.Combine(folder, ClassList);
        var idx = Idx.Read(images);
        if (idx.Shape is not [_, var height, var width]) throw new FormatException($"{images}: an array of {idx.Shape.Count} axes. Expected three: images, rows, columns.");
        var table = Csv.Read(list);
        int count = table.Rows;
        if (idx.Shape[0] != count * Drawers) throw new FormatException($"{images}: {idx.Shape[0]} images, and {list} lists {count} classes. Expected {Drawers} images of each class, {count * Drawers}. Fetch both again.");
        var (ids, parts, alphabets, characters) = (table.Texts("class"), table.Texts("vinyals_split"), table.Texts("alphabet"), table.Texts("character"));

        // Ids count from 0 in a whole data set; a part of it may keep those of the whole, and has its images in the order of its lines.
        int[] numbers = [.. Enumerable.Range(0, count).Select(i => int.TryParse(ids[i], out int id) ? id : -1)];
        int[] places = numbers.Order().SequenceEqual(Enumerable.Range(0, count)) ? numbers : [.. Enumerable.Range(0, count)];
        int[] lines = new int[count];
        for (int i = 0; i < count; i++) lines[places[i]] = i;
        return new(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            new ByteRows(idx.Values, [1, height, width]),
            [.. Enumerable.Range(0, count * Drawers).Select(i => i / Drawers)],
            [.. lines.Select(i => $"{alphabets[i]}/{characters[i]}")])
        {
            Groups = [.. lines.Select(i => alphabets[i])],
            Parts = [.. lines.Select(i => PartOf(parts[i], list, table.Lines[i]))],
        };
    }

    /// <summary>The part that a line of the list names.</summary>
    internal static Split PartOf(string text, string file, int line) => text.Trim() switch
    {
        "train" => Split.Train,
        "val" or "validation" => Split.Validation,
        "test" => Split.Test,
        _ => throw new FormatException($"{file}: line {line}: {Quoted.Text(text)} is no part. Expected train, val or test in column vinyals_split."),
    };
}
