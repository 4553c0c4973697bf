namespace Metamorph.Learning.Tests;

/// <summary>Compares a gradient with differences, entry by entry, in Float64.</summary>
internal static class GradientCheck
{
    // Central differences at h and 2h together leave an error of h^4 times the fifth derivative, and of 1e-16 / h from rounding.
    private const double H = 5e-4;

    internal static void Passes(Func<ParameterSet, Tensor> loss, ParameterSet at, double tolerance, string what)
    {
        double[] gradient = Gradient.Of(loss, at).Flatten().ToArray<double>(), place = at.Flatten().ToArray<double>();
        string[] names = [.. at.SelectMany(p => Enumerable.Range(0, p.Value.Size).Select(i => $"{p.Name}[{i}]"))];
        for (int i = 0; i < place.Length; i++)
        {
            double difference = (8 * (At(i, H) - At(i, -H)) - (At(i, 2 * H) - At(i, -2 * H))) / (12 * H);
            Assert.True(
                Math.Abs(difference - gradient[i]) <= tolerance * Math.Max(1e-3, Math.Abs(difference)),
                $"{what}: the gradient of {names[i]} is {gradient[i]}, by differences {difference}");
        }

        double At(int entry, double by)
        {
            double[] moved = [.. place];
            moved[entry] += by;
            return (double)loss(at.Unflatten(Tensor.Of(moved)));
        }
    }
}
