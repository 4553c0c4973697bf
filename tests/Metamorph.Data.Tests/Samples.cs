using System.IO.Compression;
using System.Text;

namespace Metamorph.Data.Tests;

/// <summary>Small tables.</summary>
internal static class Samples
{
    internal static Table Table(string text, string name = "pupils.csv") => Table(Encoding.UTF8.GetBytes(text), name);

    internal static Table Table(byte[] bytes, string name = "pupils.csv")
    {
        using var stream = new MemoryStream(bytes);
        return Csv.Read(stream, name);
    }

    /// <summary>The tasks of a table whose task column is <c>t</c> and whose target is <c>y</c>.</summary>
    internal static TableTasks Tasks(string text) => TableTasks.Of(Table(text), "t", "y");

    internal static byte[] Compressed(string text)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return stream.ToArray();
    }

    /// <summary>Schools of these numbers of pupils. Feature <c>id</c> is the pupil's number in the file, <c>square</c> its square, and the score 3 id + school.</summary>
    internal static TableTasks Schools(params int[] sizes)
    {
        StringBuilder text = new("school,id,square,score\n");
        int id = 0;
        for (int school = 0; school < sizes.Length; school++)
            for (int i = 0; i < sizes[school]; i++, id++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"s{school},{id},{id * id},{3 * id + school}\n");
        return TableTasks.Of(Table(text.ToString()), "school", "score");
    }
}
