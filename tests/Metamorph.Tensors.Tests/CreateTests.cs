namespace Metamorph.Tensors.Tests;

public sealed class CreateTests
{
    [Fact]
    public void Numbers_are_copied_row_after_row_and_task_after_task()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var x = Tensor.Of(values, [2, 3], 2);
        values[0] = 100;
        Assert.Equal("[2; 2, 3] Float64 {[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]}", x.ToString());
    }

    [Fact]
    public void The_dtype_is_that_of_the_numbers()
    {
        Assert.Equal(
            "[] Float32 1 | [] Float64 1 | [] Int32 1 | [2] Float32 [1, 2] | [2] Float64 [1, 2] | [2] Int32 [1, 2] | [1] Float32 [1] | [1] Float64 [1] | [1] Int32 [1]",
            string.Join(
                " | ", Tensor.Of(1f), Tensor.Of(1.0), Tensor.Of(1), Tensor.Of(1f, 2), Tensor.Of(1.0, 2), Tensor.Of(1, 2),
                Tensor.Of([1f], [1]), Tensor.Of([1.0], [1]), Tensor.Of([1], [1])));
        Assert.Equal("[2, 1] Float32 [[1], [2]]", Tensor.Of(new[,] { { 1f }, { 2 } }).ToString());
        Assert.Equal("[1, 2] Float64 [[1, 2]]", Tensor.Of(new[,] { { 1.0, 2 } }).ToString());
        Assert.Equal("[1, 2] Int32 [[1, 2]]", Tensor.Of(new[,] { { 1, 2 } }).ToString());
        Assert.Equal("[0, 2] Int32 []", Tensor.Of(new int[0, 2]).ToString());
    }

    [Theory]
    [InlineData(5, null, "Tensor.Of: 5 numbers do not fill [2, 3]. Expected 6.")]
    [InlineData(6, 2, "Tensor.Of: 6 numbers do not fill [2; 2, 3]. Expected 12.")]
    [InlineData(6, 0, "Tensor.Of: 6 numbers do not fill [0; 2, 3]. Expected 0.")]
    [InlineData(6, -1, "Tensor.Of: -1 tasks. Expected 0 or more, or null for a tensor that all tasks share.")]
    public void Numbers_that_do_not_fill_the_shape_are_refused(int count, int? tasks, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(() => Tensor.Of(new float[count], [2, 3], tasks)).Message);

    [Fact]
    public void Full_is_one_number_everywhere_in_the_memory_of_one()
    {
        var x = Tensor.Full(2.5, [1000, 1000], DType.Float64, 3);
        Assert.Equal("[3; 1000, 1000] Float64", x.ToString());
        Assert.Equal(8, x.StorageBytes);
        Assert.Equal(2.5e6, (double)x.Sum().TakeTasks(2..));
        Assert.Equal("[2] Float32 [0, 0] | [2; ] Int32 {1, 1} | [0] Float32 []", string.Join(" | ", Tensor.Zeros([2]), Tensor.Ones([], DType.Int32, 2), Tensor.Zeros([0])));
        Assert.False(x.IsWeak);
    }

    [Fact]
    public void Int32_holds_whole_numbers_of_32_bits()
    {
        foreach (int n in new[] { int.MinValue, -1, 0, int.MaxValue }) Assert.Equal(n, (int)Tensor.Full(n, [], DType.Int32));
        foreach (double wrong in new[] { 0.5, 2147483648.0, -2147483649.0, double.NaN, double.PositiveInfinity })
            Assert.Contains("is not a whole 32-bit number", Assert.Throws<DTypeException>(() => Tensor.Full(wrong, [2], DType.Int32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_number_of_tasks_is_refused_everywhere()
    {
        foreach (var make in new Func<Tensor>[] { () => Tensor.Zeros([2], tasks: -1), () => Tensor.Of(1.0).PerTask(-1), () => new Key(1).Normal([2], -1) })
            Assert.Contains("-1 tasks", Assert.Throws<ShapeException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_entries_than_a_tensor_holds_are_refused()
    {
        foreach (var make in new Func<Tensor>[] { () => Tensor.Zeros([65536], tasks: 65536), () => Tensor.Zeros([65536]).PerTask(32768), () => new Key(1).Normal([65536], 65536) })
        {
            var error = Assert.Throws<ShapeException>(make);
            Assert.Contains("65536] has more than 2147483647 entries", error.Message, StringComparison.Ordinal);
            Assert.Contains("chunks of tasks", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Arange_counts()
    {
        Assert.Equal("[4] Int32 [0, 1, 2, 3] | [3] Float32 [0, 1, 2] | [0] Int32 []", string.Join(" | ", Tensor.Arange(4), Tensor.Arange(3, DType.Float32), Tensor.Arange(0)));
    }

    [Fact]
    public void Linspace_has_both_ends_exactly()
    {
        Assert.Equal([-1, -0.5, 0, 0.5, 1], Tensor.Linspace(-1, 1, 5, DType.Float64).ToArray<double>());
        Assert.Equal([3, 2.5f, 2], Tensor.Linspace(3, 2, 3).ToArray<float>());
        var random = new Random(4);
        for (int i = 0; i < 2000; i++)
        {
            double first = random.NextDouble() - 0.5, last = 1000 * (random.NextDouble() - 0.5);
            double[] x = Tensor.Linspace(first, last, 2 + random.Next(100), DType.Float64).ToArray<double>();
            Assert.Equal((first, last), (x[0], x[^1]));
        }

        Assert.Equal([-1e308, 0, 1e308], Tensor.Linspace(-1e308, 1e308, 3, DType.Float64).ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, 1, 1));
    }

    [Fact]
    public void Eye_is_the_unit_matrix()
    {
        Assert.Equal("[3, 3] Float32 [[1, 0, 0], [0, 1, 0], [0, 0, 1]]", Tensor.Eye(3).ToString());
        Assert.Equal("[1, 1] Int32 [[1]]", Tensor.Eye(1, DType.Int32).ToString());
        Assert.Equal("[0, 0] Float64 []", Tensor.Eye(0, DType.Float64).ToString());
    }
}
