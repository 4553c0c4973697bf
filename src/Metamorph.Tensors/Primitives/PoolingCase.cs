namespace Metamorph.Tensors;

/// <summary>A small case of pooling on which the laws are checked: images of a height and width, or numbers for the places of a window on them.</summary>
internal sealed record PoolingCase(Tensor X, Windows Windows, int Height, int Width)
{
    /// <summary>Cases with tasks and without, of all layouts.</summary>
    /// <param name="key">Where the numbers come from.</param>
    /// <param name="places">Numbers for the places, not images.</param>
    internal static IEnumerable<PoolingCase> Examples(Key key, bool places = false)
    {
        int draws = 0;
        (Shape Image, Windows Windows)[] cases =
        [
            ([2, 3, 4, 5], Of(2, 2, 0)),
            ([1, 1, 1, 1], Of(1, 1, 0)),
            ([0, 2, 3, 3], Of(2, 1, 0)),
            ([1, 2, 5, 4], Of(3, 2, 1)),
            ([2, 9, 4, 3], Of((2, 3), (3, 1), (0, 1))),
        ];
        foreach (int? tasks in new int?[] { null, 2 })
            foreach (var (image, windows) in cases) yield return Case(image, windows, s => Draw(s, tasks));
        var (first, twice) = cases[0];
        yield return Case(first, twice, s => Draw([s[0], s[1], s[3], s[2]], 2).Transpose());
        yield return Case(first, twice, s => Draw(s.With(3, s[3] + 2), null).Slice(3, 1, s[3]));
        yield return Case(first, twice, s => Draw(s.With(0, 1), 2).StretchTo(s, 2));

        static Windows Of(Extent size, Extent stride, Extent padding) => Windows.Of("Pool", size, stride, padding, 1);

        Tensor Draw(Shape shape, int? tasks) => Example.Draw(key.Fold(draws++), shape, tasks);

        PoolingCase Case(Shape image, Windows windows, Func<Shape, Tensor> draw) => new(
            draw(places ? [image[0], image[1], windows.Rows.Places(image[2]), windows.Columns.Places(image[3])] : image), windows, image[2], image[3]);
    }

    /// <summary>The pixels of an image under the place with an index.</summary>
    internal IEnumerable<(int Down, int Right)> Under(int[] index) =>
        from u in Enumerable.Range(0, Windows.Rows.Size)
        from v in Enumerable.Range(0, Windows.Columns.Size)
        let down = index[2] * Windows.Rows.Stride + u - Windows.Rows.Padding
        let right = index[3] * Windows.Columns.Stride + v - Windows.Columns.Padding
        where down >= 0 && down < Height && right >= 0 && right < Width
        select (down, right);
}
