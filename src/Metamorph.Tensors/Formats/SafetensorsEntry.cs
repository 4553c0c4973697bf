namespace Metamorph.Tensors.Formats;

/// <summary>What the header of a file says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is stored as.</param>
/// <param name="Sizes">The sizes of its axes; the first counts tasks where <see cref="HasTasks"/>.</param>
/// <param name="Begin">Its first byte, counted from the beginning of the data.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="At">The byte of the file where the header speaks of it.</param>
internal sealed record SafetensorsEntry(string Name, StoredType Type, long[] Sizes, long Begin, long End, long At)
{
    /// <summary>The most axes that are read or written: as many as NumPy allows, far more than are of use.</summary>
    internal const int MostAxes = 64;

    /// <summary>Whether the first axis is the task axis.</summary>
    internal bool HasTasks { get; init; }

    /// <summary>Whether the tensor takes the dtype of the first tensor that it meets.</summary>
    internal bool IsWeak { get; init; }

    /// <summary>The task axis of the tensor.</summary>
    internal int? Tasks => HasTasks ? (int)Sizes[0] : null;

    /// <summary>What one task sees. Only after <see cref="ThrowIfWrong"/>, which knows that the sizes are small enough.</summary>
    internal Shape Shape => Array.ConvertAll(HasTasks ? Sizes[1..] : Sizes, n => (int)n);

    /// <summary>Its name, dtype and shape, for messages.</summary>
    internal string Form => $"tensor {SafetensorsException.Quote(Name)}, {Type.Name} [{string.Join(", ", Sizes)}],";

    /// <summary>Refuses a shape that no tensor has, and a byte range that does not hold it or lies outside the data.</summary>
    internal void ThrowIfWrong(string file, long dataBytes)
    {
        // Of no tasks, one task alone must fit too.
        if (Array.Exists(Sizes, n => n > Array.MaxLength) || Entries(Sizes) > Array.MaxLength || (HasTasks && Entries(Sizes[1..]) > Array.MaxLength))
            throw Refusal($"has more than {Array.MaxLength} entries or tasks", "no more: that is what one tensor holds. Split it where it is written");
        long bytes = Entries(Sizes) * Type.Bytes;
        if (End < Begin || End - Begin != bytes)
            throw Refusal($"has the data_offsets [{Begin}, {End}]", $"an end {bytes} bytes after the beginning, {Type.Bytes} for each entry");
        if (End <= dataBytes) return;
        throw Refusal(
            $"has the data_offsets [{Begin}, {End}], but only {dataBytes} bytes of data follow the header",
            $"an end of at most {dataBytes}. The file was cut short: copy or write it again");

        SafetensorsException Refusal(string found, string expected) => new(file, At, $"{Form} {found}", expected);
    }

    /// <summary>The product of some sizes below 2^31, or 2^32 where it is greater than that.</summary>
    private static long Entries(long[] sizes) => sizes.Contains(0) ? 0 : sizes.Aggregate(1L, (entries, n) => Math.Min(entries * n, 1L << 32));

    /// <summary>Refuses bytes that belong to two tensors, and bytes that belong to none.</summary>
    /// <returns>The places of the entries in the order of their data.</returns>
    internal static int[] InOrderOfData(IReadOnlyList<SafetensorsEntry> entries, string file, long dataStart, long dataBytes)
    {
        int[] order = [.. Enumerable.Range(0, entries.Count).OrderBy(i => entries[i].Begin).ThenBy(i => entries[i].End)];
        SafetensorsEntry? before = null;
        foreach (int i in order)
        {
            var (entry, end) = (entries[i], before?.End ?? 0);
            if (entry.Begin < end)
            {
                string found = $"{entry.Form} begins at byte {entry.Begin} of the data, inside of {before!.Form} which ends at {end}";
                throw new SafetensorsException(file, entry.At, found, "tensors that do not overlap");
            }

            if (entry.Begin > end)
            {
                string found = $"the bytes {end} to {entry.Begin} of the data belong to no tensor; the next is {entry.Form} at {entry.Begin}";
                throw new SafetensorsException(file, dataStart + end, found, "data without holes");
            }

            before = entry;
        }

        long covered = before?.End ?? 0;
        return covered == dataBytes
            ? order
            : throw new SafetensorsException(file, dataStart + covered, $"{dataBytes - covered} bytes follow the data of the last tensor", "the end of the file");
    }
}
