namespace Metamorph.Reports.Tests;

public sealed class TicksTests
{
    [Fact]
    public void Linear_ticks_are_all_multiples_of_a_step_of_1_2_or_5_in_the_range_and_at_most_so_many()
    {
        foreach (var (from, to, most) in Ranges())
        {
            var ticks = Ticks.Linear(from, to, most);
            string what = FormattableString.Invariant($"{from:r} .. {to:r}, at most {most}: {string.Join(" ", ticks)}");
            Assert.True(ticks.Count <= most, what);

            // A step of 1, 2 or 5 is at most 2.5 times the one before: half as many as allowed remain, and never none.
            Assert.True(ticks.Count >= Math.Max(1, most / 2 - 1), what);
            if (ticks.Count < 2) continue;
            double step = ticks[1] - ticks[0], slack = 1e-6 * step;
            double digit = step / Math.Pow(10, Math.Floor(Math.Log10(step * (1 + 1e-6))));
            Assert.True(new[] { 1, 2, 5, 10 }.Any(d => Math.Abs(digit - d) < 1e-6 * d), what);
            for (int i = 1; i < ticks.Count; i++) Assert.True(Math.Abs(ticks[i] - ticks[i - 1] - step) <= slack, what);

            // They cover the range: none is outside, and none is missing at either end.
            Assert.True(ticks[0] >= from - slack && ticks[^1] <= to + slack, what);
            Assert.True(ticks[0] - from < step + slack && to - ticks[^1] < step + slack, what);
        }
    }

    [Theory]
    [InlineData(0, 1, 6, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-5, 5, 5, "−4 −2 0 2 4")]
    [InlineData(0, 70_000, 8, "0 10,000 20,000 30,000 40,000 50,000 60,000 70,000")]
    [InlineData(0, 3e-7, 4, "0 1×10⁻⁷ 2×10⁻⁷ 3×10⁻⁷")]
    [InlineData(1e9, 1.004e9, 5, "1.000×10⁹ 1.001×10⁹ 1.002×10⁹ 1.003×10⁹ 1.004×10⁹")]
    public void Linear_ticks_are_labelled_as_people_write(double from, double to, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', NumberText.Of(Ticks.Linear(from, to, most))));

    [Theory]
    [InlineData(0.01, 1000, 6, "0.01 0.1 1 10 100 1,000")]
    [InlineData(0.9, 110, 8, "1 2 5 10 20 50 100")]
    [InlineData(1e-9, 1e9, 5, "1×10⁻⁸ 0.0001 1 10,000 1×10⁸")]
    [InlineData(2.1, 2.9, 5, "2.2 2.4 2.6 2.8")]
    [InlineData(0.1, 20, 4, "0.1 1 10")]
    public void Logarithmic_ticks_are_powers_of_ten_and_more_where_there_is_room(double from, double to, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', NumberText.Of(Ticks.Log10(from, to, most))));

    [Fact]
    public void Logarithmic_ticks_are_in_the_range_ascending_and_at_most_so_many()
    {
        var random = new Random(2);
        for (int i = 0; i < 3000; i++)
        {
            double from = Math.Pow(10, 40 * (random.NextDouble() - 0.5)), to = from * Math.Pow(10, 0.01 + 30 * random.NextDouble() * random.NextDouble());
            int most = random.Next(2, 12);
            var ticks = Ticks.Log10(from, to, most);
            Assert.InRange(ticks.Count, 1, most);
            Assert.All(ticks, t => Assert.InRange(t, from * (1 - 1e-6), to * (1 + 1e-6)));
            Assert.True(ticks.Zip(ticks.Skip(1)).All(p => p.First < p.Second));
        }
    }

    [Fact]
    public void A_range_holds_all_numbers_that_have_a_place_with_room_to_spare_and_no_others_move_it()
    {
        var random = new Random(3);
        for (int i = 0; i < 1000; i++)
        {
            double[] values = Numbers.Random(random, random.Next(0, 9));
            foreach (var scale in Enum.GetValues<AxisScale>())
            {
                var axis = new Axis { Scale = scale };
                var range = AxisRange.Of(axis, values);
                Assert.True(double.IsFinite(range.From) && double.IsFinite(range.To) && range.From < range.To);
                foreach (double value in values)
                {
                    double place = range.Place(value);
                    if (AxisRange.IsShown(value, range.IsLog)) Assert.InRange(place, 0, 1);
                    else Assert.True(double.IsNaN(place));
                }

                Assert.Equal(range, AxisRange.Of(axis, [.. values, double.NaN, double.PositiveInfinity, double.NegativeInfinity]));
            }
        }
    }

    private static IEnumerable<(double From, double To, int Most)> Ranges()
    {
        var random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            double size = Math.Pow(10, 24 * (random.NextDouble() - 0.5)), from = size * (random.NextDouble() - 0.5) * (i % 3);
            yield return (from, from + size * (0.01 + random.NextDouble()), random.Next(4, 12));
        }
    }
}
