namespace Metamorph.Data.Tests;

/// <summary>Omniglot as it is packed, and what is refused.</summary>
public sealed class OmniglotTests
{
    [Fact]
    public void The_whole_folder_is_read_as_its_description_counts_it()
    {
        var examples = Omniglot.Read(Found("omniglot"));
        Assert.Equal((24_000, 1200, "[1, 28, 28]"), (examples.Content.Count, examples.Classes.Count, examples.Content.Form.ToString()));
        Assert.Equal((1028, 172), (examples.Parts!.Count(p => p == Split.Train), examples.Parts!.Count(p => p == Split.Validation)));
        Assert.Equal("Alphabet_of_the_Magi/character01", examples.Classes[0]);

        // Ink is light on dark: a character covers little of its field.
        Assert.InRange(examples.Content.Take([.. Enumerable.Range(0, 200)], 1, []).Mean().ToDoubles()[0], 0.02, 0.2);
    }

    [Fact]
    public void A_part_with_the_ids_of_the_whole_has_its_images_in_the_order_of_its_lines()
    {
        using var folder = new Folder();
        folder.Write(2, "class,vinyals_split,alphabet,character\n900,test,Greek,character02\n7,test,Greek,character01\n");
        var examples = Omniglot.Read(folder.Path);
        Assert.Equal(["Greek/character02", "Greek/character01"], examples.Classes);
        Assert.Equal([Split.Test, Split.Test], examples.Parts!);
        Assert.Equal(20, ((ByteRows)examples.Content).Bytes(20)[0]);
        Assert.Equal(Enumerable.Range(20, 20), examples.Of(1));
    }

    [Theory]
    [InlineData(3, "class,vinyals_split,alphabet,character\n0,train,A,c1\n1,val,A,c2\n", "60 images")]
    [InlineData(1, "class,vinyals_split,alphabet,character\n0,dev,A,c1\n", "'dev' is no part")]
    public void Files_that_do_not_fit_are_refused(int classes, string list, string expected)
    {
        using var folder = new Folder();
        folder.Write(classes, list);
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Omniglot.Read(folder.Path)).Message);
    }

    [Fact]
    public void Damaged_arrays_are_refused()
    {
        byte[] whole = Folder.Array(1);
        Assert.Equal([20, 28, 28], Idx.Of(whole, "x").Shape);
        for (int length = 0; length < whole.Length; length += length < 20 ? 1 : 997) Assert.Throws<FormatException>(() => Idx.Of(whole.AsSpan(0, length), "x"));
        Assert.Throws<FormatException>(() => Idx.Of([0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], "x"));
        Assert.Throws<FormatException>(() => Idx.Of([0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0], "x"));
    }

    private static string Found(string name)
    {
        string path = System.IO.Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", name);
        Assert.SkipUnless(Directory.Exists(path), $"METAMORPH_DATA names no folder with {name}");
        return path;
    }

    /// <summary>A folder of this kind whose images hold their own number everywhere.</summary>
    private sealed class Folder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("metamorph").FullName;

        internal void Write(int classes, string list)
        {
            File.WriteAllBytes(System.IO.Path.Combine(Path, Omniglot.Images), Array(classes));
            File.WriteAllText(System.IO.Path.Combine(Path, "classes.csv"), list);
        }

        internal static byte[] Array(int classes) =>
            [0, 0, 8, 3, 0, 0, 0, (byte)(20 * classes), 0, 0, 0, 28, 0, 0, 0, 28, .. Enumerable.Range(0, 20 * classes).SelectMany(i => Enumerable.Repeat((byte)i, 28 * 28))];

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
