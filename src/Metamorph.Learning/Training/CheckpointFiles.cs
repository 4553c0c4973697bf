using Metamorph.Tensors.Formats;

namespace Metamorph.Learning;

/// <summary>
/// Two generations of checkpoints in a folder: the newer is never written over, so a failure while one is written, or damage to it after
/// that, leaves the other.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="through">What the bytes go through on their way into the file.</param>
internal sealed class CheckpointFiles(string folder, Func<Stream, Stream> through)
{
    private readonly string[] paths = [Path.Combine(folder, "checkpoint-1.safetensors"), Path.Combine(folder, "checkpoint-2.safetensors")];
    private int next;
    private int? newest;

    /// <summary>Writes a checkpoint over the older one.</summary>
    /// <exception cref="IOException">There is no room, or it is not allowed. Both files are as they were.</exception>
    internal void Save(TrainingCheckpoint checkpoint)
    {
        var content = checkpoint.ToFile();
        int iteration = checkpoint.Step.Step.Iteration;
        try
        {
            AtomicFile.Write(paths[next], file => content.Write(through(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string before = newest is null ? "There is none before it." : $"That of iteration {newest} stays as it is, in '{paths[1 - next]}'.";
            throw new IOException(
                $"the checkpoint of iteration {iteration} cannot be written to '{paths[next]}' ({e.Message}). {before} Expected room on the disk and leave to write there: see to it, then go on with: metamorph train --resume {folder}", e);
        }

        (next, newest) = (1 - next, iteration);
    }

    /// <summary>The newest checkpoint that is whole, or null where there is none; and what is wrong with the others.</summary>
    /// <exception cref="IOException">There are checkpoints, but none of them is whole.</exception>
    internal (TrainingCheckpoint? Newest, IReadOnlyList<string> Damaged) Load()
    {
        TrainingCheckpoint? found = null;
        var damaged = new List<string>();
        for (int i = 0; i < paths.Length; i++)
        {
            if (!File.Exists(paths[i])) continue;
            try
            {
                var checkpoint = TrainingCheckpoint.Of(Safetensors.Read(paths[i]), paths[i]);
                int iteration = checkpoint.Step.Step.Iteration;
                if (found is null || iteration > newest) (found, newest, next) = (checkpoint, iteration, 1 - i);
            }
            catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException or KeyNotFoundException)
            {
                damaged.Add($"the checkpoint '{paths[i]}' is damaged: {e.Message}");
            }
        }

        return found is not null || damaged.Count == 0 ? (found, damaged) : throw new IOException(
            $"{string.Join(" ", damaged)} Expected at least one that is whole in '{folder}', and there is none; nothing was changed. Put back a copy of one, or delete {(damaged.Count == 1 ? "it" : "both")} to train from the beginning.");
    }

    /// <summary>Deletes both.</summary>
    internal void Delete()
    {
        foreach (string path in paths) File.Delete(path);
    }
}
