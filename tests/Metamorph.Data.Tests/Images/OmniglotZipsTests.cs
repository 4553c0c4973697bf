using System.IO.Compression;

namespace Metamorph.Data.Tests;

/// <summary>Zip files of the form in which Omniglot is published, made here: black drawings on white.</summary>
public sealed class OmniglotZipsTests : IDisposable
{
    private const string List = "alphabet,character,vinyals_split\nGreek,character01,train\nGreek,character02,val\nAngelic,character01,test\n";

    private readonly string folder = Directory.CreateTempSubdirectory("metamorph-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Characters_of_both_files_are_classes_and_alphabets_are_groups()
    {
        Background();
        Zip("images_evaluation.zip", ("images_evaluation/Angelic/character01/0965_01.png", Drawing(3)));
        Assert.True(OmniglotZips.Is(folder));
        var examples = OmniglotZips.Read(folder);
        Assert.Equal(["Angelic/character01", "Greek/character01", "Greek/character02"], examples.Classes);
        Assert.Equal(["Angelic", "Greek", "Greek"], examples.Groups);
        Assert.Equal([0, 1, 1, 2], examples.Labels);
        Assert.Equal([1, 28, 28], examples.Content.Form);
        Assert.Null(examples.Parts);

        // Ink is white on black, shrunk as pictures are, drawers in the order of their numbers.
        int[] drawn = [3, 0, 1, 2];
        for (int i = 0; i < drawn.Length; i++)
            Assert.Equal(Png.Read(Drawing(drawn[i]), "").Resize(28, 28).Inverted().Pixels.ToArray(), ((ByteRows)examples.Content).Bytes(i).ToArray());
        Assert.Equal(255, ((ByteRows)examples.Content).Bytes(0)[9 * 28 + 14]);
        Assert.Equal(0, ((ByteRows)examples.Content).Bytes(0)[20 * 28 + 14]);

        File.WriteAllText(In("classes.csv"), List);
        Assert.Equal([Split.Test, Split.Train, Split.Validation], OmniglotZips.Read(folder).Parts);
        File.WriteAllText(In("classes.csv"), List.Replace("Angelic", "Angel", StringComparison.Ordinal));
        Refusal.Of<FormatException>(() => OmniglotZips.Read(folder), $"{In("classes.csv")}: character Angelic/character01 is not listed");
    }

    [Fact]
    public void One_file_is_enough_and_none_is_not()
    {
        Refusal.Of<FileNotFoundException>(() => OmniglotZips.Read(folder), "no images_background.zip and no images_evaluation.zip", "github.com/brendenlake/omniglot");
        Background();
        Assert.Equal(2, OmniglotZips.Read(folder).Classes.Count);
        File.Copy(In("images_background.zip"), In("images_evaluation.zip"));
        Refusal.Of<FormatException>(() => OmniglotZips.Read(folder), "character Greek/character01 is in", In("images_background.zip"));
    }

    [Fact]
    public void Other_files_and_damaged_ones_are_refused()
    {
        Zip("a.zip", ("images/notes.txt", [1]));
        Refusal.Of<FormatException>(() => Read("a.zip"), $"{In("a.zip")}: 'images/notes.txt' is no drawing");
        Zip("b.zip", ("i/Greek/character01/0001_01.png", Drawing(0)[..50]));
        Refusal.Of<FormatException>(() => Read("b.zip"), $"{In("b.zip")}: 'i/Greek/character01/0001_01.png': ", "PNG");
        Zip("c.zip", ("i/Greek/character01/0001_01.png", new byte[5_000_000]));
        Refusal.Of<FormatException>(() => Read("c.zip"), "the entry says 5000000 bytes", "at most 1048576");
        Zip("d.zip");
        Refusal.Of<FormatException>(() => Read("d.zip"), "no drawings");
        Background();
        byte[] whole = File.ReadAllBytes(In("images_background.zip"));
        File.WriteAllBytes(In("e.zip"), whole[..^30]);
        Refusal.Of<FormatException>(() => Read("e.zip"), $"{In("e.zip")}: the zip file cannot be read");
    }

    private Examples Read(string zip) => OmniglotZips.Read([In(zip)]);

    private void Background() => Zip(
        "images_background.zip",
        ("__MACOSX/images_background/._Greek", [1]),
        ("images_background/Greek/", []),
        ("images_background/Greek/character02/0002_01.png", Drawing(2)),
        ("images_background/Greek/character01/0001_02.png", Drawing(1)),
        ("images_background/Greek/character01/0001_01.png", Drawing(0)));

    private void Zip(string name, params (string Name, byte[] Content)[] entries)
    {
        using var zip = new ZipArchive(File.Create(In(name)), ZipArchiveMode.Create);
        foreach (var (entry, content) in entries)
        {
            using var stream = zip.CreateEntry(entry).Open();
            stream.Write(content);
        }
    }

    /// <summary>A black bar as thick as ten pixels, lower for higher numbers, in a file of one bit a pixel.</summary>
    private static byte[] Drawing(int number) =>
        new PngFile(105, 105, 1, 0) { Filter = 0 }.Of([.. Enumerable.Range(0, 105 * 105).Select(i => i / 105 / 10 == number ? 0 : 1)]);

    private string In(string name) => Path.Combine(folder, name);
}
