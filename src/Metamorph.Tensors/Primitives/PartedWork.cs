using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Threads;

namespace Metamorph.Tensors;

/// <summary>Work that falls into parts which threads can share. Tasks that stand side by side on threads of their own run it whole.</summary>
/// <param name="partition">The parts.</param>
internal abstract class PartedWork(Partition partition) : Work
{
    private Action<int>? share;
    private int next;
    private int busy;

    /// <summary>All of it as one part.</summary>
    private protected Partition.Part Whole => partition.Whole;

    internal sealed override int Run(int threads)
    {
        if (threads <= 1 || partition.Count == 1)
        {
            Run();
            return 1;
        }

        Begin();
        (next, busy) = (0, 0);
        Workers.Share(Math.Min(threads, partition.Count), share ??= Share);
        End();
        return busy;
    }

    /// <summary>What comes before all parts, on the thread that asks: an arena lends memory to that thread alone.</summary>
    private protected abstract void Begin();

    /// <summary>Does a part, maybe while other threads do others.</summary>
    private protected abstract void Run(in Partition.Part part);

    /// <summary>What comes after all parts.</summary>
    private protected virtual void End()
    {
    }

    private void Share(int thread)
    {
        bool worked = false;
        for (int i; (i = Interlocked.Increment(ref next) - 1) < partition.Count; worked = true) Run(partition[i]);
        if (worked) Interlocked.Increment(ref busy);
    }
}
