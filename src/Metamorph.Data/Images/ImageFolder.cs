namespace Metamorph.Data;

/// <summary>
/// A folder of pictures: a folder for each class with its pictures inside, in files of the kinds that <see cref="ImageFile"/> reads. Folders named train,
/// val or validation, and test around the class folders say which part a class is of.
/// </summary>
public static class ImageFolder
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="size">What every picture is resized to; null, the default value: all are of one size already.</param>
    /// <param name="colour">Whether examples have three channels or one; null, the default value: three if the pictures have colour, and they are all one or the other.</param>
    /// <param name="skipDamaged">Whether files that cannot be read are left out, and noted, instead of being an error. The default value is <see langword="false"/>.</param>
    /// <returns>The pictures class after class, classes and files in the ordinal order of their names, train before validation before test.</returns>
    /// <exception cref="IOException">There is no such folder, or a file cannot be opened.</exception>
    /// <exception cref="FormatException">A file is damaged or no picture; pictures differ in size or colour and nothing was asked for; there is no class folder, or one is empty.</exception>
    public static Examples Read(string folder, (int Height, int Width)? size = null, bool? colour = null, bool skipDamaged = false)
    {
        if (size is { } asked && (asked.Height < 1 || asked.Width < 1)) throw new ArgumentException($"pictures are to be resized to {asked.Height}x{asked.Width}. Expected at least one row and one column.");
        var classes = ClassFolder.In(folder, "pictures");
        var taken = new PictureStack(size, colour);
        List<int> labels = [];
        List<string> notes = [];
        if (ClassFolder.FilesIn(folder) is { Length: > 0 } beside) notes.Add($"{folder}: passed over beside the folders: {Quoted.List(Array.ConvertAll(beside, f => Path.GetFileName(f)))}.");
        for (int c = 0; c < classes.Count; c++)
        {
            int before = labels.Count;
            foreach (string file in classes[c].Files)
            {
                Picture picture;
                try
                {
                    picture = ImageFile.Read(file);
                }
                catch (FormatException e) when (skipDamaged)
                {
                    notes.Add($"left out: {e.Message}");
                    continue;
                }

                taken.Add(picture, file);
                labels.Add(c);
            }

            if (labels.Count == before)
                throw new FormatException($"{classes[c].Path}: none of the {classes[c].Files.Count} files of class {Quoted.Text(classes[c].Name)} is a picture that can be read. Expected one or more. The last: {notes[^1]}");
        }

        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), taken.Rows(folder), labels, [.. classes.Select(c => c.Name)])
        {
            Parts = classes[0].Part is null ? null : [.. classes.Select(c => c.Part!.Value)],
            Notes = notes,
        };
    }
}
