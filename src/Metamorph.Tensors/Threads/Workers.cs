namespace Metamorph.Tensors.Threads;

/// <summary>Threads that share one piece of work after another with the thread that asks. Waiting threads spin for a moment, since the next piece mostly comes at once, and then sleep.</summary>
internal sealed class Workers
{
    private const int Spins = 2000;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Stack<Workers>> Idle = [];

    private readonly Worker[] workers;
    private Action<int>? work;
    private int running;
    private Exception? failure;

    private Workers(int others) => workers = [.. Enumerable.Range(1, others).Select(i => new Worker(this, i))];

    /// <summary>Threads where nobody asks for a number: one for each processor.</summary>
    internal static int Most => Environment.ProcessorCount;

    /// <summary>Runs a function on this thread as number 0 and on others as numbers 1 to threads - 1, all at once, and waits until all are done.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="work">Gets the thread's number.</param>
    internal static void Run(int threads, Action<int> work) => Run(threads, work, all: true);

    /// <summary>
    /// Lets threads take pieces of work from one heap until it is empty. Who has not begun when this thread finds it empty is not waited for: a thread that sleeps
    /// may take longer to wake than the work does.
    /// </summary>
    /// <param name="threads">How many at most.</param>
    /// <param name="work">Gets the thread's number, does piece after piece, and returns when there are no more.</param>
    internal static void Share(int threads, Action<int> work) => Run(threads, work, all: false);

    private static void Run(int threads, Action<int> work, bool all)
    {
        if (threads <= 1)
        {
            work(0);
            return;
        }

        Workers? team = null;
        lock (Gate)
        {
            if (!Idle.TryGetValue(threads, out var teams)) Idle[threads] = teams = [];
            teams.TryPop(out team);
        }

        team ??= new(threads - 1);
        try
        {
            team.Run(work, all);
        }
        finally
        {
            lock (Gate) Idle[threads].Push(team);
        }
    }

    private void Run(Action<int> todo, bool all)
    {
        (work, failure) = (todo, null);
        Volatile.Write(ref running, workers.Length);
        foreach (var worker in workers) worker.Start();
        try
        {
            todo(0);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
        }

        if (!all)
            foreach (var worker in workers)
                if (worker.Stop()) Interlocked.Decrement(ref running);
        var spin = default(SpinWait);
        while (Volatile.Read(ref running) > 0) spin.SpinOnce(sleep1Threshold: -1);
        work = null;
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>One thread.</summary>
    private sealed class Worker
    {
        private readonly Workers team;
        private readonly int number;
        private readonly object bed = new();
        private int state; // 0: nothing to do, 1: something to do, 2: asleep

        internal Worker(Workers team, int number)
        {
            (this.team, this.number) = (team, number);
            new Thread(Loop) { IsBackground = true, Name = $"Metamorph {number}" }.Start();
        }

        internal void Start()
        {
            if (Interlocked.Exchange(ref state, 1) != 2) return;
            lock (bed) Monitor.Pulse(bed);
        }

        /// <summary>Takes back what there is to do, if it has not begun with it.</summary>
        internal bool Stop() => Interlocked.CompareExchange(ref state, 0, 1) == 1;

        private void Loop()
        {
            while (true)
            {
                Wait();
                if (Interlocked.CompareExchange(ref state, 0, 1) != 1) continue;
                try
                {
                    team.work!(number);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref team.failure, e, null);
                }

                Interlocked.Decrement(ref team.running);
            }
        }

        private void Wait()
        {
            for (int i = 0; i < Spins; i++)
            {
                if (Volatile.Read(ref state) == 1) return;
                Thread.SpinWait(8);
            }

            lock (bed)
            {
                if (Interlocked.CompareExchange(ref state, 2, 0) == 0) Monitor.Wait(bed);
            }

            // Woken, maybe for something that has been taken back: then the next is likely to come soon.
            Interlocked.CompareExchange(ref state, 0, 2);
        }
    }
}
