namespace Metamorph.Data;

/// <summary>
/// Images of one size with a label each, as IDX arrays: one file <c>images*.idx3.gz</c> [n, height, width] or <c>images*.idx4.gz</c> [n, height, width, channels],
/// <c>labels.idx1.gz</c> [n], and what a label means: <c>classes.csv</c> with the columns <c>label</c>, <c>split</c> (train, val or test) and <c>class</c>; or, where
/// no class is to be trained on, <c>index.csv</c> with <c>row</c> and <c>class</c> of every image.
/// </summary>
public static class LabelledImages
{
    internal const string Labels = "labels.idx1.gz";
    private const string Classes = "classes.csv";
    private const string Index = "index.csv";

    /// <summary>Reads all images.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <returns>Images [channels, height, width]; classes in the order of <c>classes.csv</c>, or of their labels.</returns>
    /// <exception cref="FormatException">A file is damaged, or they do not belong together.</exception>
    /// <exception cref="TableException">A table is none, or has other columns.</exception>
    /// <exception cref="IOException">There are no such files, or they cannot be read.</exception>
    public static Examples Read(string folder)
    {
        string path = Images(folder);
        var (images, labels) = (Idx.Read(path), Idx.Read(DataFolder.File(folder, Labels)));
        Shape form = images.Shape switch
        {
            [_, var height, var width] => [1, height, width],
            [_, var height, var width, var channels] => [channels, height, width],
            _ => throw new FormatException($"{path}: it is an array [{string.Join(", ", images.Shape)}]. Expected images [n, height, width] or [n, height, width, channels]."),
        };
        if (images.Values.Length == 0) throw new FormatException($"{path}: it is an array [{string.Join(", ", images.Shape)}]. Expected at least one image with a pixel.");
        if (labels.Shape.Count != 1 || labels.Shape[0] != images.Shape[0])
            throw new FormatException($"{folder}: {Labels} is an array [{string.Join(", ", labels.Shape)}] for {images.Shape[0]} images. Expected [{images.Shape[0]}]. Fetch both files again.");
        var classes = File.Exists(Path.Combine(folder, Classes)) ? OfClasses(folder) : OfIndex(folder, labels.Values);
        int[] place = new int[byte.MaxValue + 1];
        Array.Fill(place, -1);
        var present = classes.Where(c => labels.Values.Contains(c.Label)).ToArray();
        for (int i = 0; i < present.Length; i++) place[present[i].Label] = i;
        int unnamed = Array.FindIndex(labels.Values, l => place[l] < 0);
        if (unnamed >= 0) throw new FormatException($"{folder}: image {unnamed} has label {labels.Values[unnamed]}, which is not in {Classes}. Expected one of its labels. Fetch both files again.");
        return new(folder, new ByteRows(images.Values, form), [.. labels.Values.Select(l => place[l])], [.. present.Select(c => c.Name)])
        {
            Parts = [.. present.Select(c => c.Part)],
            Notes = present.Length == classes.Count ? [] : [$"{classes.Count - present.Length} classes of {Classes} have no image and are left out: {Quoted.List([.. classes.Except(present).Select(c => c.Name)])}"],
        };
    }

    private static string Images(string folder)
    {
        string[] found = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "images*.gz").Where(f => Path.GetFileName(f) is var n && (n.EndsWith(".idx3.gz", StringComparison.Ordinal) || n.EndsWith(".idx4.gz", StringComparison.Ordinal))).Order(StringComparer.Ordinal)]
            : [];
        return found.Length < 2 ? found.Length == 1 ? found[0] : DataFolder.File(folder, "images*.idx3.gz or images*.idx4.gz")
            : throw new FormatException($"{folder}: there are images in {string.Join(" and ", found.Select(f => Path.GetFileName(f)))}. Expected one file. Take the others away.");
    }

    private static IReadOnlyList<(byte Label, Split Part, string Name)> OfClasses(string folder)
    {
        const string Label = "label", Part = "split", Name = "class";
        var table = Csv.Read(Path.Combine(folder, Classes));
        double[] labels = table.Numbers(Label);
        var (parts, names) = (table.Texts(Part), table.Texts(Name));
        var classes = new (byte Label, Split Part, string Name)[table.Rows];
        for (int i = 0; i < classes.Length; i++)
        {
            if (labels[i] is not (>= byte.MinValue and <= byte.MaxValue) || labels[i] % 1 != 0) throw new FormatException($"{table.Place(Label, i)}: the label is {labels[i]}. Expected a whole number from 0 to {byte.MaxValue}.");
            classes[i] = ((byte)labels[i], Splits.OfDataSet(parts[i]) ?? throw new FormatException($"{table.Place(Part, i)}: there is no part {Quoted.Text(parts[i])}. Expected train, val or test."), names[i]);
            if (Array.FindIndex(classes, 0, i, c => c.Label == classes[i].Label) is var before and >= 0)
                throw new FormatException($"{table.Place(Label, i)}: label {labels[i]} is that of {Quoted.Text(classes[before].Name)} already. Expected each label once. Fetch the file again.");
        }

        return classes;
    }

    private static IReadOnlyList<(byte Label, Split Part, string Name)> OfIndex(string folder, byte[] labels)
    {
        var table = Csv.Read(DataFolder.File(folder, Index));
        if (table.Rows != labels.Length) throw new FormatException($"{folder}: there are {labels.Length} labels in {Labels} and {table.Rows} rows in {Index}. Expected as many. Fetch both files again.");
        var (rows, names) = (table.Numbers("row"), table.Texts("class"));
        SortedDictionary<byte, string> classes = [];
        for (int i = 0; i < labels.Length; i++)
        {
            if (rows[i] != i) throw new FormatException($"{table.Place("row", i)}: the row is {rows[i]}. Expected {i}: rows are in the order of the images. Fetch the file again.");
            classes.TryAdd(labels[i], names[i]);
            if (classes[labels[i]] != names[i]) throw new FormatException($"{table.Place("class", i)}: the image is of class {Quoted.Text(names[i])}, and others with its label {labels[i]} are of {Quoted.Text(classes[labels[i]])}. Expected one class for each label. Fetch both files again.");
        }

        return [.. classes.Select(c => (c.Key, Split.Test, c.Value))];
    }
}
