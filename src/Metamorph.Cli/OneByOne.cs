using System.Globalization;
using System.Text.Json.Nodes;

namespace Metamorph.Cli;

/// <summary>What tasks side by side gain over one at a time: the same work done both ways, and held against each other.</summary>
/// <param name="Batch">Seconds for all tasks as one batch along the task axis.</param>
/// <param name="Alone">Seconds for all tasks, one after another.</param>
/// <param name="Difference">The largest difference of the results, relative to the largest number of the tensor that it is in.</param>
internal sealed record OneByOne(double Batch, double Alone, double Difference)
{
    // Sums of padded and of other sizes are rounded in another order, 6e-8 each, and every step of adaptation multiplies what is
    // there by up to the curvature. Tasks that got mixed would differ by about 1.
    private const double Tolerance = 1e-3;

    // Whatever else a machine does makes a time longer and never shorter, so that the least of several is the best estimate.
    private const int Times = 5;

    /// <summary>Runs both ways, each once before the clock runs, so that neither pays for compilation, and then in turn, of which the shortest times count.</summary>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="together">All tasks side by side: tensors [tasks; ...].</param>
    /// <param name="alone">Task t alone: tensors [1; ...], which may have fewer rows.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArithmeticException">The results differ by more than rounding.</exception>
    internal static OneByOne Measure(int tasks, Func<ParameterSet> together, Func<int, ParameterSet> alone, TimeProvider time)
    {
        var (batch, single) = (together(), Single());
        var (batchSeconds, aloneSeconds) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int i = 0; i < Times; i++)
        {
            batchSeconds = Math.Min(batchSeconds, Seconds(() => together()));
            aloneSeconds = Math.Min(aloneSeconds, Seconds(() => Single()));
        }

        double difference = batch.Select((p, i) => Apart(p.Value, [.. single.Select(s => s.Tensors[i])])).Max();
        if (!(difference <= Tolerance))
            throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture, $"tasks side by side and one by one differ by {difference:0.0e+0}, relative. Expected at most {Tolerance:0.0e+0}, what rounding leaves. Fewer steps of adaptation or a smaller inner rate amplify rounding less; if they do not mend it, this is a defect: report it with the two files."));
        return new(batchSeconds, aloneSeconds, difference);

        ParameterSet[] Single() => [.. Enumerable.Range(0, tasks).Select(alone)];

        double Seconds(Action run)
        {
            long start = time.GetTimestamp();
            run();
            return time.GetElapsedTime(start).TotalSeconds;
        }
    }

    /// <summary>What people read.</summary>
    internal string Line => string.Create(
        CultureInfo.InvariantCulture, $"as one batch {Batch:0.0000} s, one by one {Alone:0.0000} s: {Alone / Batch:0.0} times as long; the results differ by {Difference:0.0e+0} at most, relative");

    /// <summary>What machines read.</summary>
    internal JsonObject ToJson() => new() { ["batchSeconds"] = Batch, ["oneByOneSeconds"] = Alone, ["largestRelativeDifference"] = Difference };

    private static double Apart(Tensor batch, IReadOnlyList<Tensor> single)
    {
        double[] all = batch.ToDoubles();
        double largest = all.Max(Math.Abs), distance = 0;
        int size = batch.Size;
        for (int t = 0; t < single.Count; t++)
        {
            double[] one = single[t].ToDoubles();
            for (int i = 0; i < one.Length; i++) distance = Math.Max(distance, Math.Abs(one[i] - all[t * size + i]));
        }

        return distance == 0 ? 0 : distance / largest;
    }
}
