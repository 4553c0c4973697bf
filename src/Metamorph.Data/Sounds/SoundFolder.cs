namespace Metamorph.Data;

/// <summary>A folder of sounds, one folder for each class.</summary>
public static class SoundFolder
{
    /// <summary>
    /// Reads all WAV files of a folder that has a folder for each class, named after it; or folders train, val (or validation) and test, any of them,
    /// and those of the classes in there, which are then of that part.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="form">How a sound becomes a picture.</param>
    /// <param name="skipDamaged">Whether files that cannot be read are left out, and noted, instead of being an error. The default value is <see langword="false"/>.</param>
    /// <returns>Pictures [1, bands, frames], class after class, classes and files in the ordinal order of their names, train before validation before test.</returns>
    /// <exception cref="FormatException">A file is damaged or no sound; there is no class folder, or one is empty.</exception>
    /// <exception cref="IOException">There is no such folder, or a file cannot be read.</exception>
    public static Examples Read(string folder, LogMel form, bool skipDamaged = false)
    {
        ArgumentNullException.ThrowIfNull(form);
        var classes = ClassFolder.In(folder, "sounds");
        List<byte[]> pictures = [];
        List<int> labels = [];
        List<string> notes = [];
        if (ClassFolder.FilesIn(folder) is { Length: > 0 } beside) notes.Add($"{folder}: passed over beside the folders: {Quoted.List(Array.ConvertAll(beside, f => Path.GetFileName(f)))}.");
        for (int c = 0; c < classes.Count; c++)
        {
            int before = labels.Count;
            foreach (string file in classes[c].Files)
            {
                try
                {
                    pictures.Add(form.Of(Wav.Read(file)));
                    labels.Add(c);
                }
                catch (FormatException e) when (skipDamaged)
                {
                    notes.Add($"left out: {e.Message}");
                }
            }

            if (labels.Count == before)
                throw new FormatException($"{classes[c].Path}: none of the {classes[c].Files.Count} files of class {Quoted.Text(classes[c].Name)} is a sound that can be read. Expected one or more. The last: {notes[^1]}");
        }

        return new(folder, new ByteRows([.. pictures.SelectMany(p => p)], form.Form), labels, [.. classes.Select(c => c.Name)])
        {
            AreSounds = true,
            Parts = classes[0].Part is null ? null : [.. classes.Select(c => c.Part!.Value)],
            Notes = notes,
        };
    }
}
