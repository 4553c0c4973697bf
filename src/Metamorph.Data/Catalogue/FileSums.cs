using System.Security.Cryptography;

namespace Metamorph.Data;

/// <summary>What is measured of a file's bytes.</summary>
/// <param name="Size">How many there are.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Md5">32 hexadecimal digits.</param>
internal sealed record FileSums(long Size, string Sha256, string Md5)
{
    /// <summary>Reads a file once.</summary>
    internal static FileSums Of(string path, CancellationToken cancellation = default)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] buffer = new byte[1 << 20];
        long size = 0;
        while (file.Read(buffer) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            sha256.AppendData(buffer, 0, read);
            md5.AppendData(buffer, 0, read);
            size += read;
        }

        return new(size, Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(md5.GetHashAndReset()));
    }

    /// <summary>What is otherwise than it should be; null: nothing.</summary>
    /// <param name="file">What is published.</param>
    /// <param name="recorded">The SHA-256 that was found at an earlier time, where none is published; null: none.</param>
    internal string? Unlike(DataFile file, string? recorded)
    {
        if (file.Size is { } size && Size != size) return FormattableString.Invariant($"it has {Size} bytes. Expected {size}, as published");
        if (file.Sha256 is { } published && !Same(Sha256, published)) return $"its SHA-256 is {Sha256}. Expected {published}, as published";
        if (file.Md5 is { } md5 && !Same(Md5, md5)) return $"its MD5 is {Md5}. Expected {md5}, as published";
        return file.Sha256 is null && recorded is not null && !Same(Sha256, recorded) ? $"its SHA-256 is {Sha256}. Expected {recorded}, as when it was first fetched" : null;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
