namespace Metamorph.Data;

/// <summary>A data set in the folder where data sets are kept.</summary>
/// <param name="Set">The data set.</param>
/// <param name="Root">The folder of all data sets.</param>
internal sealed record StoredSet(DataSet Set, string Root)
{
    /// <summary>The folder of its files as they are published.</summary>
    internal string Folder => Path.Combine(Root, Set.Name);

    /// <summary>The list of sums that were found when files were fetched.</summary>
    internal string Sums => Path.Combine(Folder, $"{Set.Name}.sha256");

    /// <summary>Where a file as it is published belongs.</summary>
    internal string PathOf(DataFile file) => Path.Combine(Folder, file.Name);

    /// <summary>Where a file of the packed form belongs.</summary>
    internal string PackedPathOf(DataFile file) => Path.Combine(Root, file.Name);

    /// <summary>What is there, judged by names: <c>whole</c>, <c>packed</c>, both, <c>part</c> or <c>no</c>.</summary>
    internal string Presence
    {
        get
        {
            var (files, packed) = (Set.Files.Select(PathOf).ToArray(), Set.PackedFiles.Select(PackedPathOf).ToArray());
            var (whole, wholePacked) = (files.All(File.Exists), packed.Length > 0 && packed.All(File.Exists));
            if (whole) return wholePacked ? "whole and packed" : "whole";
            if (wholePacked) return "packed";
            return files.Concat(packed).Any(File.Exists) ? "part" : "no";
        }
    }

    /// <summary>
    /// Looks at the bytes of all files. Of the two forms, as published and packed, one that is not there at all is left out if the other is.
    /// </summary>
    internal IEnumerable<CheckedFile> Check(CancellationToken cancellation = default)
    {
        bool hasPacked = Set.PackedFiles.Any(f => File.Exists(PackedPathOf(f)));
        bool hasPublished = Set.Files.Any(f => File.Exists(PathOf(f)) || PartFile.Exists(PathOf(f)));
        var published = hasPublished || !hasPacked ? Set.Files : [];
        var packed = hasPacked ? Set.PackedFiles : [];
        return published.Select(f => CheckPublished(f, cancellation)).Concat(packed.Select(f => Check(f, PackedPathOf(f), null, cancellation)));
    }

    /// <summary>Looks at the bytes of a file as it is published.</summary>
    internal CheckedFile CheckPublished(DataFile file, CancellationToken cancellation = default) => Check(file, PathOf(file), Recorded(file), cancellation);

    /// <summary>The SHA-256 of a file when it was first fetched, where none is published; null: none.</summary>
    internal string? Recorded(DataFile file) => file.Sha256 is null ? SumList.Read(Sums).GetValueOrDefault(file.Name) : null;

    /// <summary>Keeps the SHA-256 of a file where none is published, so that its bytes can be checked from now on.</summary>
    internal void Record(DataFile file, FileSums sums)
    {
        if (file.Sha256 is null && Recorded(file) is null) SumList.Write(Sums, file.Name, sums.Sha256);
    }

    private static CheckedFile Check(DataFile file, string path, string? recorded, CancellationToken cancellation)
    {
        if (!File.Exists(path)) return new(file, path, FileState.Missing, PartFile.Exists(path) ? $"a part of it is in {PartFile.Of(path)}" : "there is no such file", null);
        var sums = FileSums.Of(path, cancellation);
        if (sums.Unlike(file, recorded) is { } why) return new(file, path, FileState.Damaged, why, sums);
        return (file.Sha256, file.Md5, recorded) switch
        {
            ({ }, _, _) => new(file, path, FileState.Ok, "SHA-256 as published", sums),
            (_, { }, { }) => new(file, path, FileState.Ok, "MD5 as published, SHA-256 as when it was first fetched", sums),
            (_, { }, _) => new(file, path, FileState.Ok, "MD5 as published", sums),
            (_, _, { }) => new(file, path, FileState.Ok, "SHA-256 as when it was first fetched; none is published", sums),
            _ => new(file, path, FileState.Unknown, $"no sum of it is known; its SHA-256 is {sums.Sha256}", sums),
        };
    }
}
