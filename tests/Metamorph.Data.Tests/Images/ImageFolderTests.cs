namespace Metamorph.Data.Tests;

/// <summary>Folders with one folder per class.</summary>
public sealed class ImageFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("metamorph-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_is_a_class_and_files_come_in_the_order_of_their_names()
    {
        Write("dog/b.png", Grey(30));
        Write("cat/2.png", Grey(20));
        Write("cat/10.png", Grey(10));
        Write("Ant/x", Grey(40));
        Write("README.md", "no picture"u8.ToArray());
        Write("cat/.DS_Store", [1]);
        Write("cat/Thumbs.db", [1]);
        Write(".git/config", [1]);
        var examples = ImageFolder.Read(folder);
        Assert.Equal(Path.GetFileName(folder), examples.Name);
        Assert.Equal(["Ant", "cat", "dog"], examples.Classes);
        Assert.Equal([0, 1, 1, 2], examples.Labels);
        Assert.Equal([40, 10, 20, 30], Enumerable.Range(0, 4).Select(i => (int)Bytes(examples, i)[0]));
        Assert.Equal([1, 2, 3], examples.Content.Form);
        Assert.Null(examples.Parts);
        Assert.Equal([$"{folder}: passed over beside the folders: README.md."], examples.Notes);
        Assert.Empty(ImageFolder.Read(Path.Combine(folder, "."), skipDamaged: true).Notes.Skip(1));
    }

    [Fact]
    public void Folders_named_after_parts_say_the_part_of_each_class()
    {
        Write("test/a/1.png", Grey(1));
        Write("val/b/1.png", Grey(2));
        Write("Train/d/1.png", Grey(3));
        Write("Train/c/1.png", Grey(4));
        var examples = ImageFolder.Read(folder);
        Assert.Equal(["c", "d", "b", "a"], examples.Classes);
        Assert.Equal([Split.Train, Split.Train, Split.Validation, Split.Test], examples.Parts);
        Assert.Equal([4, 3, 2, 1], Enumerable.Range(0, 4).Select(i => (int)Bytes(examples, i)[0]));

        Write("test/d/1.png", Grey(1));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), "class 'd' is in", In("Train/d"), In("test/d"), "Put all its pictures into one");
        Directory.Delete(In("test"), recursive: true);
        Directory.CreateDirectory(In("test"));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{In("test")}: there is no folder inside");
    }

    [Fact]
    public void A_class_may_be_called_test()
    {
        Write("test/1.png", Grey(1));
        Write("train/1.png", Grey(2));
        Assert.Equal(["test", "train"], ImageFolder.Read(folder).Classes);
    }

    [Fact]
    public void Pictures_of_other_sizes_are_named_and_resized_if_asked()
    {
        Write("a/1.png", Grey(9));
        Write("a/2.png", Png.Write(new(4, 4, 1, Enumerable.Repeat((byte)7, 16).ToArray())));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{In("a/2.png")}: the picture has 4 rows of 4 pixels, and {In("a/1.png")} has 2 of 3", "Ask for a size");
        var examples = ImageFolder.Read(folder, size: (5, 6));
        Assert.Equal([1, 5, 6], examples.Content.Form);

        // What is one grey stays it at any size.
        Assert.Equal(Enumerable.Repeat((byte)9, 30), Bytes(examples, 0));
        Assert.Equal(Enumerable.Repeat((byte)7, 30), Bytes(examples, 1));
        Refusal.Of<ArgumentException>(() => ImageFolder.Read(folder, size: (0, 6)), "0x6");
    }

    [Fact]
    public void Grey_beside_colour_is_named_and_turned_into_either_if_asked()
    {
        byte[] colour = Png.Write(new(3, 2, 3, [200, 100, 50, .. Enumerable.Repeat((byte)80, 15)]));
        Write("a/1.png", Png.Write(new(3, 2, 3, Enumerable.Repeat((byte)60, 18).ToArray())));
        Assert.Equal([1, 2, 3], ImageFolder.Read(folder).Content.Form);
        Write("a/2.png", colour);
        Assert.Equal([3, 2, 3], ImageFolder.Read(folder).Content.Form);
        Write("b/1.png", Grey(9));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{In("b/1.png")}: the picture is grey, and {In("a/2.png")} has colour", "Ask for grey or for colour");
        var coloured = ImageFolder.Read(folder, colour: true);
        Assert.Equal([3, 2, 3], coloured.Content.Form);
        Assert.Equal([200, 100, 50, 80], Bytes(coloured, 1)[..4]);
        Assert.Equal(Enumerable.Repeat((byte)9, 18), Bytes(coloured, 2));
        var grey = ImageFolder.Read(folder, colour: false);
        Assert.Equal([1, 2, 3], grey.Content.Form);

        // 0.299 200 + 0.587 100 + 0.114 50 = 124.2
        Assert.Equal([124, 80], Bytes(grey, 1)[..2]);
    }

    [Fact]
    public void A_damaged_file_is_named_and_left_out_only_if_asked()
    {
        Write("a/1.png", Grey(1));
        Write("a/2.png", Grey(2)[..40]);
        Write("b/1.png", Grey(3));
        Write("b/photo.png", [0xff, 0xd8, 0xff, 0xe0, 0, 16]);
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{In("a/2.png")}: ");
        var examples = ImageFolder.Read(folder, skipDamaged: true);
        Assert.Equal([0, 1], examples.Labels);
        Assert.Collection(
            examples.Notes,
            n => Assert.StartsWith($"left out: {In("a/2.png")}: ", n, StringComparison.Ordinal),
            n => Assert.StartsWith($"left out: {In("b/photo.png")}: a JPEG picture. Expected a picture in the format PNG, BMP, PBM, PGM or PPM", n, StringComparison.Ordinal));
        File.Delete(In("b/1.png"));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder, skipDamaged: true), $"{In("b")}: none of the 1 files of class 'b'", "JPEG");
    }

    [Fact]
    public void Folders_that_are_no_classes_are_refused()
    {
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{folder}: there is no folder inside", "Expected a folder for each class");
        Write("a/1.png", Grey(1));
        Directory.CreateDirectory(In("b"));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{In("b")}: the folder of class 'b' is empty");
        Write("b/c/1.png", Grey(1));
        Refusal.Of<FormatException>(() => ImageFolder.Read(folder), $"{In("b")}: the folder of class 'b' holds folders: c");
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Read(In("nowhere")));
    }

    private static byte[] Grey(byte value) => Png.Write(new(3, 2, 1, Enumerable.Repeat(value, 6).ToArray()));

    private static byte[] Bytes(Examples examples, int row) => ((ByteRows)examples.Content).Bytes(row).ToArray();

    private string In(string name) => Path.Combine(folder, name);

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), content);
    }
}
