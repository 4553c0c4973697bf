#:project ../src/Metamorph.Data/Metamorph.Data.csproj
#:property PublishAot=false

// Writes the characters of README.md, which are made up: glyphs with a folder of PNG pictures for each of 80 characters to train on, new-glyphs with one
// picture of each of five more, and unknown-glyphs with ten further pictures of each of the five, named after what they are.
//
// A character is three strokes, each a curve (1-t)^2 a + 2 t (1-t) b + t^2 c through points that are uniform in the middle of 28 x 28 pixels; whoever writes it
// moves every point by N(0, 0.8^2) and all together by N(0, 1). Seed 2026.
//
// dotnet run samples/glyphs.cs -- samples

using System.Globalization;
using Metamorph.Data;
using Metamorph.Tensors;

const int Size = 28, Points = 9;
string folder = args is [var given] ? given : ".";
var key = new Key(2026);
for (int glyph = 0; glyph < 85; glyph++)
{
    float[] points = key.Fold(glyph).Fold(0).Uniform(5, 23, [2 * Points]).ToArray<float>();
    bool isNew = glyph >= 80;
    string name = string.Create(CultureInfo.InvariantCulture, $"{(isNew ? (char)('a' + glyph - 80) : 'g')}{(isNew ? "" : glyph.ToString("00", CultureInfo.InvariantCulture))}");
    for (int example = 0; example < (isNew ? 11 : 20); example++)
    {
        float[] moved = key.Fold(glyph).Fold(1 + example).Normal([2 * Points + 2]).ToArray<float>();
        float[] written = [.. points.Select((p, i) => p + 0.8f * moved[i] + moved[2 * Points + i % 2])];
        string file = !isNew ? Path.Combine(folder, "glyphs", name, $"{example:00}.png")
            : example == 0 ? Path.Combine(folder, "new-glyphs", name, "00.png")
            : Path.Combine(folder, "unknown-glyphs", $"{name}-{example:00}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Png.Write(new Picture(Size, Size, 1, Drawn(written))));
    }
}

// White ink on black: full within a pixel of a stroke, none from two on.
static byte[] Drawn(float[] points)
{
    byte[] pixels = new byte[Size * Size];
    for (int stroke = 0; stroke < Points; stroke += 3)
    {
        for (float t = 0; t <= 1; t += 0.02f)
        {
            float a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
            float x = a * points[2 * stroke] + b * points[2 * stroke + 2] + c * points[2 * stroke + 4];
            float y = a * points[2 * stroke + 1] + b * points[2 * stroke + 3] + c * points[2 * stroke + 5];
            for (int row = Math.Max(0, (int)y - 2); row <= Math.Min(Size - 1, (int)y + 2); row++)
                for (int column = Math.Max(0, (int)x - 2); column <= Math.Min(Size - 1, (int)x + 2); column++)
                {
                    byte ink = (byte)(255 * Math.Clamp(2 - MathF.Sqrt((row - y) * (row - y) + (column - x) * (column - x)), 0, 1));
                    pixels[row * Size + column] = Math.Max(pixels[row * Size + column], ink);
                }
        }
    }

    return pixels;
}
