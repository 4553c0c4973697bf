namespace Metamorph.Data;

/// <summary>A folder of sounds, one folder for each class.</summary>
public static class SoundFolder
{
    /// <summary>
    /// Reads all WAV files of a folder that has a folder for each class, named after it; or folders <c>train</c>, <c>val</c> and <c>test</c>, any of them,
    /// and those of the classes in there, which are then of that part.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="form">How a sound becomes a picture.</param>
    /// <param name="leaveOutDamaged">Files that cannot be read are left out, and <see cref="Examples.Notes"/> names them. The default value is false: they are an error.</param>
    /// <returns>Pictures [1, bands, frames] of the sounds.</returns>
    /// <exception cref="FormatException">A file is damaged or of another kind, a class has no sound, or there is no class.</exception>
    /// <exception cref="IOException">There is no such folder, or a file cannot be read.</exception>
    public static Examples Read(string folder, LogMel form, bool leaveOutDamaged = false)
    {
        ArgumentNullException.ThrowIfNull(form);
        var classes = ClassFolders.In(folder, ".wav");
        List<byte[]> pictures = [];
        List<int> labels = [];
        List<string> notes = [];
        for (int c = 0; c < classes.Count; c++)
        {
            foreach (string file in classes[c].Files)
            {
                try
                {
                    pictures.Add(form.Of(Wav.Read(file)));
                    labels.Add(c);
                }
                catch (FormatException e) when (leaveOutDamaged)
                {
                    notes.Add($"left out {e.Message}");
                }
            }

            if (labels.Count == 0 || labels[^1] != c) throw new FormatException($"{folder}: class {Quoted.Text(classes[c].Name)} has no sound that can be read. Expected at least one. Add some, or take the folder away.");
        }

        return new(folder, new ByteRows([.. pictures.SelectMany(p => p)], form.Form), labels, [.. classes.Select(c => c.Name)])
        {
            AreSounds = true,
            Parts = classes[0].Part is null ? null : [.. classes.Select(c => c.Part!.Value)],
            Notes = notes,
        };
    }
}
