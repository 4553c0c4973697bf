namespace Metamorph.Tensors.Tests;

/// <summary>Work of one large task, or of none, that threads share.</summary>
public sealed class PartedWorkTests
{
    private static readonly Key Key = new(31);

    private static readonly Dictionary<string, (Func<Tensor[], Tensor> F, Tensor[] X)> Cases = new()
    {
        ["a product"] = (x => x[0].MatMul(x[1]), [Draw(200, 300), Draw(300, 100)]),
        ["a product of few rows"] = (x => x[0].MatMul(x[1]), [Draw(3, 2000), Draw(2000, 900)]),
        ["a product of one row"] = (x => x[0].MatMul(x[1]), [Draw(1, 3000), Draw(3000, 1500)]),
        ["a product with a column"] = (x => x[0].MatMul(x[1]), [Draw(5000, 1000), Draw(1000, 1)]),
        ["a narrow product with a transposed factor"] = (x => x[0].MatMul(x[1].Transpose()), [Draw(9000, 100), Draw(7, 100)]),
        ["a product over many rows"] = (x => x[0].Transpose().MatMul(x[1]), [Draw(3000, 64), Draw(3000, 64)]),
        ["some products"] = (x => x[0].MatMul(x[1]), [Draw(6, 100, 100), Draw(6, 100, 101)]),
        ["two large products"] = (x => x[0].MatMul(x[1].Transpose()), [Draw(2, 200, 130), Draw(2, 120, 130)]),
        ["products along two axes"] = (x => x[0].Permute(1, 0, 2, 3).MatMul(x[1]), [Draw(3, 5, 70, 80), Draw(5, 3, 80, 90)]),
        ["a convolution"] = (x => x[0].Conv2d(x[1], stride: 2, padding: 1), [Draw(41, 16, 15, 15), Draw(24, 16, 3, 3)]),
        ["a convolution to its images"] = (x => Gradient.Of(z => (z.Conv2d(x[1], stride: 2, padding: 1) * x[2]).Sum(), x[0]), [Draw(41, 16, 15, 15), Draw(24, 16, 3, 3), Draw(41, 24, 8, 8)]),
        ["a convolution to its weights"] = (x => Gradient.Of(w => (x[0].Conv2d(w, stride: 2, padding: 1) * x[2]).Sum(), x[1]), [Draw(41, 16, 15, 15), Draw(24, 16, 3, 3), Draw(41, 24, 8, 8)]),
        ["a convolution of one channel"] = (x => x[0].Conv2d(x[1], padding: 1), [Draw(61, 1, 14, 14), Draw(64, 1, 3, 3)]),
        ["a convolution in groups"] = (x => x[0].Conv2d(x[1], padding: 2, groups: 2), [Draw(23, 20, 12, 12), Draw(30, 10, 5, 5)]),
        ["a convolution in groups to its weights"] = (x => Gradient.Of(w => (x[0].Conv2d(w, padding: 2, groups: 2) * x[2]).Sum(), x[1]), [Draw(23, 20, 12, 12), Draw(30, 10, 5, 5), Draw(23, 30, 12, 12)]),
        ["a convolution by tiles"] = (x => x[0].Conv2d(x[1], padding: 1), [Draw(7, 32, 14, 14), Draw(32, 32, 3, 3)]),
        ["a convolution by tiles to its images"] = (x => Gradient.Of(z => (z.Conv2d(x[1], padding: 1) * x[2]).Sum(), x[0]), [Draw(7, 32, 14, 14), Draw(32, 32, 3, 3), Draw(7, 32, 14, 14)]),
        ["a convolution by tiles to its weights"] = (x => Gradient.Of(w => (x[0].Conv2d(w, padding: 1) * x[2]).Sum(), x[1]), [Draw(7, 48, 14, 14), Draw(32, 48, 3, 3), Draw(7, 32, 14, 14)]),
        ["numbers in order"] = (x => x[0].Tanh() * x[0] + 1.0, [Draw(300_001)]),
        ["numbers in another order"] = (x => x[0].Transpose() * x[1] - x[2], [Draw(600, 501), Draw(501, 600), Draw(600)]),
        ["numbers and sums of their columns"] = (x => ((x[0] - x[1]).Power(2) * x[0]).Sum(0), [Draw(9001, 40), Draw(40)]),
        ["sums of rows"] = (x => x[0].Sum(-1), [Draw(1001, 400)]),
        ["sums of rows that lie apart"] = (x => x[0].Slice(1, 0, 300).Sum([1, 3]), [Draw(21, 310, 3, 40)]),
        ["sums of columns"] = (x => x[0].Sum(0), [Draw(1001, 400)]),
        ["sums of columns within others"] = (x => x[0].Sum(1), [Draw(5, 700, 97)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_share_it_and_the_bits_are_those_of_one(string name)
    {
        var (f, x) = Cases[name];
        var one = Replayed(1).Run(new(x));
        foreach (int threads in new[] { 2, 3 })
        {
            var several = Replayed(threads);
            int most = 0;

            // Which thread takes which parts is up to the machine, which may be busy; one call soon after another, so that threads need not wake.
            for (int i = 0; i < 20_000 && most < 2; i++)
            {
                var y = several.Run(new(x));
                most = Math.Max(most, several.Last!.Threads);
                if (most > 1 || i % 1000 == 0) Bits.Equal(one, y, $"{name} on {threads} threads");
            }

            Assert.InRange(most, 2, threads);
        }

        // On all processors, outside of an arena and in one.
        Bits.Equal(one.Tensors[0], f(x), $"{name}, not replayed");
        Bits.Equal(one.Tensors[0], new Arena().Run(() => f(x)), $"{name} in an arena");

        Replayed<TensorList, TensorList> Replayed(int threads) => new(z => new(f([.. z.Tensors])), threads);
    }

    [Fact]
    public void Work_of_an_operation_is_shared_by_as_many_threads_as_are_asked()
    {
        Tensor[] x = [Draw(400, 300), Draw(300, 200)];
        foreach (int threads in new[] { 1, 2 })
        {
            int most = 0;
            for (int i = 0; i < 20_000 && most < threads; i++) most = Math.Max(most, MatMulPrimitive.Instance.Forward(x).Detach()!.Run(threads));
            Assert.Equal(threads, most);
        }
    }

    [Fact]
    public void Tasks_side_by_side_have_the_same_bits_if_the_work_of_each_is_large()
    {
        var x = new TensorList(Draw(4, 200, 300).AxisToTasks(), Draw(300, 100));
        static TensorList F(TensorList x) => new(x.Tensors[0].MatMul(x.Tensors[1]).Tanh());
        var expected = F(x);
        foreach (int threads in new[] { 1, 2 }) Bits.Equal(expected, new Replayed<TensorList, TensorList>(F, threads).Run(x));
    }

    [Fact]
    public void An_error_of_a_part_is_thrown()
    {
        var x = Draw(300, 200);
        Tensor leaked = x;
        new Arena().Run(() => (leaked = Draw(400, 300) * 2.0).Sum());
        for (int round = 0; round < 3; round++) Assert.Throws<InvalidOperationException>(() => leaked.MatMul(x));
    }

    private static Tensor Draw(params int[] shape) => Key.Fold(shape.Length).Fold(shape[0]).Normal(shape);
}
