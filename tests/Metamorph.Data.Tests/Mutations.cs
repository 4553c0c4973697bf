namespace Metamorph.Data.Tests;

/// <summary>Files damaged in every way: bytes changed, cut out, put in, exchanged, set to extremes, cut off at the end, joined.</summary>
internal static class Mutations
{
    // Numbers that lengths and counts go wrong at.
    private static readonly byte[][] Extremes = [[0, 0, 0, 0], [255, 255, 255, 255], [0, 0, 0, 128], [255, 255, 255, 127], [1, 0, 0, 0], [0, 0, 1, 0], [0xFE, 0xFF], [0, 0], [255], [128], [1]];

    /// <summary>
    /// Reads files made from good ones by 1 to 4 changes each. Anything but a result or a <see cref="FormatException"/> is a failure that shows the file, and so is
    /// memory beyond what the file accounts for.
    /// </summary>
    /// <param name="count">How many files.</param>
    /// <param name="good">Files that can be read.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="most">The most bytes of memory that a file may take.</param>
    /// <param name="mended">What else is done to a changed file, to get past its checksums.</param>
    /// <returns>How many were read all the same: some must be, or the mutations are too coarse to reach what lies deep.</returns>
    internal static int Read(int count, IReadOnlyList<byte[]> good, Action<byte[]> read, Func<byte[], long> most, Func<byte[], Random, byte[]>? mended = null)
    {
        foreach (byte[] file in good) read(file);
        int results = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new Random(i);
            byte[] file = Mutated(good, good[i % good.Count], random);
            if (mended is not null) file = mended(file, random);
            long allowed = most(file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file);
                results++;
            }
            catch (FormatException e)
            {
                Assert.Contains("Expected", e.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"file {i}, {Convert.ToHexString(file)}", e);
            }

            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken <= allowed, $"file {i} of {file.Length} bytes took {taken} bytes, and {allowed} are allowed: {Convert.ToHexString(file)}");
        }

        return results;
    }

    private static byte[] Mutated(IReadOnlyList<byte[]> good, byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            // Half of the changes are where headers are.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(80, bytes.Count + 1) : bytes.Count + 1), length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0 when length > 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when length > 0: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes.RemoveRange(random.Next(2) == 0 ? at : Math.Max(0, bytes.Count - length), Math.Min(length, bytes.Count - at)); break;
                case 5:
                    byte[] other = good[random.Next(good.Count)];
                    bytes = [.. bytes[..at], .. other[random.Next(other.Length)..]];
                    break;
                default:
                    byte[] extreme = Extremes[random.Next(Extremes.Length)];
                    for (int i = 0; i < extreme.Length && at + i < bytes.Count; i++) bytes[at + i] = extreme[i];
                    break;
            }
        }

        return [.. bytes];
    }
}
