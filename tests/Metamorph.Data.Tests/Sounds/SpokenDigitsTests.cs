using System.IO.Compression;

namespace Metamorph.Data.Tests.Sounds;

/// <summary>Digits that speakers say.</summary>
public sealed class SpokenDigitsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_class_is_a_digit_of_a_speaker_and_a_group_is_a_speaker()
    {
        Write("recordings/3_theo_10.wav", "recordings/3_theo_9.wav", "recordings/0_theo_1.wav", "recordings/7_george_0.wav", "recordings/7_lucas_0.wav", "README.md");
        var digits = SpokenDigits.Read(folder.Path);
        Assert.Equal(["george/7", "lucas/7", "theo/0", "theo/3"], digits.Classes);
        Assert.Equal(["george", "lucas", "theo", "theo"], digits.Groups!);
        Assert.Equal([Split.Train, Split.Validation, Split.Test, Split.Test], digits.Parts!);
        Assert.Equal([0, 1, 2, 3, 3], digits.Labels);
        Assert.Equal([1, 40, 49], digits.Content.Form);

        // By index as a number: 9 before 10.
        Assert.Equal(LogMel.Speech(8_000).Of(Wav.Of(Recording("3_theo_9.wav"), "")), ((ByteRows)digits.Content).Bytes(3).ToArray());
    }

    [Fact]
    public void Another_file_or_a_damaged_one_is_named()
    {
        Refusal.Of<FileNotFoundException>(() => SpokenDigits.Read(folder.Path), $"{folder.Path}: there is no recordings.zip", "The folder holds: nothing");
        Refusal.Of<FileNotFoundException>(() => SpokenDigits.Read(folder["none"]), "there is no such folder");
        Write("seven_george_0.wav");
        Refusal.Of<FormatException>(() => SpokenDigits.Read(folder.Path), "there is a file 'seven_george_0.wav' in it", "7_george_12.wav");
        Write("7_george_0.wav");
        byte[] zip = File.ReadAllBytes(folder["recordings.zip"]);

        // A byte of the sound within: stored, so that the checksum alone can tell.
        zip[500] ^= 1;
        folder.Write("recordings.zip", zip);
        Refusal.Of<FormatException>(() => SpokenDigits.Read(folder.Path), "7_george_0.wav: the zip file is damaged", "Its checksum is", "Fetch it again");
        folder.Write("recordings.zip", zip.AsSpan()[..^10]);
        Refusal.Of<FormatException>(() => SpokenDigits.Read(folder.Path), "the zip file is damaged");
        Write("README.md");
        Refusal.Of<FormatException>(() => SpokenDigits.Read(folder.Path), "there is no WAV file in it");
    }

    private static byte[] Recording(string name) => WavBytes.Tone(200 + 100 * name.Length, 8_000, 0.1);

    private void Write(params string[] names)
    {
        using var file = File.Create(folder["recordings.zip"]);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (string name in names)
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(Recording(Path.GetFileName(name)));
        }
    }
}
