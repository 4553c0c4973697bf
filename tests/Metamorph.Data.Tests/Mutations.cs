namespace Metamorph.Data.Tests;

/// <summary>Files damaged in every way: bytes changed, cut out, put in, exchanged, set to extremes, cut off at the end.</summary>
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
    /// <param name="most">The most bytes of memory that a file of a length may take.</param>
    /// <returns>How many were read all the same: some must be, or the mutations are too coarse to reach what lies deep.</returns>
    internal static int Read(int count, IReadOnlyList<byte[]> good, Action<byte[]> read, Func<int, long> most)
    {
        foreach (byte[] file in good) read(file);
        int results = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] file = Mutated(good[i % good.Count], new Random(i));
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
            Assert.True(taken <= most(file.Length), $"file {i} of {file.Length} bytes took {taken} bytes: {Convert.ToHexString(file)}");
        }

        return results;
    }

    private static byte[] Mutated(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            // Half of the changes are where headers are.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(80, bytes.Count + 1) : bytes.Count + 1), length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when length > 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when length > 0: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes.RemoveRange(random.Next(2) == 0 ? at : Math.Max(0, bytes.Count - length), Math.Min(length, bytes.Count - at)); break;
                default:
                    byte[] extreme = Extremes[random.Next(Extremes.Length)];
                    for (int i = 0; i < extreme.Length && at + i < bytes.Count; i++) bytes[at + i] = extreme[i];
                    break;
            }
        }

        return [.. bytes];
    }
}
