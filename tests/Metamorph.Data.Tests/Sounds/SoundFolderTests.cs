namespace Metamorph.Data.Tests.Sounds;

/// <summary>Folders of sounds.</summary>
public sealed class SoundFolderTests : IDisposable
{
    private static readonly LogMel Form = new(8_000, 256, 256, 20, 4);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_of_a_class_is_a_class()
    {
        folder.Write("low/b.wav", WavBytes.Tone(300, 8_000, 0.2));
        folder.Write("low/a.WAV", WavBytes.Tone(400, 44_100, 0.2));
        folder.Write("high/c.wav", WavBytes.Tone(3_000, 8_000, 0.2));
        folder.Write("README.md", "no class");
        folder.Write(".cache/x.wav", "no class either");
        var sounds = SoundFolder.Read(folder.Path, Form);
        Assert.Equal(["high", "low"], sounds.Classes);
        Assert.Equal([0, 1, 1], sounds.Labels);
        Assert.Equal([1, 20, 4], sounds.Content.Form);
        Assert.Null(sounds.Parts);
        Assert.Contains("README.md", Assert.Single(sounds.Notes), StringComparison.Ordinal);
        Assert.Equal(Form.Of(Wav.Read(folder["low/a.WAV"])), ((ByteRows)sounds.Content).Bytes(1).ToArray());
        Assert.Equal(Form.Of(Wav.Read(folder["low/b.wav"])), ((ByteRows)sounds.Content).Bytes(2).ToArray());
    }

    [Fact]
    public void Folders_of_parts_have_those_of_classes_inside()
    {
        foreach (string name in new[] { "test/d", "train/a", "train/b", "val/c" }) folder.Write($"{name}/x.wav", WavBytes.Tone(300, 8_000, 0.2));
        var sounds = SoundFolder.Read(folder.Path, Form);
        Assert.Equal(["a", "b", "c", "d"], sounds.Classes);
        Assert.Equal([Split.Train, Split.Train, Split.Validation, Split.Test], sounds.Parts!);

        // A folder that holds test classes alone.
        Directory.Delete(folder["train"], recursive: true);
        Directory.Delete(folder["val"], recursive: true);
        Assert.Equal([Split.Test], SoundFolder.Read(folder.Path, Form).Parts!);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_left_out_only_if_asked()
    {
        folder.Write("a/good.wav", WavBytes.Tone(300, 8_000, 0.2));
        folder.Write("a/short.wav", WavBytes.Tone(300, 8_000, 0.2).AsSpan()[..100]);
        Refusal.Of<FormatException>(() => SoundFolder.Read(folder.Path, Form), $"{folder["a/short.wav"]}: the chunk 'data' at byte 36", "cut short");
        var sounds = SoundFolder.Read(folder.Path, Form, skipDamaged: true);
        Assert.Equal(1, sounds.Content.Count);
        Assert.StartsWith($"left out: {folder["a/short.wav"]}: the chunk 'data'", Assert.Single(sounds.Notes), StringComparison.Ordinal);

        File.Delete(folder["a/good.wav"]);
        Refusal.Of<FormatException>(() => SoundFolder.Read(folder.Path, Form, skipDamaged: true), "none of the 1 files of class 'a' is a sound that can be read", "The last: left out");
        folder.Write("a/short.wav", "some text, and no sound");
        Refusal.Of<FormatException>(() => SoundFolder.Read(folder.Path, Form), $"{folder["a/short.wav"]}: no WAV file: it begins with 736F6D65", "or leave it out");
        File.Delete(folder["a/short.wav"]);
        Refusal.Of<FormatException>(() => SoundFolder.Read(folder.Path, Form), "the folder of class 'a' is empty", "Expected sounds in it");
        Directory.Delete(folder["a"]);
        Refusal.Of<FormatException>(() => SoundFolder.Read(folder.Path, Form), $"{folder.Path}: there is no folder inside", "Expected a folder for each class");
        Assert.Throws<DirectoryNotFoundException>(() => SoundFolder.Read(folder["none"], Form));
    }
}
