namespace Metamorph.Tensors;

/// <summary>A small convolution on which the laws are checked.</summary>
internal sealed record ConvolutionCase(Shape X, Shape W, Extent Stride, Extent Padding, Extent Dilation, int Groups = 1)
{
    internal Windows Windows => Windows.Of("Conv2d", (W[2], W[3]), Stride, Padding, Dilation, Groups);

    /// <summary>The shape of the result.</summary>
    internal Shape Y => [X[0], W[0], Windows.Rows.Places(X[2]), Windows.Columns.Places(X[3])];

    /// <summary>Examples of a map of two of the three tensors of a convolution: with tasks on either side, on both and on none, and in all layouts.</summary>
    /// <param name="key">Where the numbers come from.</param>
    /// <param name="shapes">Which two.</param>
    /// <param name="map">The map.</param>
    /// <param name="entry">One entry of its result.</param>
    internal static IEnumerable<Example> Examples(
        Key key, Func<ConvolutionCase, (Shape A, Shape B)> shapes, Func<ConvolutionCase, Tensor, Tensor, Tensor> map, Func<ConvolutionCase, Entries, Entries, int[], double> entry)
    {
        int draws = 0;
        var one = new ConvolutionCase([2, 2, 4, 3], [3, 2, 3, 2], 1, 1, 1);
        ConvolutionCase[] cases =
        [
            one,
            new([1, 1, 1, 1], [1, 1, 1, 1], 1, 0, 1),
            new([0, 2, 3, 3], [1, 2, 2, 2], 1, 0, 1),
            new([2, 1, 4, 5], [2, 1, 3, 3], 2, 1, 1),
            new([1, 4, 5, 4], [2, 2, 2, 2], (3, 1), (1, 2), (1, 2), 2),
        ];
        foreach (var (left, right) in new (int?, int?)[] { (null, null), (2, null), (null, 2), (2, 2) })
            foreach (var c in cases) yield return Case(c, Draw(shapes(c).A, left), Draw(shapes(c).B, right));

        var (a, b) = shapes(one);
        yield return Case(one, Draw(Turned(a), 2).Transpose(), Draw(Turned(b), null).Transpose());
        yield return Case(one, Sliced(a, null), Sliced(b, 2));
        yield return Case(one, Draw(a.With(0, 1), null).StretchTo(a, 2), Draw(b.With(1, 1), 2).StretchTo(b, 2));

        static Shape Turned(Shape shape) => [shape[0], shape[1], shape[3], shape[2]];

        Tensor Sliced(Shape shape, int? tasks) => Draw(shape.With(3, shape[3] + 2), tasks).Slice(3, 1, shape[3]);

        Tensor Draw(Shape shape, int? tasks) => Example.Draw(key.Fold(draws++), shape, tasks);

        Example Case(ConvolutionCase c, Tensor left, Tensor right) => new(x => map(c, x[0], x[1]), [left, right], (x, i) => entry(c, x[0], x[1], i));
    }

    /// <summary>All products that are added up: of pixel (Down, Right) of a channel of image N, of the weight (O, C, U, V) and of place (P, Q) of output O.</summary>
    internal IEnumerable<(int N, int O, int P, int Q, int C, int Channel, int U, int V, int Down, int Right)> Terms() =>
        from n in Enumerable.Range(0, X[0])
        from o in Enumerable.Range(0, W[0])
        from p in Enumerable.Range(0, Y[2])
        from q in Enumerable.Range(0, Y[3])
        from c in Enumerable.Range(0, W[1])
        from u in Enumerable.Range(0, W[2])
        from v in Enumerable.Range(0, W[3])
        let down = p * Stride.Height + u * Dilation.Height - Padding.Height
        let right = q * Stride.Width + v * Dilation.Width - Padding.Width
        where down >= 0 && down < X[2] && right >= 0 && right < X[3]
        select (n, o, p, q, c, o / (W[0] / Groups) * W[1] + c, u, v, down, right);
}
