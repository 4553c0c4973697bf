using System.Globalization;
using System.Text.RegularExpressions;

namespace Metamorph.Data;

/// <summary>
/// The Free Spoken Digit Dataset (Jackson 2018, https://github.com/Jakobovski/free-spoken-digit-dataset): the digits 0 to 9, each said fifty times by each speaker,
/// at 8 kHz. A class is a digit of a speaker, such as <c>george/7</c>, and a group is a speaker: a model learns a new speaker from a few examples of each digit.
/// </summary>
public static partial class SpokenDigits
{
    /// <summary>The zip file in the folder, with files named digit_speaker_index.wav.</summary>
    public const string File = "recordings.zip";

    /// <summary>Reads all recordings.</summary>
    /// <param name="folder">The folder of <see cref="File"/>.</param>
    /// <param name="form">How a sound becomes a picture; null: one second of <see cref="LogMel.Speech"/> at 8 kHz, 40 bands x 49 frames.</param>
    /// <returns>
    /// Pictures [1, bands, frames], speaker after speaker, digit after digit, by index. Speakers george and jackson are the part for training, lucas is the one for validation, and
    /// nicolas, like anyone else, is of the part for testing.
    /// </returns>
    /// <exception cref="FormatException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static Examples Read(string folder, LogMel? form = null)
    {
        form ??= LogMel.Speech(8000);
        string path = DataFolder.File(folder, File);
        var recordings = Zip.Files(System.IO.File.ReadAllBytes(path), path, f => f.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
            .Select(f => (Name: NameOf(f.Path, path), Picture: form.Of(Wav.Of(f.Content, $"{path}: {f.Path}"))))
            .OrderBy(r => r.Name.Speaker, StringComparer.Ordinal).ThenBy(r => r.Name.Digit).ThenBy(r => r.Name.Index).ToArray();
        if (recordings.Length == 0) throw new FormatException($"{path}: there is no WAV file in it. Expected files named digit_speaker_index.wav.");
        var classes = recordings.Select(r => (r.Name.Speaker, r.Name.Digit)).Distinct().ToArray();
        var place = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        return new(
            folder,
            new ByteRows([.. recordings.SelectMany(r => r.Picture)], form.Form),
            [.. recordings.Select(r => place[(r.Name.Speaker, r.Name.Digit)])],
            [.. classes.Select(c => $"{c.Speaker}/{c.Digit}")])
        {
            AreSounds = true,
            Groups = [.. classes.Select(c => c.Speaker)],
            Parts = [.. classes.Select(c => PartOf(c.Speaker))],
        };
    }

    private static Split PartOf(string speaker) => speaker switch
    {
        "george" or "jackson" => Split.Train,
        "lucas" => Split.Validation,
        _ => Split.Test,
    };

    private static (int Digit, string Speaker, int Index) NameOf(string file, string path)
    {
        var name = Recording().Match(file[(file.LastIndexOf('/') + 1)..]);
        if (!name.Success) throw new FormatException($"{path}: there is a file {Quoted.Text(file)} in it. Expected names such as 7_george_12.wav: a digit, a speaker, a number. Rename it or take it out.");
        return (name.Groups[1].ValueSpan[0] - '0', name.Groups[2].Value, int.Parse(name.Groups[3].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^([0-9])_(.+)_([0-9]{1,6})\.wav$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Recording();
}
