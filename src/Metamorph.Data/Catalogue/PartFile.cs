using System.Globalization;
using System.Text;
using Metamorph.Tensors.Formats;

namespace Metamorph.Data;

/// <summary>
/// A file on its way: the bytes that have come, in <c>NAME.part</c>, and from where, in <c>NAME.part.from</c>: the address, what the server
/// calls this version of the file (an entity tag or a date), and its whole size. Without the second the first is begun anew.
/// </summary>
internal sealed record PartFile(string Url, string? Version, long? Size)
{
    internal static string Of(string path) => path + ".part";

    internal static bool Exists(string path) => File.Exists(Of(path));

    /// <summary>How many bytes have come.</summary>
    internal static long Length(string path) => Exists(path) ? new FileInfo(Of(path)).Length : 0;

    /// <summary>From where they have come; null: that is not known.</summary>
    internal static PartFile? From(string path)
    {
        if (!File.Exists(Origin(path)) || File.ReadAllText(Origin(path)).Split('\n') is not [var url, var version, var size, ..]) return null;
        return new(url, version is "" ? null : version, long.TryParse(size, CultureInfo.InvariantCulture, out long whole) ? whole : null);
    }

    /// <summary>Says from where the bytes come that are about to be written.</summary>
    internal void Save(string path)
    {
        byte[] text = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Url}\n{Version}\n{Size}\n"));
        AtomicFile.Write(Origin(path), stream => stream.Write(text));
    }

    /// <summary>Gives the file its name, now that it is whole and checked.</summary>
    internal static void Finish(string path)
    {
        File.Move(Of(path), path, overwrite: true);
        File.Delete(Origin(path));
    }

    /// <summary>Forgets what has come.</summary>
    internal static void Discard(string path)
    {
        File.Delete(Origin(path));
        File.Delete(Of(path));
    }

    private static string Origin(string path) => Of(path) + ".from";
}
