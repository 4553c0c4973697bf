using System.Globalization;

namespace Metamorph.Data;

/// <summary>Labelled examples in an NPZ file: an array of examples and one of labels.</summary>
public static class ArrayExamples
{
    private static readonly string[] Inputs = ["x", "X", "images"];
    private static readonly string[] Labels = ["y", "labels"];

    /// <summary>Whether a file is one, by its name.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Whether it ends in .npz or .npz.gz.</returns>
    public static bool Is(string path) => path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".npz.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a file with the examples as <c>x</c>, <c>X</c> or <c>images</c> and the class of each as <c>y</c> or <c>labels</c>, whole numbers [n]. Examples are
    /// [n, height, width] or [n, height, width, channels], or [n, features]. A model sees images of bytes as 0 .. 1, and all other numbers as they are.
    /// </summary>
    /// <param name="path">The file, as numpy.savez and numpy.savez_compressed write it.</param>
    /// <returns>Images [channels, height, width], or rows [features]. Classes are named by their numbers and come in their order; nothing says of which part they are.</returns>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, arrays are missing, or they do not belong together.</exception>
    public static Examples Read(string path)
    {
        byte[] content = ArrayFile.Read(path);
        string input = Found(content, path, Inputs), label = Found(content, path, Labels);
        var arrays = Npz.Of(content, path, name => name == input || name == label);
        var (x, y) = (arrays[input], arrays[label]);
        if (y.Shape.Count != 1 || !y.AreIntegers)
            throw new FormatException($"{path}: the labels '{label}' are {y.Form}. Expected whole numbers [n], one for each example.");
        if (x.Shape.Count == 0 || x.Shape[0] != y.Shape[0]) throw new FormatException($"{path}: the examples '{input}' are {x.Form} and the labels '{label}' {y.Form}. Expected as many labels as examples.");
        var rows = Rows(path, input, x);
        long[] labels = Integers(path, label, y), classes = [.. labels.Distinct().Order()];
        var place = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        return new(path, rows, [.. labels.Select(l => place[l])], [.. classes.Select(c => c.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Reads the examples alone, whether or not there are labels beside them.</summary>
    /// <param name="path">The file, as for <see cref="Read"/>.</param>
    /// <returns>Images [channels, height, width], or rows [features].</returns>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, or has no examples.</exception>
    public static ExampleRows ReadUnlabelled(string path)
    {
        byte[] content = ArrayFile.Read(path);
        string input = Found(content, path, Inputs);
        return Rows(path, input, Npz.Of(content, path, name => name == input)[input]);
    }

    private static string Found(byte[] content, string path, string[] expected)
    {
        var names = Npz.Names(content, path);
        return expected.Where(names.Contains).ToArray() switch
        {
            [var one] => one,
            [] => throw new FormatException($"{path}: there is no array {string.Join(" or ", expected)}. Expected one. The file holds: {Quoted.List([.. names])}."),
            var several => throw new FormatException($"{path}: there are arrays {string.Join(" and ", several)}. Expected one of them. Leave the others out."),
        };
    }

    private static long[] Integers(string path, string name, NumericArray y)
    {
        try
        {
            return y.ToIntegers();
        }
        catch (OverflowException e)
        {
            throw new FormatException($"{path}: a label in '{name}' is greater than {long.MaxValue}. Expected smaller ones: number the classes from 0.", e);
        }
    }

    private static ExampleRows Rows(string path, string name, NumericArray x)
    {
        Shape form = x.Shape switch
        {
            [_, var features] => [features],
            [_, var height, var width] => [1, height, width],
            [_, <= 4, _, > 4] => throw new FormatException($"{path}: the examples '{name}' are {x.Form}, which look as if channels came first. Expected [n, height, width, channels]. Move them by transpose(0, 2, 3, 1)."),
            [_, var height, var width, var channels] => [channels, height, width],
            _ => throw new FormatException($"{path}: the examples '{name}' are {x.Form}. Expected [n, features], [n, height, width] or [n, height, width, channels]. Reshape them."),
        };
        if (x.Values.Length == 0) throw new FormatException($"{path}: the examples '{name}' are {x.Form}. Expected at least one, with at least one number.");
        if (form.Rank == 3 && x.Values.GetType() == typeof(byte[])) return new ByteRows((byte[])x.Values, form);
        float[] values = x.ToFloats();
        int wrong = Array.FindIndex(values, v => !float.IsFinite(v));
        return wrong < 0 ? new FloatRows(values, form)
            : throw new FormatException($"{path}: number {wrong % form.Size} of example {wrong / form.Size} is {values[wrong]}. Expected finite numbers of 32 bits. Leave the example out, or rescale.");
    }
}
