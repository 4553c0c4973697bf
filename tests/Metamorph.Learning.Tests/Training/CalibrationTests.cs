namespace Metamorph.Learning.Tests.Training;

public sealed class CalibrationTests
{
    // Confidences 0.9 right, 0.8 wrong, 0.6 right, 0.5 right, 0.7 wrong.
    private static readonly Tensor Probabilities = Tensor.Of(new[,] { { 0.9, 0.1 }, { 0.2, 0.8 }, { 0.6, 0.4 }, { 0.5, 0.5 }, { 0.3, 0.7 } });
    private static readonly Tensor Labels = Tensor.Of(0, 0, 0, 0, 0);

    [Fact]
    public void The_expected_error_is_the_distance_of_accuracy_and_confidence_of_each_bin_by_its_share()
    {
        // In 5 bins: (0.4, 0.6] has 0.5 and 0.6, both right; (0.6, 0.8] has 0.7 and 0.8, both wrong; (0.8, 1] has 0.9, right.
        var calibration = Calibration.Of(Probabilities, Labels, bins: 5);
        Assert.Equal([0, 0, 0.55, 0.75, 0.9], calibration.Bins.Select(b => b.Confidence), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0, 0, 1, 0, 1], calibration.Bins.Select(b => b.Accuracy));
        Assert.Equal([0, 0, 2, 2, 1], calibration.Bins.Select(b => b.Count));
        Assert.Equal((2 * 0.45 + 2 * 0.75 + 0.1) / 5, calibration.Error, 1e-15);
        Assert.Equal(15, Calibration.Of(Probabilities, Labels).Bins.Count);
    }

    [Fact]
    public void Gaps_of_single_examples_add_up_to_the_error()
    {
        var logits = 5 * new Key(1).Normal([40, 3], 2, DType.Float64);
        var labels = new Key(2).Integers(0, 3, [40], 2);
        foreach (int bins in new[] { 1, 4, Calibration.UsualBins })
            Assert.Equal(Calibration.Of(logits.Softmax(), labels, bins: bins).Error, Calibration.Gaps(bins).Sum(gap => Math.Abs(gap(logits, labels).ToDoubles().Average())), 1e-14);
    }

    [Fact]
    public void Rows_that_do_not_count_have_no_part_whatever_they_hold_and_tasks_are_taken_together()
    {
        var weight = Tensor.Of([1.0, 1, 1, 1, 1, 0, 0, 0, 1, 0], [5], 2);
        var second = Probabilities + Tensor.Of([0.0, 0, 9, 0, 99], [5]).Expand(-1);
        var calibration = Calibration.Of(Tensor.StackTasks([Probabilities, second]), Labels, weight, 5);
        Assert.Equal([0, 0, 3, 2, 1], calibration.Bins.Select(b => b.Count));
        Assert.Equal((Math.Abs(1.6 - 3) + 2 * 0.75 + 0.1) / 6, calibration.Error, 1e-15);
        Assert.Equal(0, Calibration.Of(Probabilities, Labels, Tensor.Zeros([5])).Error);
    }

    [Fact]
    public void Logits_are_no_probabilities() => Assert.Contains(
        "row 0 has a largest probability of 2", Assert.Throws<ArgumentException>(() => Calibration.Of(Tensor.Of(new[,] { { 2.0, -1 } }), Tensor.Of([0], [1]))).Message, StringComparison.Ordinal);
}
