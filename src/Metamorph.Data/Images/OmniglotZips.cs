using System.IO.Compression;

namespace Metamorph.Data;

/// <summary>
/// Omniglot (Lake et al. 2015) as it is published: <c>images_background.zip</c> and <c>images_evaluation.zip</c> of
/// https://github.com/brendenlake/omniglot/tree/master/python, whose entries <c>images_background/ALPHABET/characterNN/NNNN_DD.png</c> are drawings of 105 by
/// 105 pixels in black on white. A <c>classes.csv</c> beside them, with the columns <c>alphabet</c>, <c>character</c> and <c>vinyals_split</c>, says the parts.
/// </summary>
public static class OmniglotZips
{
    private const int Side = 28;

    // An official drawing has some 200 bytes.
    private const int MostBytes = 1 << 20;

    private static readonly string[] Names = ["images_background.zip", "images_evaluation.zip"];

    /// <summary>Whether a folder has one of the files.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Is(string folder) => Names.Any(n => File.Exists(Path.Combine(folder, n)));

    /// <summary>Reads the files of a folder, one or both.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Images [1, 28, 28], ink 1; classes in the ordinal order of their names alphabet/character; an alphabet is a group.</returns>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="FormatException">One is damaged or holds something else, or characters are not in the list beside it.</exception>
    /// <exception cref="TableException">The list is no table with these columns.</exception>
    public static Examples Read(string folder)
    {
        string[] zips = [.. Names.Select(n => Path.Combine(folder, n)).Where(File.Exists)];
        return zips.Length > 0
            ? Read(zips)
            : throw new FileNotFoundException($"{folder}: there is no {string.Join(" and no ", Names)}. Expected one or both. They are at https://github.com/brendenlake/omniglot/tree/master/python.");
    }

    /// <summary>Reads files, wherever they are and whatever their names are.</summary>
    /// <param name="zips">The files.</param>
    /// <returns>Images [1, 28, 28], ink 1; classes in the ordinal order of their names alphabet/character; an alphabet is a group.</returns>
    /// <exception cref="IOException">One is missing.</exception>
    /// <exception cref="FormatException">One is damaged or holds something else, two hold the same character, or characters are not in the list beside the first.</exception>
    /// <exception cref="TableException">The list is no table with these columns.</exception>
    public static Examples Read(IReadOnlyList<string> zips)
    {
        ArgumentNullException.ThrowIfNull(zips);
        if (zips.Count == 0) throw new ArgumentException("no zip file. Expected one or more.");
        var drawings = zips.SelectMany(DrawingsOf).OrderBy(d => d.Class, StringComparer.Ordinal).ThenBy(d => d.File, StringComparer.Ordinal).ToArray();
        var classes = drawings.GroupBy(d => d.Class, StringComparer.Ordinal).ToArray();
        foreach (var one in classes)
        {
            if (one.Select(d => d.Zip).Distinct().ToArray() is [var first, var second, ..]) throw new FormatException($"{second}: character {one.Key} is in {first}, too. Expected each in one file.");
        }

        string[] names = Array.ConvertAll(classes, c => c.Key);
        return new(
            "omniglot",
            new ByteRows([.. drawings.SelectMany(d => d.Ink)], [1, Side, Side]),
            [.. classes.SelectMany((c, i) => Enumerable.Repeat(i, c.Count()))],
            names)
        {
            Groups = Array.ConvertAll(names, n => n[..n.IndexOf('/', StringComparison.Ordinal)]),
            Parts = PartsOf(Path.Combine(Path.GetDirectoryName(zips[0]) ?? "", Omniglot.ClassList), names),
        };
    }

    private static List<(string Zip, string Class, string File, byte[] Ink)> DrawingsOf(string path)
    {
        List<(string, string, string, byte[])> drawings = [];
        try
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries)
            {
                // Folders, and what is put in beside by macOS.
                if (entry.FullName.EndsWith('/') || entry.FullName.StartsWith("__MACOSX", StringComparison.Ordinal) || entry.Name.StartsWith('.')) continue;
                string name = $"{path}: {Quoted.Text(entry.FullName)}";
                if (entry.FullName.Split('/') is not [_, { Length: > 0 } alphabet, { Length: > 0 } character, var file] || !file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
                    throw new FormatException($"{name} is no drawing of Omniglot. Expected images_background/ALPHABET/character01/0001_01.png and the like. Fetch images_background.zip or images_evaluation.zip.");
                drawings.Add((path, $"{alphabet}/{character}", file, Ink(Content(entry, name), name)));
            }
        }
        catch (InvalidDataException e)
        {
            throw Damage.Of(path, $"the zip file cannot be read: {e.Message} Expected a whole one.", e);
        }

        return drawings.Count > 0 ? drawings : throw new FormatException($"{path}: there are no drawings in the zip file. Expected those of images_background.zip or images_evaluation.zip.");
    }

    private static ReadOnlyMemory<byte> Content(ZipArchiveEntry entry, string name)
    {
        // The length that a zip says is no promise: what comes out is counted.
        using var stream = entry.Open();
        byte[] content = new byte[Math.Min(entry.Length, MostBytes) + 1];
        int came = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return came == entry.Length ? content.AsMemory(0, came) : throw Damage.Of(name, $"the entry says {entry.Length} bytes. Expected so many to come out, and at most {MostBytes}.");
    }

    private static byte[] Ink(ReadOnlyMemory<byte> png, string name) => Png.Read(png, name).ToGrey().Resize(Side, Side).Inverted().Pixels.ToArray();

    private static Split[]? PartsOf(string list, string[] classes)
    {
        if (!File.Exists(list)) return null;
        var table = Csv.Read(list);
        var (alphabets, characters, parts) = (table.Texts("alphabet"), table.Texts("character"), table.Texts("vinyals_split"));
        var listed = Enumerable.Range(0, table.Rows)
            .GroupBy(i => $"{alphabets[i]}/{characters[i]}", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Omniglot.PartOf(parts[g.First()], list, table.Lines[g.First()]), StringComparer.Ordinal);
        return Array.ConvertAll(classes, c => listed.TryGetValue(c, out var part)
            ? part
            : throw new FormatException($"{list}: character {c} is not listed. Expected each character of the zip files. Fetch the list of all 1623, or move it away to split by a seed."));
    }
}
