namespace Metamorph.Tensors.Tests;

/// <summary>Functions drawn at random, replayed: work that is joined, places that are shared, tasks a few at a time.</summary>
public sealed class RandomGraphTests
{
    private const int Graphs = 300;

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Without_sums_over_tasks_the_bits_are_those_of_the_function(DType dtype)
    {
        var wrong = new List<string>();
        for (int seed = 0; seed < Graphs; seed++)
        {
            var graph = new RandomGraph(seed, dtype);
            var expected = graph.Run(graph.Inputs, sums: false);
            foreach (int threads in new[] { 1, 2 })
            {
                var replay = Replay.Of<TensorList, TensorList>(x => graph.Run(x, sums: false), threads);
                for (int call = 0; call < 2; call++)
                    if (Bits.Difference(expected, replay(graph.Inputs)) is { } difference) wrong.Add($"graph {seed}, {threads} threads, call {call}: {difference}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {4 * Graphs} runs differ: {string.Join("; ", wrong.Take(10))}");
    }

    [Fact]
    public void Sums_of_rows_of_two_widths_that_meet_are_each_their_own()
    {
        var x = new TensorList(new Key(1).Normal([6, 4]), new Key(2).Normal([4, 6]));
        Bits.Equal(F(x), Replay.Of<TensorList, TensorList>(F, 1)(x));

        // Both are [24] where they are added.
        static TensorList F(TensorList x)
        {
            var (a, b) = (2.0 * x.Tensors[0], 3.0 * x.Tensors[1]);
            return new(a.Sum(0), b.Sum(0), a.Flatten() + b.Flatten());
        }
    }

    [Fact]
    public void Sums_of_a_transposed_matrix_beside_other_work_on_it_are_those_of_the_matrix()
    {
        var x = new TensorList(new Key(1).Normal([6, 4]));
        Bits.Equal(F(x), Replay.Of<TensorList, TensorList>(F, 1)(x));

        static TensorList F(TensorList x) => new(2.0 * x.Tensors[0], x.Tensors[0].Transpose().Sum(1));
    }

    [Fact]
    public void A_sum_of_the_same_number_again_and_again_does_not_depend_on_how_many_tasks_are_at_hand()
    {
        var x = new TensorList(new Key(1).Normal([1], 37));
        Bits.Equal(F(x), Replay.Of<TensorList, TensorList>(F, 1)(x));

        static TensorList F(TensorList x) => new(x.Tensors[0].BroadcastTo([8, 1]).Sum(0));
    }

    [Fact]
    public void With_sums_over_tasks_they_are_the_same_on_any_number_of_threads_and_the_functions_to_rounding()
    {
        for (int seed = 1000; seed < 1000 + Graphs / 2; seed++)
        {
            var graph = new RandomGraph(seed, DType.Float64);
            var expected = graph.Run(graph.Inputs, sums: true);
            var one = Replay.Of<TensorList, TensorList>(x => graph.Run(x, sums: true), 1)(graph.Inputs);

            // Some hundred sums of numbers of size 1, each rounded once; what is compared or rounded to an integer jumps nowhere near them.
            foreach (var (e, a) in expected.Tensors.Zip(one.Tensors)) Nearly.Equal(e.ToDoubles(), a, 1e-11, $"graph {seed}");
            foreach (int threads in new[] { 2, 3 })
                Assert.Null(Bits.Difference(one, Replay.Of<TensorList, TensorList>(x => graph.Run(x, sums: true), threads)(graph.Inputs)));
        }
    }

    [Fact]
    public void Other_numbers_of_the_same_form_go_through_the_same_plan()
    {
        for (int seed = 2000; seed < 2000 + Graphs / 6; seed++)
        {
            var graph = new RandomGraph(seed, DType.Float32);
            var replay = Replay.Of<TensorList, TensorList>(x => graph.Run(x, sums: false), 2);
            for (int call = 0; call < 3; call++)
            {
                var inputs = new TensorList([.. graph.Inputs.Tensors.Select((x, i) => new Key((ulong)call).Fold(i).Uniform(-1, 1, x.Shape, x.Tasks))]);
                Assert.Null(Bits.Difference(graph.Run(inputs, sums: false), replay(inputs)));
            }
        }
    }
}
