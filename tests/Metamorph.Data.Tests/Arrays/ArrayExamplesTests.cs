using System.IO.Compression;

namespace Metamorph.Data.Tests.Arrays;

/// <summary>Labelled examples in NPZ files.</summary>
public sealed class ArrayExamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_of_bytes_are_seen_as_0_to_1_and_classes_come_in_the_order_of_their_numbers()
    {
        byte[] pixels = [.. Enumerable.Range(0, 3 * 2 * 2 * 3).Select(i => (byte)i)];
        var examples = Read(("images", NpyBytes.Of("|u1", "(3, 2, 2, 3)", pixels)), ("labels", NpyBytes.Of("<i8", "(3,)", NpyBytes.Values(10L, -2, 10))));
        Assert.Equal(["-2", "10"], examples.Classes);
        Assert.Equal([1, 0, 1], examples.Labels);
        Assert.Null(examples.Parts);
        Assert.Equal([3, 2, 2], examples.Content.Form);
        Assert.Equal(pixels[12..24], Assert.IsType<ByteRows>(examples.Content).Bytes(1).ToArray());

        examples = Read(("x", NpyBytes.Of("|u1", "(3, 4, 1)", pixels[..12])), ("y", NpyBytes.Of("|u1", "(3,)", [1, 2, 3])));
        Assert.Equal([1, 4, 1], examples.Content.Form);
    }

    [Fact]
    public void Examples_without_labels_are_read_alone()
    {
        var x = ("x", NpyBytes.Of("<f4", "(2, 3)", NpyBytes.Values(1f, 2, 3, 4, 5, 6)));
        foreach (var arrays in (ValueTuple<string, byte[]>[][])[[x], [x, ("y", NpyBytes.Of("<f4", "(1,)", NpyBytes.Values(0f)))]])
        {
            folder.Write("b.npz", NpyBytes.Zip(CompressionLevel.Fastest, [.. arrays.Select(a => (a.Item1 + ".npy", a.Item2))]));
            Assert.Equal([1f, 2, 3, 4, 5, 6], ArrayExamples.ReadUnlabelled(folder["b.npz"]).Take([0, 1], 1, []).ToArray<float>());
        }

        folder.Write("c.npz", NpyBytes.Zip(CompressionLevel.Fastest, ("z.npy", x.Item2)));
        Refusal.Of<FormatException>(() => ArrayExamples.ReadUnlabelled(folder["c.npz"]), "there is no array x or X or images. Expected one. The file holds: z");
    }

    [Fact]
    public void Other_numbers_are_seen_as_they_are()
    {
        float[] numbers = [.. Enumerable.Range(0, 24).Select(i => i / 2f)];
        var labels = ("y", NpyBytes.Of("|u1", "(2,)", [0, 1]));
        var rows = Read(("X", NpyBytes.Of("<f4", "(2, 12)", NpyBytes.Values(numbers))), labels).Content;
        Assert.IsType<FloatRows>(rows);
        Assert.Equal([12], rows.Form);
        var taken = rows.Take([1, 0, 1, 1], 2, []);
        Assert.Equal(2, taken.Tasks);
        Assert.Equal([2, 12], taken.Shape);
        Assert.Equal([.. numbers[12..], .. numbers[..12], .. numbers[12..], .. numbers[12..]], taken.ToArray<float>());

        // The second channel of an image of 2 x 2 pixels: every third number.
        var images = Read(("x", NpyBytes.Of("<f8", "(2, 2, 2, 3)", NpyBytes.Values(Array.ConvertAll(numbers, n => (double)n)))), labels).Content;
        Assert.Equal([3, 2, 2], images.Form);
        Assert.Equal([6.5f, 8, 9.5f, 11], images.Take([1], 1, []).Slice(1, 1, 1).ToArray<float>());
        Assert.Equal([0f, 1f, 1f, 0f], Read(("x", NpyBytes.Of("|b1", "(2, 2)", [0, 1, 1, 0])), labels).Content.Take([0, 1], 1, []).ToArray<float>());
    }

    [Fact]
    public void Images_of_numbers_are_turned_as_images_of_bytes_are()
    {
        byte[] pixels = [.. Enumerable.Range(0, 54).Select(i => (byte)(4 * i))];
        var bytes = new ByteRows(pixels, [2, 3, 3]);
        var floats = new FloatRows([.. pixels.Select(p => p * (1f / 255))], [2, 3, 3]);
        Assert.Equal(bytes.Take([0, 1, 2, 2], 2, [1, 2, 3, 0]).ToArray<float>(), floats.Take([0, 1, 2, 2], 2, [1, 2, 3, 0]).ToArray<float>());

        // A quarter counter-clockwise: the right edge comes to the top.
        Assert.Equal([2f, 4, 1, 3], new FloatRows([1, 2, 3, 4], [1, 2, 2]).Take([0], 1, [1]).ToArray<float>());
        Assert.Throws<NotSupportedException>(() => new FloatRows([1, 2, 3, 4], [4]).Take([0], 1, [1]));
        Refusal.Of<ShapeException>(() => new FloatRows([1, 2, 3], [2]), "3 numbers are no whole number of examples of the form [2]");
    }

    [Fact]
    public void Arrays_that_do_not_belong_together_are_refused()
    {
        var labels = ("y", NpyBytes.Of("|u1", "(2,)", [0, 1]));
        var rows = ("x", NpyBytes.Of("<f4", "(2, 1)", NpyBytes.Values(1f, 2)));
        Refused([("a", labels.Item2), labels], "there is no array x or X or images", "The file holds: a, y");
        Refused([rows], "there is no array y or labels");
        Refused([rows, ("X", rows.Item2), labels], "there are arrays x and X", "Expected one of them");
        Refused([("x", NpyBytes.Of("<f4", "(1, 2)", NpyBytes.Values(1f, 2))), labels], "the examples 'x' are Single [1, 2] and the labels 'y' Byte [2]");
        Refused([rows, ("y", NpyBytes.Of("<f4", "(2,)", NpyBytes.Values(1f, 2)))], "the labels 'y' are Single [2]. Expected whole numbers");
        Refused([rows, ("y", NpyBytes.Of("<u8", "(2,)", NpyBytes.Values<ulong>(1, ulong.MaxValue)))], "a label in 'y' is greater than");
        Refused([("x", NpyBytes.Of("<f4", "(2, 1)", NpyBytes.Values(1f, float.NaN))), labels], "number 0 of example 1 is NaN");
        Refused([("x", NpyBytes.Of("|u1", "(2, 3, 5, 5)", new byte[150])), labels], "look as if channels came first", "transpose(0, 2, 3, 1)");
        Refused([("x", NpyBytes.Of("|u1", "(2,)", new byte[2])), labels], "the examples 'x' are Byte [2]. Expected [n, features]");
        Refused([("x", NpyBytes.Of("|u1", "(2, 0)", [])), labels], "Expected at least one");

        void Refused((string Name, byte[] Content)[] arrays, params string[] parts) => Refusal.Of<FormatException>(() => Read(arrays), [$"{folder["a.npz"]}: ", .. parts]);
    }

    private Examples Read(params (string Name, byte[] Content)[] arrays)
    {
        folder.Write("a.npz", NpyBytes.Zip(CompressionLevel.Fastest, [.. arrays.Select(a => (a.Name + ".npy", a.Content))]));
        Assert.True(ExampleFolder.Is(folder["a.npz"]));
        return ExampleFolder.Read(folder["a.npz"]);
    }
}
