using System.Buffers.Binary;

namespace Metamorph.Data;

/// <summary>What a BMP file says of its picture.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="TopDown">Whether the first row of the file is the upper one.</param>
/// <param name="Depth">Bits of a pixel: 1, 4, 8, 16, 24 or 32.</param>
/// <param name="Runs">Whether pixels come as runs of one colour.</param>
/// <param name="Masks">Of 16 and 32 bits: where red, green, blue and opacity are; 0: nowhere.</param>
/// <param name="Colours">The palette; null: pixels are colours themselves.</param>
/// <param name="PixelsAt">The byte that the pixels begin at.</param>
internal sealed record BmpHeader(int Width, int Height, bool TopDown, int Depth, bool Runs, uint[] Masks, Palette? Colours, int PixelsAt)
{
    private const int FileHeader = 14;
    private const int Core = 12;
    private const int Info = 40;
    private const int Os2 = 64;
    private const int Plain = 0;
    private const int Runs8 = 1;
    private const int Runs4 = 2;
    private const int Fields = 3;
    private const int FieldsAndOpacity = 6;

    /// <summary>The bytes of a row, which are a multiple of four.</summary>
    internal long RowSize => ((long)Width * Depth + 31) / 32 * 4;

    /// <exception cref="FormatException">The header is damaged, or says what is not read.</exception>
    internal static BmpHeader Of(ReadOnlySpan<byte> file, string name)
    {
        int size = file.Length < FileHeader + 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(file[FileHeader..]);
        if (size is not (Core or Info or 52 or 56 or Os2 or 108 or 124) || file.Length < FileHeader + size)
            throw Damage.Of(name, $"the header of the BMP file has {size} bytes, and there are {file.Length} in all. Expected a header of 12, 40, 52, 56, 64, 108 or 124 within the file.");
        var header = file.Slice(FileHeader, size);
        bool core = size == Core;
        long rows = core ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        var (width, height) = PictureSize.Checked(core ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) : BinaryPrimitives.ReadInt32LittleEndian(header[4..]), Math.Abs(rows), name);
        int depth = BinaryPrimitives.ReadUInt16LittleEndian(header[(core ? 10 : 14)..]);
        int compression = core ? Plain : BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        bool known = (compression, depth) is (Plain, 1 or 4 or 8 or 16 or 24 or 32) or (Runs8, 8) or (Runs4, 4) || (compression is Fields or FieldsAndOpacity && depth is 16 or 32 && size != Os2);
        if (!known) throw new FormatException($"{name}: the BMP file has {depth} bits a pixel with compression {compression}. Expected 1, 4, 8, 16, 24 or 32 without compression (0), 8 or 4 in runs (1 or 2), or 16 or 32 in fields (3 or 6). Save it as plain BMP or PNG with another program.");
        bool runs = compression is Runs8 or Runs4;
        if (runs && rows < 0) throw Damage.Of(name, "the BMP file has runs of pixels from the top down. Expected them from the bottom up.");

        // The masks of the oldest header that has them stand behind it, later ones have them within, at the same place.
        bool fields = compression is Fields or FieldsAndOpacity;
        int masks = !fields ? 0 : compression == FieldsAndOpacity || size >= 56 ? 4 : 3;
        int end = FileHeader + Math.Max(size, fields ? Info + 4 * masks : 0);
        long pixels = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (pixels < end || pixels > file.Length) throw Damage.Of(name, $"the pixels of the BMP file begin at byte {pixels}. Expected {end} .. {file.Length}.");
        uint colours = core || depth > 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);
        return new(
            width,
            height,
            rows < 0,
            depth,
            runs,
            fields ? MasksOf(file.Slice(FileHeader + Info, 4 * masks), name) : depth == 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0],
            depth > 8 ? null : PaletteOf(file, end, core ? 3 : 4, colours == 0 ? 1u << depth : colours, pixels, name),
            (int)pixels);
    }

    private static Palette PaletteOf(ReadOnlySpan<byte> file, int at, int entry, uint says, long most, string name)
    {
        // Where the pixels begin, the palette ends at the latest.
        int count = (int)Math.Min(says, (most - at) / entry);
        if (says > 256 || count == 0) throw Damage.Of(name, $"the palette of the BMP file should have {says} colours, and there is room for {(most - at) / entry} between header and pixels. Expected 1 .. 256.");
        byte[] colours = new byte[3 * count];

        // Blue, green, red, and a byte to spare in newer files.
        for (int i = 0; i < colours.Length; i++) colours[i] = file[at + i / 3 * entry + 2 - i % 3];
        return new(colours);
    }

    private static uint[] MasksOf(ReadOnlySpan<byte> bytes, string name)
    {
        uint[] masks = new uint[4];
        for (int i = 0; i < bytes.Length / 4; i++)
        {
            uint mask = masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
            uint low = mask == 0 ? 0 : mask >> System.Numerics.BitOperations.TrailingZeroCount(mask);
            if ((low & (low + 1)) != 0 || low > ushort.MaxValue) throw Damage.Of(name, $"a field of the BMP file is {mask:x8}. Expected at most 16 bits, side by side.");
        }

        return masks;
    }
}
