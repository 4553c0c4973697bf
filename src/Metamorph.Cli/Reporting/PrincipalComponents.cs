using MathNet.Numerics.LinearAlgebra;

namespace Metamorph.Cli.Reporting;

/// <summary>Where rows of many numbers lie along the two directions in which they differ most: a principal component analysis.</summary>
/// <param name="First">The place of each row along the first direction.</param>
/// <param name="Second">The place along the second, at right angles to it.</param>
/// <param name="FirstShare">The share of the variance that the first shows; 0 where all rows are alike.</param>
/// <param name="SecondShare">The share that the second shows.</param>
internal sealed record PrincipalComponents(double[] First, double[] Second, double FirstShare, double SecondShare)
{
    /// <summary>
    /// The components. With X the centred rows, places along directions are u sqrt(l) for the eigenvectors u and eigenvalues l of X X', whose size is the number of rows
    /// and not of features. Of a direction and its opposite, the one is taken along which the place that is farthest from 0 is positive.
    /// </summary>
    /// <param name="values">Row after row.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    internal static PrincipalComponents Of(double[] values, int rows)
    {
        var x = Matrix<double>.Build.DenseOfRowMajor(rows, values.Length / rows, values);
        var means = x.ColumnSums() / rows;
        for (int r = 0; r < rows; r++) x.SetRow(r, x.Row(r) - means);
        var products = x.TransposeAndMultiply(x);
        double total = products.Trace();
        if (rows < 2 || !(total > 0)) return new(new double[rows], new double[rows], 0, 0);
        var found = products.Evd(Symmetricity.Symmetric);

        // Ascending; rounding may leave the smallest of them below 0.
        double[] variances = [.. found.EigenValues.Select(l => Math.Max(0, l.Real))];
        return new(Places(rows - 1), Places(rows - 2), variances[^1] / total, variances[^2] / total);

        double[] Places(int component)
        {
            double[] places = [.. found.EigenVectors.Column(component).Select(u => u * Math.Sqrt(variances[component]))];
            return places.MaxBy(Math.Abs) < 0 ? [.. places.Select(p => -p)] : places;
        }
    }
}
