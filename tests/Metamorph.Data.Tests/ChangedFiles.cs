namespace Metamorph.Data.Tests;

/// <summary>Files changed at random: what comes of them is read, or refused in the way that is documented, and in nothing more than the memory that their headers allow.</summary>
internal static class ChangedFiles
{
    private const int Count = 10_000;

    // Of a message, an exception and the buffers that a decompressor has at any size.
    private const int Constant = 128 * 1024;

    /// <summary>Reads ten thousand changed files.</summary>
    /// <param name="files">Whole ones.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="allowed">How many bytes may be asked for to read one.</param>
    /// <param name="mended">What else is done to a changed file.</param>
    internal static void Read(IReadOnlyList<byte[]> files, Action<byte[]> read, Func<byte[], long> allowed, Func<Random, byte[], byte[]>? mended = null)
    {
        foreach (byte[] file in files) read(file);
        var random = new Random(5);
        int whole = 0;
        for (int i = 0; i < Count; i++)
        {
            byte[] changed = Changed(random, files);
            if (mended is not null) changed = mended(random, changed);
            long bound = allowed(changed) + Constant;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(changed);
                whole++;
            }
            catch (FormatException e)
            {
                Assert.StartsWith("a.file: ", e.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {i}, {Convert.ToHexString(changed)}: {e}");
            }

            long took = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(took <= bound, $"mutation {i}, {Convert.ToHexString(changed)}: {took} bytes, and {bound} are allowed");
        }

        // Both ends are reached: pixels that changed, and files that are refused.
        Assert.InRange(whole, Count / 100, Count * 99 / 100);
    }

    private static byte[] Changed(Random random, IReadOnlyList<byte[]> files)
    {
        List<byte> file = [.. files[random.Next(files.Count)]];
        for (int changes = random.Next(1, 4); changes > 0 && file.Count > 0; changes--)
        {
            // The first bytes hold the header, and are as often changed as all others.
            int at = random.Next(2) == 0 ? random.Next(Math.Min(64, file.Count)) : random.Next(file.Count);
            int length = Math.Min(random.Next(1, 9), file.Count - at);
            switch (random.Next(8))
            {
                case 0 or 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file[at] = new byte[] { 0, 1, 0x20, 0x7f, 0x80, 0xff, (byte)random.Next(256) }[random.Next(7)];
                    break;
                case 3:
                    file.RemoveRange(at, random.Next(4) == 0 ? file.Count - at : length);
                    break;
                case 4:
                    file.InsertRange(at, file.GetRange(at, length));
                    break;
                case 5:
                    // A length: large, negative, or a little off.
                    byte[] number = BitConverter.GetBytes(new[] { int.MaxValue, int.MinValue, -1, 0, random.Next(), random.Next(1 << 16) }[random.Next(6)]);
                    if (random.Next(2) == 0) Array.Reverse(number);
                    for (int i = 0; i < 4 && at + i < file.Count; i++) file[at + i] = number[i];
                    break;
                case 6:
                    byte[] other = files[random.Next(files.Count)];
                    file = [.. file.Take(at), .. other.Skip(random.Next(other.Length))];
                    break;
                default:
                    for (int i = 0; i < length; i++) file[at + i] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. file];
    }
}
