using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class ReductionTests
{
    [Fact]
    public void Sums_and_maxima_over_any_axes_are_those_of_plain_loops()
    {
        var random = new Random(2);
        for (int round = 0; round < 1500; round++)
        {
            // Mostly small; sometimes with axes long enough for vectors and for several chunks of rows.
            var layout = round % 5 == 0 ? RandomStrides.Draw(random, 2, 200) : RandomStrides.Draw(random, 4);
            bool[] reduced = [.. layout.Sizes.Select(_ => random.Next(2) == 0)];
            Check<float>(layout, reduced, random);
            Check<double>(layout, reduced, random);
            Check<int>(layout, reduced, random);
        }
    }

    [Fact]
    public void The_rounding_error_of_a_long_sum_grows_with_its_chunks_and_not_with_its_terms()
    {
        // A plain loop in Float32 ends 1 % beside a million times 0.1; chunks of 64 leave at most (n / 64 + 64) roundings.
        const int Count = 1_000_000;
        float[] memory = [.. Enumerable.Repeat(0.1f, 3 * Count)], rows = new float[1], columns = new float[3];
        double tolerance = (Count / 64 + 64) * Math.Pow(2, -24), expected = 0.1f * (double)Count;
        new Reduction(0, [Count], [1], [true]).Run<Sum, float>(memory, rows);
        new Reduction(0, [Count, 3], [3, 1], [true, false]).Run<Sum, float>(memory, columns);
        Assert.All(rows.Concat(columns), sum => Assert.InRange(sum / expected, 1 - tolerance, 1 + tolerance));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(100)]
    public void A_NaN_is_the_largest(int count)
    {
        for (int at = 0; at < count; at++)
        {
            float[] memory = [.. Enumerable.Range(0, 2 * count).Select(i => i / 2 == at ? float.NaN : i)], rows = new float[2], columns = new float[2];
            new Reduction(0, [2, count], [1, 2], [false, true]).Run<Largest, float>(memory, rows);
            new Reduction(0, [count, 2], [2, 1], [true, false]).Run<Largest, float>(memory, columns);
            Assert.All(rows.Concat(columns), v => Assert.Equal(float.NaN, v));
        }
    }

    private static void Check<T>(RandomStrides layout, bool[] reduced, Random random)
        where T : unmanaged, INumber<T>
    {
        // Whole numbers, so that every order of additions gives the same.
        T[] memory = [.. Enumerable.Range(0, layout.Length).Select(_ => T.CreateChecked(random.Next(-50, 50)))];
        int kept = layout.Sizes.Where((_, i) => !reduced[i]).Aggregate(1, (a, b) => a * b);
        T[] sums = new T[kept], maxima = new T[kept], expectedSums = new T[kept], expectedMaxima = new T[kept];
        Array.Fill(expectedMaxima, Largest.Empty<T>());
        int entry = 0;
        foreach (int position in layout.Positions())
        {
            int place = Place(entry++, layout.Sizes, reduced);
            expectedSums[place] += memory[position];
            expectedMaxima[place] = T.Max(expectedMaxima[place], memory[position]);
        }

        new Reduction(layout.Offset, layout.Sizes, layout.Strides, reduced).Run<Sum, T>(memory, sums);
        new Reduction(layout.Offset, layout.Sizes, layout.Strides, reduced).Run<Largest, T>(memory, maxima);
        string what = $"{typeof(T).Name} {layout}, reduced [{string.Join(", ", reduced)}]";
        Assert.True(expectedSums.SequenceEqual(sums), $"sums of {what}");
        Assert.True(expectedMaxima.SequenceEqual(maxima), $"maxima of {what}");
    }

    /// <summary>Where an entry goes among those that are kept.</summary>
    private static int Place(int entry, int[] sizes, bool[] reduced)
    {
        int place = 0, step = 1;
        for (int axis = sizes.Length - 1; axis >= 0; entry /= sizes[axis--])
        {
            if (reduced[axis]) continue;
            place += entry % sizes[axis] * step;
            step *= sizes[axis];
        }

        return place;
    }
}
