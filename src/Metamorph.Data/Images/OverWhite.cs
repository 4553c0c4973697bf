namespace Metamorph.Data;

/// <summary>A value of a pixel laid over white, scaled to a byte and rounded.</summary>
internal static class OverWhite
{
    /// <param name="value">0 .. greatest.</param>
    /// <param name="opacity">0, transparent .. greatest.</param>
    /// <param name="greatest">The greatest value of the file, at most 65535.</param>
    internal static byte Of(int value, int opacity, int greatest)
    {
        if (greatest == 255 && opacity == 255) return (byte)value;

        // value opacity/greatest + greatest (1 - opacity/greatest), in whole numbers.
        long square = (long)greatest * greatest;
        long over = (long)value * opacity + (long)greatest * (greatest - opacity);
        return (byte)((over * 255 + square / 2) / square);
    }
}
