namespace Metamorph.Learning;

/// <summary>
/// Whether predictions that are sure to 80 % are right in 80 % of all cases: a reliability diagram, and its expected calibration error (Guo et al. 2017,
/// https://arxiv.org/abs/1706.04599, equations 2 to 5). Confidence is the largest probability.
/// </summary>
/// <param name="Bins">Of equal width, from confidence 0 to 1: bin m of M holds confidences above (m - 1) / M up to m / M.</param>
public sealed record Calibration(IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>The number of bins in the paper.</summary>
    public const int UsualBins = 15;

    /// <summary>The mean over examples of the distance of accuracy and confidence of their bin: the paper's ECE; 0 without examples.</summary>
    public double Error => Bins.Sum(b => b.Count) is var all and > 0 ? Bins.Sum(b => b.Count * Math.Abs(b.Accuracy - b.Confidence)) / all : 0;

    /// <summary>
    /// The expected calibration error as numbers of single examples: for each bin whether the prediction is right less how sure it is, 0 for examples of other bins. The error is the sum of
    /// their means' absolute values, so it can be measured in parts.
    /// </summary>
    /// <param name="bins">How many.</param>
    /// <returns>A measure of logits [tasks; n, classes] and labels [tasks; n] for each bin.</returns>
    public static IReadOnlyList<Loss> Gaps(int bins = UsualBins) => [.. Enumerable.Range(0, bins).Select(Gap(bins))];

    private static Func<int, Loss> Gap(int bins) => bin => (logits, labels) =>
    {
        var sure = logits.Softmax().Max(-1);
        var right = 1.0 - Losses.Mistake(logits, labels);

        // Sums of rounded probabilities may pass 1 by some last bits.
        var above = bin == 0 ? null : sure > (double)bin / bins;
        var notAbove = bin == bins - 1 ? null : 1.0 - (sure > (bin + 1.0) / bins);
        var gap = right - sure;
        if (above is not null) gap *= above;
        return notAbove is null ? gap : gap * notAbove;
    };

    /// <summary>The calibration of predicted probabilities.</summary>
    /// <param name="probabilities">[tasks; n, classes], such as <c>logits.Softmax()</c>.</param>
    /// <param name="labels">Int32 [tasks; n]</param>
    /// <param name="weight">Rows that count: [tasks; n]; null: all.</param>
    /// <param name="bins">How many.</param>
    /// <returns>Over all rows of all tasks.</returns>
    /// <exception cref="ShapeException">There is not one label for each row, or there are no bins.</exception>
    /// <exception cref="ArgumentException">A largest probability is not in 0 to 1; the message says which.</exception>
    public static Calibration Of(Tensor probabilities, Tensor labels, Tensor? weight = null, int bins = UsualBins)
    {
        if (bins < 1 || probabilities.Rank != 2 || labels.Rank != 1 || labels.Shape[0] != probabilities.Shape[0])
            throw new ShapeException($"Calibration: probabilities {probabilities.Form} and labels {labels.Form} in {bins} bins. Expected [n, classes] and [n], and at least one bin.");
        int? tasks = probabilities.Tasks ?? labels.Tasks ?? weight?.Tasks;
        double[] confidences = probabilities.Max(-1).PerTask(tasks).ToDoubles();
        double[] right = probabilities.ArgMax(-1).EqualTo(labels).PerTask(tasks).ToDoubles();
        double[] counts = (weight ?? Tensor.Ones([labels.Shape[0]])).PerTask(tasks).ToDoubles();
        var sums = new (double Count, double Confidence, double Right)[bins];
        for (int i = 0; i < confidences.Length; i++)
        {
            if (counts[i] == 0) continue;

            // Sums of rounded probabilities may pass 1 by some last bits.
            if (!(confidences[i] is >= 0 and <= 1 + 1e-5)) throw new ArgumentException($"Calibration: row {i} has a largest probability of {confidences[i]}. Expected 0 to 1: logits become probabilities with logits.Softmax().");
            ref var bin = ref sums[Math.Clamp((int)Math.Ceiling(confidences[i] * bins) - 1, 0, bins - 1)];
            bin = (bin.Count + counts[i], bin.Confidence + counts[i] * confidences[i], bin.Right + counts[i] * right[i]);
        }

        return new([.. sums.Select(s => s.Count > 0 ? new CalibrationBin(s.Confidence / s.Count, s.Right / s.Count, s.Count) : new CalibrationBin(0, 0, 0))]);
    }
}
