namespace Metamorph.Reports.Tests;

/// <summary>Numbers as they come out of training that went well or badly.</summary>
internal static class Numbers
{
    private static readonly double[] Odd =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 0, -0.0, 1e-300, 1, 1, -7];

    internal static double[] Random(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(3) switch
    {
        0 => Odd[random.Next(Odd.Length)],
        1 => random.NextDouble() - 0.3,
        _ => Math.Pow(10, 20 * (random.NextDouble() - 0.5)),
    })];
}
