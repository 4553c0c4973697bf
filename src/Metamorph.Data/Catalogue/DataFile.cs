namespace Metamorph.Data;

/// <summary>A file of a data set, and what is known of its bytes.</summary>
/// <param name="Name">Its name in the folder of the data set.</param>
/// <param name="Url">Where it is published; null: nowhere as it is.</param>
/// <param name="Size">How many bytes it has; null: not published.</param>
/// <param name="Sha256">Their SHA-256, 64 hexadecimal digits; null: not published.</param>
/// <param name="Md5">Their MD5, 32 hexadecimal digits, which holds against accidents alone; null: not published.</param>
public sealed record DataFile(string Name, Uri? Url = null, long? Size = null, string? Sha256 = null, string? Md5 = null);
