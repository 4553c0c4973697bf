namespace Metamorph.Data;

/// <summary>Mean and deviation of every column of some matrices, over all rows of all of them.</summary>
/// <param name="Means">One number per column.</param>
/// <param name="Deviations">The root of the mean square distance from the mean; 1 for a column that is constant.</param>
internal sealed record Moments(double[] Means, double[] Deviations)
{
    /// <summary>Measures them.</summary>
    /// <param name="matrices">Float64 [rows, columns] each; at least one row in all.</param>
    internal static Moments Of(IReadOnlyList<Tensor> matrices)
    {
        int columns = matrices[0].Shape[1];
        double[][] values = [.. matrices.Select(m => m.ToArray<double>())];
        double count = values.Sum(v => (double)v.Length) / columns;
        double[] means = new double[columns], deviations = new double[columns], lowest = [.. values[0][..columns]], highest = [.. lowest];
        Each((x, c) =>
        {
            means[c] += x / count;
            (lowest[c], highest[c]) = (Math.Min(lowest[c], x), Math.Max(highest[c], x));
        });
        Each((x, c) => deviations[c] += (x - means[c]) * (x - means[c]) / count);

        // The mean of equal numbers is equal to them only to rounding, and what is left would be taken for a deviation.
        for (int c = 0; c < columns; c++) (means[c], deviations[c]) = lowest[c] == highest[c] ? (lowest[c], 1) : (means[c], Math.Sqrt(deviations[c]));
        return new(means, deviations);

        void Each(Action<double, int> number)
        {
            foreach (double[] rows in values)
                for (int i = 0; i < rows.Length; i++) number(rows[i], i % columns);
        }
    }
}
