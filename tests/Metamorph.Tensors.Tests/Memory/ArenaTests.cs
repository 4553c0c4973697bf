namespace Metamorph.Tensors.Tests;

/// <summary>Memory that is used again and again.</summary>
public sealed class ArenaTests
{
    // Made before any arena is entered: not static, since a static field is made when it is first read.
    private readonly Tensor x = new Key(1).Normal([100, 100]);

    private static Tensor Chain(Tensor x)
    {
        for (int i = 0; i < 20; i++) x = x.Tanh() + 0.1 * x;
        return x.Sum(0);
    }

    [Fact]
    public void A_tensor_that_outlives_its_memory_is_an_error_that_says_so()
    {
        Tensor? leaked = null;
        var arena = new Arena();
        arena.Run(() => (leaked = x * 2.0).Sum());
        foreach (Action use in new Action[] { () => leaked!.ToDoubles(), () => _ = leaked! + 1.0, () => leaked!.Transpose(), () => arena.Run(() => leaked! * 2.0) })
        {
            var error = Assert.Throws<InvalidOperationException>(use);
            Assert.Contains("tensor [100, 100] looks into memory that is used again: it was made inside Arena.Run and not returned", error.Message, StringComparison.Ordinal);
            Assert.Contains("Return it from the function given to Arena.Run", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_view_of_what_is_returned_keeps_it_whole()
    {
        var arena = new Arena();
        var view = arena.Run(() => (x * 2.0).Transpose().Slice(0, 3, 2));
        double[] before = view.ToDoubles();
        for (int i = 0; i < 3; i++) arena.Run(() => Chain(x));
        Assert.Equal(before, view.ToDoubles());
        Assert.Equal((x * 2.0).Transpose().Slice(0, 3, 2).ToDoubles(), before);
    }

    [Fact]
    public void The_result_survives_and_may_go_into_the_next_run()
    {
        var arena = new Arena();
        var (plain, leased) = (x, x);
        for (int i = 0; i < 5; i++)
        {
            var from = leased;
            leased = arena.Run(() => from - 0.1 * Gradient.Of(z => z.Tanh().Power(2).Sum(), from));
            plain -= 0.1 * Gradient.Of(z => z.Tanh().Power(2).Sum(), plain);
        }

        Bits.Equal(plain, leased);
    }

    [Fact]
    public void A_function_that_throws_leaves_the_arena_ready()
    {
        var arena = new Arena();
        for (int i = 0; i < 2; i++)
            Assert.Throws<ArithmeticException>(() => arena.Run<Tensor>(() =>
            {
                Chain(x);
                throw new ArithmeticException();
            }));
        Assert.True(arena.FreeBytes > 0);
        Bits.Equal(Chain(x), arena.Run(() => Chain(x)));
    }

    [Fact]
    public void The_same_arena_inside_itself_is_an_error_and_another_is_not()
    {
        var (arena, other) = (new Arena(), new Arena());
        var error = Assert.Throws<InvalidOperationException>(() => arena.Run(() => arena.Run(() => x * 2.0)));
        Assert.Contains("a function runs in this arena already", error.Message, StringComparison.Ordinal);
        Assert.Contains("an arena of its own", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => arena.Run(() =>
        {
            var some = x * 2.0;
            return arena.Run(() => some * 2.0);
        }));
        Bits.Equal(x * 2.0 * 3.0, arena.Run(() => 3.0 * other.Run(() => x * 2.0)));
    }

    [Fact]
    public void A_second_run_takes_its_memory_from_the_first()
    {
        var arena = new Arena();
        Assert.Equal(0, arena.FreeBytes);
        arena.Run(() => Chain(x));
        long free = arena.FreeBytes;

        // Twenty steps of three results of 40,000 bytes, which take a power of two.
        Assert.InRange(free, 20 * 3 * 40_000, 20 * 3 * 65_536 + 100_000);
        arena.Run(() => Chain(x));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var result = arena.Run(() => Chain(x));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Tensors without their numbers, some hundred bytes each, and the result.
        Assert.InRange(allocated, 0, free / 20);
        Assert.InRange(arena.FreeBytes, free - 2048, free + 2048);
        Bits.Equal(Chain(x), result);
    }

    [Fact]
    public void Other_threads_do_not_see_it()
    {
        var arena = new Arena();
        Tensor? made = null;
        arena.Run(() =>
        {
            var thread = new Thread(() => made = x * 2.0);
            thread.Start();
            thread.Join();
            return x * 1.0;
        });
        Bits.Equal(x * 2.0, made!);
    }

    [Fact]
    public void Results_of_a_replayed_function_that_share_memory_do_not_share_it_with_the_arena()
    {
        var arena = new Arena();
        var twice = Replay.Of(z => z * 2.0, 1, reuse: true);
        for (int i = 0; i < 3; i++) arena.Run(() => twice(x).Sum());
        var kept = twice(x);
        arena.Run(() => Chain(x * 3.0));
        Bits.Equal(x * 2.0, kept);
    }

    [Fact]
    public void What_is_recorded_inside_outlives_it()
    {
        var arena = new Arena();
        var y = new Key(2).Normal([5, 4], 6);
        Tensor F(Tensor z) => (z * Tensor.Of(1f, 2f, 3f, 4f) + z.SumOverTasks().Tanh()).Power(2).Sum(0);
        var replayed = Replay.Of(F, 2);
        for (int call = 0; call < 12; call++)
        {
            var argument = y * (1.0 + call);
            Nearly.Equal(F(argument).ToDoubles(), arena.Run(() => replayed(argument * 1.0)), 1e-5);
        }
    }
}
