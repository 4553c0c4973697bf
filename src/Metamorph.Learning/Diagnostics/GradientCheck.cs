namespace Metamorph.Learning;

/// <summary>What came of holding a gradient against something that it has to agree with.</summary>
/// <param name="Against">What it was held against.</param>
/// <param name="Count">How many comparisons.</param>
/// <param name="Kinks">How many directions were left out: the function has a kink so near (a unit of relu that is about to switch) that its differences do not settle. This is told from the function alone, whatever the gradient.</param>
/// <param name="Worst">The largest difference, relative to the derivative along the direction, or to what a direction has on average where that is larger.</param>
/// <param name="Where">Where it is.</param>
public sealed record GradientCheck(string Against, int Count, int Kinks, double Worst, string Where)
{
    /// <summary>A relative difference above which a gradient is wrong. In Float64 differences are good to about 1e-9, and a term that is missing shows from 1e-4 on.</summary>
    public const double Tolerance = 1e-6;

    // A difference has to be known ten times as well as it is asked to agree.
    private const double MostUncertain = Tolerance / 10;

    /// <summary>Whether all comparisons agree, and there were any.</summary>
    public bool Passes => Count > 0 && Worst <= Tolerance;

    /// <summary>Holds a gradient against central differences of its function: along single entries, at least one of every tensor, and along random directions through all of them.</summary>
    /// <param name="f">A function whose value has no tasks.</param>
    /// <param name="at">Where: Float64, without tasks.</param>
    /// <param name="gradient">The gradient there, of the same names.</param>
    /// <param name="key">Where the sample comes from.</param>
    /// <param name="entries">How many entries.</param>
    /// <param name="directions">How many random directions.</param>
    /// <returns>One result for the entries and one for the directions.</returns>
    public static IReadOnlyList<GradientCheck> Differences(
        Func<ParameterSet, Tensor> f, ParameterSet at, ParameterSet gradient, Key key, int entries = 24, int directions = 8)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(gradient);
        var (flat, along) = (at.Flatten(), gradient.Flatten());
        double[] expected = along.ToArray<double>();
        double typical = Math.Sqrt(expected.Sum(g => g * g) / Math.Max(1, expected.Length));
        return
        [
            Of("central differences, entries", Entries(at, key.Fold(0), entries).Select(e => (Unit(e), NameOf(at, e))), entries),
            Of("central differences, directions", Enumerable.Range(0, 2 * directions).Select(i => (Random(key.Fold(1).Fold(i)), $"direction {i}")), directions),
        ];

        GradientCheck Of(string against, IEnumerable<(Tensor Direction, string Name)> candidates, int count)
        {
            var result = new GradientCheck(against, 0, 0, 0, "");
            foreach (var (direction, name) in candidates)
            {
                if (result.Count == count) break;
                var difference = CentralDifference.AtZero(step => (double)f(at.Unflatten(flat + step * direction)));
                double derivative = (double)(along * direction).Sum(), scale = Math.Max(Math.Abs(derivative), typical);

                // Where the gradient is 0 everywhere, so have the differences to be.
                double relative = Math.Abs(difference.Value - derivative) is var distance && distance == 0 ? 0 : distance / scale;
                if (!(difference.Uncertainty <= MostUncertain * Math.Max(scale, Math.Abs(difference.Value)))) result = result with { Kinks = result.Kinks + 1 };
                else result = result with { Count = result.Count + 1, Worst = Math.Max(result.Worst, relative), Where = relative >= result.Worst ? name : result.Where };
            }

            return result;
        }

        Tensor Unit(int entry)
        {
            double[] unit = new double[expected.Length];
            unit[entry] = 1;
            return Tensor.Of(unit);
        }

        Tensor Random(Key k)
        {
            var normal = k.Normal([expected.Length], dtype: DType.Float64);
            return normal / (normal * normal).Sum().Sqrt();
        }
    }

    /// <summary>Holds one gradient against another.</summary>
    /// <param name="against">What the other is.</param>
    /// <param name="expected">The other.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The length of their difference, relative to that of <paramref name="expected"/>.</returns>
    public static GradientCheck Same(string against, ParameterSet expected, ParameterSet gradient)
    {
        ArgumentNullException.ThrowIfNull(expected);
        double distance = (double)(expected - gradient).Norm(), length = (double)expected.Norm();
        return new(against, 1, 0, distance == 0 ? 0 : distance / length, "all entries together");
    }

    /// <summary>One entry of every tensor, then others, each once; twice as many as are asked for, to replace those at kinks.</summary>
    private static IEnumerable<int> Entries(ParameterSet at, Key key, int count)
    {
        int first = 0;
        var ofEach = at.Select((p, i) => (Start: first, Entry: (first += p.Value.Size) is var end && p.Value.Size > 0 ? end - p.Value.Size + (int)key.Fold(i).Integers(0, p.Value.Size, []) : -1)).Where(e => e.Entry >= 0).Select(e => e.Entry).ToArray();
        return ofEach.Concat(key.Fold(at.Count).Permutation(at.Size).ToArray<int>()).Distinct().Take(2 * Math.Max(count, ofEach.Length));
    }

    private static string NameOf(ParameterSet at, int entry)
    {
        foreach (var (name, value) in at)
        {
            if (entry < value.Size) return $"{name}[{entry}]";
            entry -= value.Size;
        }

        throw new ArgumentOutOfRangeException(nameof(entry), entry, $"expected an entry of {at}.");
    }
}
