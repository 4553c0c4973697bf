using System.Diagnostics;
using Metamorph.Tensors.Threads;

namespace Metamorph.Tensors.Tests;

/// <summary>Threads that work together.</summary>
public sealed class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Each_number_is_run_once(int threads)
    {
        for (int round = 0; round < 200; round++)
        {
            int[] runs = new int[threads];
            Workers.Run(threads, i => Interlocked.Increment(ref runs[i]));
            Assert.All(runs, r => Assert.Equal(1, r));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_error_is_thrown_when_all_are_done(int thrower)
    {
        for (int round = 0; round < 20; round++)
        {
            int done = 0;
            var error = Assert.Throws<InvalidOperationException>(() => Workers.Run(3, i =>
            {
                if (i == thrower) throw new InvalidOperationException("mine");
                Interlocked.Increment(ref done);
            }));
            Assert.Equal(("mine", 2), (error.Message, done));
        }
    }

    [Fact]
    public void Pieces_of_a_heap_are_done_once_whether_threads_wake_in_time_or_not()
    {
        for (int round = 0; round < 2000; round++)
        {
            // Threads that sleep, spin or are still waking.
            if (round % 100 == 0) Thread.Sleep(2);
            int next = 0;
            int[] done = new int[round % 7];
            Workers.Share(3, _ =>
            {
                for (int i; (i = Interlocked.Increment(ref next) - 1) < done.Length;) Interlocked.Increment(ref done[i]);
            });
            Assert.All(done, d => Assert.Equal(1, d));
        }
    }

    [Fact]
    public void They_may_be_asked_inside_their_work_and_by_several_at_once()
    {
        int runs = 0;
        Parallel.For(0, 4, _ => Workers.Run(2, _ => Workers.Run(3, _ => Interlocked.Increment(ref runs))));
        Assert.Equal(4 * 2 * 3, runs);
    }

    [Fact]
    public void Threads_are_used_again_whatever_number_is_asked_for()
    {
        for (int round = 0; round < 3; round++) Round();
        int before = Threads();
        for (int round = 0; round < 200; round++) Round();

        // Other tests may start some at the same time.
        Assert.InRange(Threads(), 0, before + 100);

        static void Round()
        {
            for (int threads = 2; threads < 5; threads++) Workers.Run(threads, _ => { });
        }

        static int Threads()
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }
    }
}
