using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Metamorph.Cli.Tests;

/// <summary>Small tables of schools, each with a slope and a level of its own.</summary>
internal static class Tables
{
    internal static void Write(string path, bool gzip = false, int tasks = 20, int rows = 12, ulong seed = 3, bool turned = false)
    {
        using Stream file = File.Create(path);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(Text(tasks, rows, seed, turned)));
    }

    internal static string Text(int tasks = 20, int rows = 12, ulong seed = 3, bool turned = false)
    {
        double[] numbers = new Key(seed).Normal([tasks * (2 + 3 * rows)], dtype: DType.Float64).ToArray<double>();
        var text = new StringBuilder(turned ? "extra,score,age,hours,school\n" : "school,hours,age,score\n");
        int next = 0;
        for (int t = 0; t < tasks; t++)
        {
            double level = numbers[next++], slope = numbers[next++];
            for (int r = 0; r < rows; r++)
            {
                double hours = numbers[next++], age = numbers[next++], score = level + slope * hours + 0.1 * numbers[next++];
                string[] cells = [$"s{t}", Number(hours), Number(age), Number(score)];
                text.Append(turned ? $"7,{cells[3]},{cells[2]},{cells[1]},{cells[0]}\n" : string.Join(',', cells) + "\n");
            }
        }

        return text.ToString();
    }

    private static string Number(double x) => x.ToString("0.####", CultureInfo.InvariantCulture);
}
