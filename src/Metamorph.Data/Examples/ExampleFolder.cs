namespace Metamorph.Data;

/// <summary>Data sets of labelled examples, told apart by the files of their folders; or a file of texts or arrays and their classes.</summary>
public static class ExampleFolder
{
    private const string Known =
        "Omniglot (images28.idx3.gz and classes.csv, or its published zip files), labelled images in IDX arrays (images*.idx3.gz or images*.idx4.gz, labels.idx1.gz), spoken digits (recordings.zip), spoken commands (logmel.idx3.gz and index.csv), "
        + "relations (val_wiki.tsv.gz and others), a folder for each class with pictures (PNG, BMP, PNM) or sounds (WAV) in it, a .txt file for each class with a text in every line, a file (CSV, TSV, JSONL) with columns text and label, or one of arrays (NPZ) with x and y";

    /// <summary>Whether a path is a data set of classes: a folder that is known or has folders or texts inside, or a file of texts or arrays and labels.</summary>
    /// <param name="path">The path.</param>
    public static bool Is(string path) => Directory.Exists(path)
        ? Reader(path, new()) is not null || Directory.EnumerateDirectories(path).Any()
        : File.Exists(path) && (TextFile.Is(path) || ArrayExamples.Is(path));

    /// <summary>Reads a data set.</summary>
    /// <param name="path">Its folder or file.</param>
    /// <param name="choices">What the data set leaves open; null: the usual.</param>
    /// <returns>The examples.</returns>
    /// <exception cref="IOException">There is no such folder, or a file of it is missing.</exception>
    /// <exception cref="FormatException">It is no data set that is known, or a damaged one.</exception>
    public static Examples Read(string path, ExampleChoices? choices = null)
    {
        choices ??= new();
        if (File.Exists(path)) return ArrayExamples.Is(path) ? ArrayExamples.Read(path) : TextFile.Read(path, choices.Tokens);
        if (!Directory.Exists(path)) throw new IOException($"there is no folder or file '{path}'. Expected a data set, here or in the folder named by METAMORPH_DATA.");
        if (Reader(path, choices) is { } read) return read();
        if (!Directory.EnumerateDirectories(path).Any())
            throw new FormatException($"'{path}' is no data set that is known. Expected {Known}. It holds: {Quoted.List([.. Directory.EnumerateFileSystemEntries(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)])}.");
        return Directory.EnumerateFiles(path, "*.wav", SearchOption.AllDirectories).Any()
            ? SoundFolder.Read(path, LogMel.Speech(choices.Rate), choices.SkipDamaged)
            : ImageFolder.Read(path, choices.Size, choices.Colour, choices.SkipDamaged);
    }

    private static Func<Examples>? Reader(string path, ExampleChoices choices)
    {
        if (Has(Omniglot.Images)) return () => Omniglot.Read(path);
        if (OmniglotZips.Is(path)) return () => OmniglotZips.Read(path);
        if (Has(SpokenDigits.File)) return () => SpokenDigits.Read(path);
        if (Has(SpeechCommands.Pictures)) return () => SpeechCommands.Read(path, choices.BySpeaker ? CommandClasses.Speaker : CommandClasses.Keyword);
        if (Has(LabelledImages.Labels)) return () => LabelledImages.Read(path);
        if (Relations.Is(path)) return () => Relations.Read(path, choices.Tokens);
        return Directory.EnumerateFiles(path, "*.txt").Any() && !Directory.EnumerateDirectories(path).Any() ? () => TextFile.Read(path, choices.Tokens) : null;

        bool Has(string file) => File.Exists(Path.Combine(path, file));
    }
}
