using System.Globalization;
using Metamorph.Data;

namespace Metamorph.Cli.Tests;

/// <summary>Folders of small pictures, one for each class: a bright bar of its own place and slant, with noise.</summary>
internal static class Pictures
{
    private const int Size = 16;

    internal static void Write(string folder, int classes, int each, int first = 0)
    {
        for (int c = first; c < first + classes; c++)
        {
            for (int i = 0; i < each; i++)
            {
                string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"c{c}"), string.Create(CultureInfo.InvariantCulture, $"{i}.png"));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, Png.Write(new Picture(Size, Size, 1, Drawn(c, new Key((ulong)c).Fold(i)))));
            }
        }
    }

    private static byte[] Drawn(int c, Key key)
    {
        float[] noise = key.Uniform(0, 40, [Size * Size]).ToArray<float>();
        return [.. noise.Select((n, p) => (byte)(n + (Math.Abs((p / Size + c % 5 * (p % Size) / 2 + 3 * c) % Size - 8) < 2 ? 200 : 0)))];
    }
}
