using Metamorph.Benchmarks.Steps;

namespace Metamorph.Benchmarks.Comparison;

/// <summary>A workload in Metamorph and in PyTorch, measured in turn.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Rounds">What every round found, in their order.</param>
internal sealed record Compared(string Name, IReadOnlyList<Compared.Round> Rounds)
{
    /// <summary>The greatest resident memory of each, alone in a process; null: not asked for, or not told by the system.</summary>
    internal (long Metamorph, long? Torch)? PeakBytes { get; init; }

    /// <summary>The median over rounds.</summary>
    internal double Metamorph => Measurement.Median(Rounds.Select(r => r.Metamorph));

    /// <summary>PyTorch's best: the way and the threads whose median over rounds is least.</summary>
    internal (string Way, int Threads) Best => Rounds[0].Torch.Keys.MinBy(TorchBy);

    /// <summary>The median over rounds of PyTorch's best.</summary>
    internal double Torch => TorchBy(Best);

    /// <summary>How many times as fast Metamorph is.</summary>
    internal double Ratio => Torch / Metamorph;

    /// <summary>The least and the greatest ratio of a round.</summary>
    internal (double Least, double Most) Spread => (Ratios.Min(), Ratios.Max());

    /// <summary>Which part of the machine others kept busy meanwhile: the mean over rounds. Null where the system does not tell.</summary>
    internal double? Others => Rounds.Average(r => r.Others);

    private IEnumerable<double> Ratios => Rounds.Select(r => r.Torch[Best] / r.Metamorph);

    /// <summary>The median over rounds of a way.</summary>
    internal double TorchBy((string Way, int Threads) way) => Measurement.Median(Rounds.Select(r => r.Torch[way]));

    /// <summary>One measurement of each, the one after the other.</summary>
    /// <param name="Metamorph">Seconds of an iteration, the median.</param>
    /// <param name="Torch">Seconds of an iteration by way and number of threads.</param>
    /// <param name="Others">Which part of the machine others kept busy meanwhile.</param>
    internal sealed record Round(double Metamorph, IReadOnlyDictionary<(string Way, int Threads), double> Torch, double? Others);
}
