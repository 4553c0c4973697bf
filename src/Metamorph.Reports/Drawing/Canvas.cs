namespace Metamorph.Reports;

/// <summary>Where numbers stand in the area between the axes.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From below to above.</param>
/// <param name="Left">The left edge.</param>
/// <param name="Top">The upper edge.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
internal sealed record Canvas(AxisRange X, AxisRange Y, double Left, double Top, double Width, double Height)
{
    /// <summary>How far beyond the edges something that is out of range may be drawn: far enough not to be seen, near enough for any renderer.</summary>
    private const double Beyond = 20;

    /// <summary>The horizontal place of a number; NaN where it has none.</summary>
    internal double Across(double x) => Left + Width * Math.Clamp(X.Place(x), -Beyond, Beyond);

    /// <summary>The vertical place of a number; NaN where it has none.</summary>
    internal double Down(double y) => Top + Height * (1 - Math.Clamp(Y.Place(y), -Beyond, Beyond));

    /// <summary>Points in a row that have places, parted where one has none.</summary>
    internal IEnumerable<(double X, double Low, double High)[]> Runs(IReadOnlyList<double> x, IReadOnlyList<(double Low, double High)> y)
    {
        List<(double, double, double)> run = [];
        for (int i = 0; i < x.Count; i++)
        {
            var place = (X: Across(x[i]), Low: Down(y[i].Low), High: Down(y[i].High));
            if (double.IsNaN(place.X + place.Low + place.High))
            {
                if (run.Count > 0) yield return [.. run];
                run.Clear();
            }
            else
            {
                run.Add(place);
            }
        }

        if (run.Count > 0) yield return [.. run];
    }
}
