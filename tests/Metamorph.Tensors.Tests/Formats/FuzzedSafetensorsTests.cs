using System.Text;
using Metamorph.Tensors.Formats;

namespace Metamorph.Tensors.Tests.Formats;

/// <summary>Whatever is in a file, reading it gives tensors or says what is wrong, and takes memory in proportion to the file.</summary>
public sealed class FuzzedSafetensorsTests
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\u0000", "null", "-1", "0", "1e9", "9223372036854775807", "2147483647", "F64", "I64", "BOOL", "F16", "shape", "dtype", "__metadata__", "metamorph.weak", "[\\\"a\\\"]", "data_offsets"];

    // Fixed seeds, so that a failure is found again.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_mutated_file_is_read_or_refused(int seed)
    {
        byte[] file = SafetensorsBytes.Written(new(
            [("a", Tensor.Of([1f, 2, 3, 4, 5, 6], [2, 3])), ("b", Tensor.Of([1d, 2], [], tasks: 2)), ("c", Tensor.Of(1, 2, 3)), ("d", 0.5), ("e", Tensor.Zeros([0, 4]))],
            new Dictionary<string, string> { ["kind"] = "test", ["note"] = "ü\U0001F600" }));
        // Once before, so that what the runtime allocates for itself on the first calls is not counted.
        Assert.Null(Outcome(file[..^1]));
        Assert.NotNull(Outcome(file));
        var random = new Random(seed);
        int refused = 0, read = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] mutant = file;
            for (int changes = random.Next(1, 4); changes > 0; changes--) mutant = Mutate(random, mutant);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var content = Outcome(mutant);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            // 64 KiB: an exception with its stack trace.
            Assert.True(allocated < 65_536 + 8L * mutant.Length, $"seed {seed}, round {round}: {allocated} bytes for a file of {mutant.Length}");
            if (content is null) refused++;
            else read++;
            if (content is not null) AssertUsable(content);
        }

        // Both happen, so the mutations are neither too wild nor too tame.
        Assert.True(refused > 1000 && read > 50, $"{refused} refused, {read} read");
    }

    /// <summary>What was read, or null where it was refused; any exception but the one for damaged files is a failure of the test.</summary>
    private static Safetensors? Outcome(byte[] file)
    {
        try
        {
            return SafetensorsBytes.Read(file);
        }
        catch (SafetensorsException e)
        {
            Assert.InRange(e.Offset, 0, file.Length);
            return null;
        }
    }

    private static void AssertUsable(Safetensors content)
    {
        foreach (var (name, _) in content.Tensors) Assert.NotEmpty(content[name].ToString());
        Assert.NotEmpty(SafetensorsBytes.Written(content));
    }

    private static byte[] Mutate(Random random, byte[] file)
    {
        if (file.Length < 8) return [.. file, 0];
        int at = random.Next(file.Length), other = random.Next(file.Length);
        byte[] mutant = [.. file];
        switch (random.Next(9))
        {
            case 0:
                mutant[at] ^= (byte)(1 << random.Next(8));
                return mutant;
            case 1:
                mutant[at] = (byte)random.Next(256);
                return mutant;
            case 2:
                // A digit of the header, where there is one.
                int digit = Array.FindIndex(mutant, Math.Min(at, 300), b => b is >= (byte)'0' and <= (byte)'9');
                if (digit >= 0) mutant[digit] = (byte)('0' + random.Next(10));
                return mutant;
            case 3:
                // One byte of the length.
                mutant[random.Next(8)] = (byte)random.Next(256);
                return mutant;
            case 4:
                return mutant[..at];
            case 5:
                return [.. mutant[..at], .. new byte[random.Next(20)], .. mutant[at..]];
            case 6:
                return [.. mutant[..Math.Min(at, other)], .. mutant[Math.Max(at, other)..]];
            case 7:
                // A piece of JSON in place of as many bytes, so that the header keeps its length.
                byte[] piece = Encoding.ASCII.GetBytes(Pieces[random.Next(Pieces.Length)]);
                piece.AsSpan(0, Math.Min(piece.Length, mutant.Length - at)).CopyTo(mutant.AsSpan(at));
                return mutant;
            default:
                // A stretch copied over another.
                int length = Math.Min(random.Next(40), mutant.Length - Math.Max(at, other));
                file.AsSpan(at, length).CopyTo(mutant.AsSpan(other));
                return mutant;
        }
    }
}
