using Metamorph.Tensors.Threads;

namespace Metamorph.Tensors;

/// <summary>A stage that each task goes through by itself: threads take one group of tasks after another.</summary>
internal sealed class TaskStage
{
    /// <summary>Tasks are shared out in at most so many groups, whatever the number of threads.</summary>
    private const int MostGroups = 16;

    /// <summary>And in at least so many, if there are as many tasks.</summary>
    private const int LeastGroups = 4;

    /// <summary>Numbers that the parts of sums may take in all.</summary>
    private const long MostParts = 16L << 20;

    /// <summary>Bytes that the tasks at hand should take at most: what fits into a core's own cache.</summary>
    private const long Cache = 512 << 10;

    private readonly Func<int, TaskBatch> batch;
    private readonly int tasks;
    private readonly int group;
    private readonly int groups;
    private readonly TaskSum[] sums;
    private readonly Worker[] workers;
    private readonly Action<int> work;
    private int next;

    /// <param name="recording">Where the values stand.</param>
    /// <param name="members">The places of the stage's values, sums over tasks among them.</param>
    /// <param name="sumPlaces">The places of the sums.</param>
    /// <param name="results">The places of values that are needed beyond the stage.</param>
    /// <param name="whole">The tensors of values, with all tasks.</param>
    /// <param name="tasks">How many tasks there are.</param>
    /// <param name="threads">Threads at most.</param>
    internal TaskStage(Recording recording, int[] members, int[] sumPlaces, int[] results, Func<int, Tensor> whole, int tasks, int threads)
    {
        this.tasks = tasks;
        bool alone = false;
        batch = count => new(recording, members, sumPlaces, results, whole, tasks, count, alone);
        long numbers = Math.Max(1, sumPlaces.Sum(s => (long)recording.Values[s].Shape.Size));
        int most = (int)Math.Clamp(MostParts / numbers, LeastGroups, MostGroups);
        var first = new Worker(this);
        first.Of(1);

        // Tasks side by side cost less each, as long as they stay in the cache: few groups of small tasks.
        int parts = LeastGroups;
        while (parts < most && (tasks + parts - 1) / parts * first.Memory.Bytes > Cache) parts *= 2;
        parts = Math.Min(parts, most);
        group = (tasks + parts - 1) / parts;
        groups = (tasks + group - 1) / group;
        Chunk = (int)Math.Clamp(Cache / Math.Max(1, first.Memory.Bytes), 1, group);
        alone = Chunk == 1;
        first = new(this);
        var one = first.Of(1);
        sums = Array.ConvertAll(one.Sums, s => TaskSum.Like(s, groups));
        workers = [first, .. Enumerable.Range(1, Math.Clamp(threads, 1, groups) - 1).Select(_ => new Worker(this))];
        work = Work;
    }

    /// <summary>The sums over tasks, in the order of their places.</summary>
    internal Tensor[] Totals => Array.ConvertAll(sums, s => s.Total);

    /// <summary>Tasks that a thread has at hand at a time.</summary>
    internal int Chunk { get; }

    /// <summary>How many threads did work in the last run.</summary>
    internal int Threads => workers.Count(w => w.Worked);

    /// <summary>Bytes that all threads hold.</summary>
    internal long Bytes => workers.Sum(w => w.Memory.Bytes) + sums.Sum(s => s.Bytes);

    /// <summary>Takes all tasks through it.</summary>
    internal void Run()
    {
        next = 0;
        Workers.Run(workers.Length, work);
        foreach (var sum in sums) sum.Finish();
    }

    private void Work(int number)
    {
        var worker = workers[number];
        worker.Worked = false;
        for (int i; (i = Interlocked.Increment(ref next) - 1) < groups;)
        {
            worker.Worked = true;
            int begin = i * group, end = Math.Min(tasks, begin + group);
            for (int first = begin; first < end; first += Chunk)
            {
                var some = worker.Of(Math.Min(Chunk, end - first));
                some.Run(first);
                for (int s = 0; s < sums.Length; s++) sums[s].Add(i, some.Sums[s], first == begin);
            }
        }
    }

    /// <summary>A thread's memory, and its work for the numbers of tasks that it has at hand.</summary>
    private sealed class Worker(TaskStage stage)
    {
        private readonly Dictionary<int, TaskBatch> batches = [];

        internal PlanMemory Memory { get; } = new();

        internal bool Worked { get; set; }

        internal TaskBatch Of(int count)
        {
            if (batches.TryGetValue(count, out var batch)) return batch;
            batches[count] = batch = stage.batch(count);
            if (Memory.Reserve(batch.Sizes))
                foreach (var each in batches.Values) each.PutInto(Memory);
            else batch.PutInto(Memory);
            return batch;
        }
    }
}
