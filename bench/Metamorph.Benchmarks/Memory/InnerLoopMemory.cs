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

    /// <summary>The bytes that the plan of a replayed meta-gradient holds, on one thread: those of the tasks that it has at hand, and of the gradient.</summary>
    internal static long Planned(Workload workload, InnerLoop loop)
    {
        var (learner, episode) = (workload.Learner(loop), workload.Draw());
        var meta = learner.Init(new Key(2));
        var replayed = new Replayed<TensorList, TensorList>(
            all =>
            {
                var (losses, gradient) = learner.MetaGradient(meta.With([.. all.Tensors.Take(meta.Count)]), episode.With([.. all.Tensors.Skip(meta.Count)]), new Key(3));
                return new([losses, .. gradient.Tensors]);
            },
            threads: 1);
        replayed.Run(new([.. meta.Tensors, .. episode.Tensors]));
        return replayed.Last!.Bytes;
    }
}
