using System.Globalization;
using System.IO.Compression;

namespace Metamorph.Data.Tests.Arrays;

/// <summary>NPY arrays of every kind that is read, and those that are refused.</summary>
public sealed class NpyTests
{
    [Fact]
    public void A_file_of_NumPy_is_read_byte_for_byte()
    {
        // numpy.save of numpy.array([[1, 2], [3, -4]], dtype='<i2').
        byte[] file = Convert.FromHexString(
            "934E554D505901007600" + Convert.ToHexString("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }"u8)
            + string.Concat(Enumerable.Repeat("20", 58)) + "0A" + "010002000300FCFF");
        var array = Npy.Of(file, "a.npy");
        Assert.Equal([2, 2], array.Shape);
        Assert.Equal([1, 2, 3, -4], (short[])array.Values);
        Assert.Equal("Int16 [2, 2]", array.Form);
        Assert.Equal(file, NpyBytes.Of("<i2", "(2, 2)", NpyBytes.Values<short>(1, 2, 3, -4)));
    }

    [Fact]
    public void Every_kind_of_number_is_read_in_either_order_of_bytes()
    {
        Check("u1", NpyBytes.Values<byte>(1, 2, 255), new byte[] { 1, 2, 255 });
        Check("i1", NpyBytes.Values<sbyte>(1, 2, -1), new sbyte[] { 1, 2, -1 });
        Check("u2", NpyBytes.Values<ushort>(1, 2, 65535), new ushort[] { 1, 2, 65535 });
        Check("i2", NpyBytes.Values<short>(1, 2, -300), new short[] { 1, 2, -300 });
        Check("u4", NpyBytes.Values<uint>(1, 2, uint.MaxValue), new uint[] { 1, 2, uint.MaxValue });
        Check("i4", NpyBytes.Values(1, 2, int.MinValue), new int[] { 1, 2, int.MinValue });
        Check("u8", NpyBytes.Values<ulong>(1, 2, ulong.MaxValue), new ulong[] { 1, 2, ulong.MaxValue });
        Check("i8", NpyBytes.Values<long>(1, 2, long.MinValue), new long[] { 1, 2, long.MinValue });
        Check("f2", NpyBytes.Values((Half)1, (Half)2, (Half)(-0.5)), new Half[] { (Half)1, (Half)2, (Half)(-0.5) });
        Check("f4", NpyBytes.Values<float>(1, 2, -0.1f), new float[] { 1, 2, -0.1f });
        Check("f8", NpyBytes.Values<double>(1, 2, -0.1), new double[] { 1, 2, -0.1 });
        Assert.Equal([true, false, true], (bool[])Npy.Of(NpyBytes.Of("|b1", "(3,)", [1, 0, 1]), "a.npy").Values);

        static void Check(string kind, byte[] values, Array expected)
        {
            int width = kind[1] - '0';
            byte[] reversed = [.. values.Chunk(width).SelectMany(v => v.Reverse())];
            foreach (var (descr, bytes) in new[] { ("<" + kind, values), (">" + kind, reversed) })
            {
                var array = Npy.Of(NpyBytes.Of(descr, "(3,)", bytes), "a.npy");
                Assert.Equal(expected.GetType(), array.Values.GetType());
                Assert.Equal(expected.Cast<object>(), array.Values.Cast<object>());
                Assert.Equal(expected.Cast<object>().Select(v => v is Half half ? (float)half : Convert.ToSingle(v, CultureInfo.InvariantCulture)), array.ToFloats());
            }
        }
    }

    [Fact]
    public void Numbers_are_made_floats_and_integers_of_their_own_kind()
    {
        Assert.Equal([255f, 128f], new NumericArray([2], new byte[] { 255, 128 }).ToFloats());
        Assert.Equal([-1f, -128f], new NumericArray([2], new sbyte[] { -1, -128 }).ToFloats());
        Assert.Equal([1f, 0f], new NumericArray([2], new[] { true, false }).ToFloats());
        Assert.Equal([0.5f, float.PositiveInfinity], new NumericArray([2], new[] { 0.5, 1e300 }).ToFloats());
        Assert.Equal([1.8446744e19f], new NumericArray([1], new[] { ulong.MaxValue }).ToFloats());
        Assert.Equal([4294967295, 1], new NumericArray([2], new[] { uint.MaxValue, 1u }).ToIntegers());
        Assert.Throws<OverflowException>(() => new NumericArray([1], new[] { ulong.MaxValue }).ToIntegers());
        Assert.Throws<InvalidOperationException>(() => new NumericArray([1], new[] { 1.0 }).ToIntegers());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shapes_orders_and_versions(int version)
    {
        // Of shape (2, 3, 4), the value at (i, j, k) is 100 i + 10 j + k.
        int[] values = [.. Enumerable.Range(0, 24).Select(n => 100 * (n / 12) + 10 * (n / 4 % 3) + n % 4)];
        int[] fortran = [.. Enumerable.Range(0, 24).Select(n => 100 * (n % 2) + 10 * (n / 2 % 3) + n / 6)];
        Assert.Equal(values, (int[])Npy.Of(NpyBytes.Of("<i4", "(2, 3, 4)", NpyBytes.Values(values), version: version), "a.npy").Values);
        Assert.Equal(values, (int[])Npy.Of(NpyBytes.Of("<i4", "(2, 3, 4)", NpyBytes.Values(fortran), fortran: true, version), "a.npy").Values);
        Assert.Equal([], Npy.Of(NpyBytes.Of("<f8", "()", NpyBytes.Values(0.5), version: version), "a.npy").Shape);
        Assert.Equal([3, 0, 2], Npy.Of(NpyBytes.Of("<f8", "(3, 0, 2)", [], fortran: true, version), "a.npy").Shape);

        // In another order, with other quotes and spaces, and as Python 2 wrote long numbers.
        Assert.Equal([2, 1], Npy.Of(NpyBytes.WithHeader("{ \"shape\" : ( 2L , 1L ) ,'fortran_order':False,\"descr\":'|u1'}", [1, 2], version), "a.npy").Shape);
    }

    [Fact]
    public void What_is_no_array_of_numbers_is_refused()
    {
        byte[] whole = NpyBytes.Of("<i2", "(2,)", [1, 0, 2, 0]);
        Refused(whole.AsSpan()[..^1], "the header says [2] of 2 bytes each, and there are 3 bytes");
        Refused([.. whole, 0], "there are 5 bytes");
        Refused(whole.AsSpan()[..100], "the header is said to have 118 bytes and there are 90");
        Refused(whole.AsSpan()[..9], "the file ends after 9 bytes");
        Refused("no array"u8, "a.npy: no NPY file: it begins with 6E6F206172726179");
        Refused([], "no NPY file");
        byte[] later = [.. whole];
        later[6] = 4;
        Refused(later, "NPY version 4.0");
        Refused(NpyBytes.Of("|O", "(2,)", []), "the values are of the kind '|O'", "Expected b1, i1, i2");
        Refused(NpyBytes.Of("<c8", "(1,)", new byte[8]), "of the kind '<c8'");
        Refused(NpyBytes.Of("<U5", "(1,)", new byte[20]), "of the kind '<U5'");
        Refused(NpyBytes.Of("|i2", "(1,)", new byte[2]), "of the kind '|i2'");
        Refused(NpyBytes.WithHeader("{'descr': [('a', '<i2')], 'fortran_order': False, 'shape': (1,), }", [0, 0]), "Expected a text at character 10");
        Refused(NpyBytes.WithHeader("{'descr': '<i2', 'shape': (1,), }", [0, 0]), "Expected descr, fortran_order and shape in it");
        Refused(NpyBytes.WithHeader("{'descr': '<i2', 'fortran_order': False, 'shape': (1,), 'more': 1}", [0, 0]), "the header has 'more'");
        Refused(NpyBytes.WithHeader("{'descr': '<i2', 'descr': '<i4'}", [0, 0]), "the header has 'descr' twice");
        Refused(NpyBytes.Of("<i2", "(-1,)", [0, 0]), "Expected a whole number from 0 to 2147483647 at character");
        Refused(NpyBytes.Of("<i2", "(2147483648,)", [0, 0]), "Expected a whole number from 0 to 2147483647");
        Refused(NpyBytes.Of("<i2", "(2147483647, 2147483647, 2147483647)", [0, 0]), "there are 2 bytes");
        Refused(NpyBytes.Of("<i2", $"({string.Concat(Enumerable.Repeat("1, ", 65))})", [0, 0], version: 2), "Expected at most 64 numbers");

        static void Refused(ReadOnlySpan<byte> file, params string[] parts)
        {
            byte[] content = file.ToArray();
            Refusal.Of<FormatException>(() => Npy.Of(content, "a.npy"), ["a.npy: ", .. parts]);
        }
    }

    [Fact]
    public void Named_arrays_come_out_of_zip_files_stored_or_deflated_plain_or_gzip()
    {
        using var folder = new TemporaryFolder();
        var files = new[] { ("x.npy", NpyBytes.Of("<i2", "(2,)", [1, 0, 2, 0])), ("inner/y.npy", NpyBytes.Of("<f4", "()", NpyBytes.Values(0.5f))), ("notes.txt", [65]) };
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal })
        {
            folder.Write("a.npz", NpyBytes.Zip(level, files));
            var arrays = Npz.Read(folder["a.npz"]);
            Assert.Equal(["inner/y", "x"], arrays.Keys.Order(StringComparer.Ordinal));
            Assert.Equal([1, 2], (short[])arrays["x"].Values);
            Assert.Equal([0.5f], (float[])arrays["inner/y"].Values);
            Assert.Equal(["x"], Npz.Read(folder["a.npz"], name => name == "x").Keys);
        }

        using (var compressed = new MemoryStream())
        {
            using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(files[0].Item2);
            folder.Write("x.npy.gz", compressed.ToArray());
            Assert.Equal([1, 2], (short[])Npy.Read(folder["x.npy.gz"]).Values);
            folder.Write("x.npy.gz", compressed.ToArray().AsSpan()[..^4]);
            Refusal.Of<FormatException>(() => Npy.Read(folder["x.npy.gz"]), "x.npy.gz: the compressed data are damaged");
        }

        // 64 MB of zeros behind an array of two numbers.
        using (var compressed = new MemoryStream())
        {
            using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write([.. files[0].Item2, .. new byte[64_000_000]]);
            folder.Write("x.npy.gz", compressed.ToArray());
            long before = GC.GetAllocatedBytesForCurrentThread();
            Refusal.Of<FormatException>(() => Npy.Read(folder["x.npy.gz"]), "x.npy.gz: the compressed data are damaged: More than 132 bytes come out");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }

        Refusal.Of<FormatException>(() => Npz.Of(NpyBytes.Zip(CompressionLevel.Fastest, files[0], files[0]), "a.npz"), "a.npz: there are two files 'x.npy' in it");
        Refusal.Of<FormatException>(() => Npz.Of(NpyBytes.Zip(CompressionLevel.Fastest, ("x.npy", [1, 2, 3])), "a.npz"), "a.npz: x.npy: no NPY file");
        Refusal.Of<FormatException>(() => Npz.Of([1, 2, 3], "a.npz"), "a.npz: the zip file is damaged");
        Refusal.Of<FormatException>(() => Npz.Of([], "a.npz"), "a.npz: the zip file is damaged");
    }

    [Fact]
    public void A_small_file_that_unpacks_to_more_than_it_says_takes_no_more_memory_than_it_says()
    {
        // 64 MB of zeros, said to be 100 bytes wherever their length is written.
        byte[] zip = NpyBytes.Zip(CompressionLevel.Optimal, ("x.npy", new byte[64_000_000]));
        byte[] length = BitConverter.GetBytes(64_000_000);
        for (int at = zip.AsSpan().IndexOf(length); at >= 0; at = zip.AsSpan().IndexOf(length)) zip[at + 3] = zip[at + 2] = zip[at + 1] = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => Npz.Of(zip, "a.npz"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Whatever_is_in_an_NPY_file_gives_an_array_or_says_what_is_wrong()
    {
        byte[][] good =
        [
            NpyBytes.Of("<i2", "(2, 3)", new byte[12]),
            NpyBytes.Of(">f8", "(3, 1, 2)", new byte[48], fortran: true, version: 2),
            NpyBytes.Of("|b1", "(5,)", new byte[5], version: 3),
            NpyBytes.Of("<u4", "(0, 7)", []),
        ];

        // Values, once more in the other order of axes, the text of the header, and an exception with its stack trace and a message.
        int read = Mutations.Read(12_000, good, file => Npy.Of(file, "a.npy"), changed => 65_536 + 10L * changed.Length);
        Assert.InRange(read, 500, 11_500);
    }

    [Fact]
    public void Whatever_is_in_an_NPZ_file_gives_arrays_or_says_what_is_wrong()
    {
        var x = ("x.npy", NpyBytes.Of("<i2", "(2, 3)", new byte[12]));
        byte[][] good =
        [
            NpyBytes.Zip(CompressionLevel.NoCompression, x, ("y.npy", NpyBytes.Of("|u1", "(3,)", [1, 2, 3]))),
            NpyBytes.Zip(CompressionLevel.Optimal, x, ("z.npy", NpyBytes.Of("<f4", "(500,)", new byte[2000]))),
        ];

        // A byte deflated gives at most 1032, which are read in growing blocks and then made an array; what a zip file takes to be opened is some 100 KB.
        int read = Mutations.Read(10_000, good, file => Npz.Of(file, "a.npz"), changed => 262_144 + 4L * 1032 * changed.Length);
        Assert.InRange(read, 100, 9_900);
    }
}
