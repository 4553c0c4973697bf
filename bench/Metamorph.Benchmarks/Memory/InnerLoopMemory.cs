using Metamorph.Benchmarks.Workloads;

namespace Metamorph.Benchmarks.Memory;

/// <summary>Bytes that a meta-gradient needs.</summary>
internal static class InnerLoopMemory
{
    /// <summary>How the inner loop can be differentiated without loss.</summary>
    internal static IReadOnlyList<InnerLoop> Loops { get; } = [new Unrolled(), new Checkpointed(), new Mixed()];

    /// <summary>The most bytes that the graph of a meta-gradient holds at once. How they are counted is said here alone.</summary>
    internal static long Peak(Workload workload, InnerLoop loop)
    {
        var (learner, episode) = (workload.Learner(loop), workload.Draw());
        return Gradient.WithMemory(meta => learner.MetaLoss(meta, episode, new Key(3)).MeanOverTasks(), learner.Init(new Key(2))).PeakBytes;
    }
}
