namespace Metamorph.Data;

/// <summary>
/// Resampling by a sinc windowed with the middle lobe of a sinc three times as wide (Duchon 1979), first across, then down. Where it shrinks, the
/// filter is as much wider. Weights have 22 bits and what lies between the two directions is rounded to bytes: as Pillow has it, so that pictures
/// shrunk by either are the same.
/// </summary>
internal static class Lanczos
{
    private const int Lobes = 3;
    private const int Bits = 22;

    internal static Picture Resized(Picture picture, int width, int height)
    {
        // Down first only where a narrow, tall picture would grow too large between: then the other way is small, as both its ends are bounded.
        bool acrossFirst = (long)picture.Height * width <= Picture.MostPixels;
        return acrossFirst ? Down(Across(picture, width), height) : Across(Down(picture, height), width);
    }

    private static Picture Across(Picture p, int width) =>
        width == p.Width ? p : new(width, p.Height, p.Channels, Along(p.Pixels, p.Height, p.Width, p.Channels, width));

    private static Picture Down(Picture p, int height) =>
        height == p.Height ? p : new(p.Width, height, p.Channels, Along(p.Pixels, 1, p.Height, p.Width * p.Channels, height));

    /// <summary>[outer, length, inner] resampled to [outer, size, inner].</summary>
    private static byte[] Along(ReadOnlySpan<byte> from, int outer, int length, int inner, int size)
    {
        byte[] to = new byte[outer * size * inner];
        double scale = (double)length / size;
        double widened = Math.Max(scale, 1);
        int[] weights = new int[Math.Min(length, 2 * (long)Math.Ceiling(Lobes * widened) + 1)];
        for (int s = 0; s < size; s++)
        {
            double centre = (s + 0.5) * scale;
            int start = Math.Max(0, (int)(centre - Lobes * widened + 0.5));
            int count = Math.Min(length, (int)(centre + Lobes * widened + 0.5)) - start;
            double sum = 0;
            for (int k = 0; k < count; k++) sum += Weight((start + k - centre + 0.5) / widened);
            for (int k = 0; k < count; k++) weights[k] = (int)Math.Round(Weight((start + k - centre + 0.5) / widened) / sum * (1 << Bits), MidpointRounding.AwayFromZero);

            for (int o = 0; o < outer; o++)
            {
                var source = from[((o * length + start) * inner)..];
                var target = to.AsSpan((o * size + s) * inner, inner);
                for (int i = 0; i < target.Length; i++)
                {
                    int value = 1 << (Bits - 1);
                    for (int k = 0; k < count; k++) value += weights[k] * source[k * inner + i];
                    target[i] = (byte)Math.Clamp(value >> Bits, 0, 255);
                }
            }
        }

        return to;
    }

    private static double Weight(double x) => Math.Abs(x) < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
