namespace Metamorph.Benchmarks.Steps;

/// <summary>What training took.</summary>
/// <param name="Seconds">The median of an iteration.</param>
/// <param name="Iterations">How many were timed.</param>
/// <param name="AllocatedBytes">Bytes that an iteration allocates on the managed heap: the median of some more.</param>
/// <param name="PeakBytes">The greatest resident memory of the process.</param>
internal sealed record Measured(double Seconds, int Iterations, long AllocatedBytes, long PeakBytes);
