namespace Metamorph.Tensors.Tests;

public sealed class ReadingTests
{
    private static readonly Tensor X = Tensor.Of([1f, 2, 3, 4, 5, 6], [3], 2);

    [Fact]
    public void Arrays_are_copies_task_after_task_and_row_after_row()
    {
        float[] read = X.ToArray<float>();
        Assert.Equal([1, 2, 3, 4, 5, 6], read);
        read[0] = 100;
        Assert.Equal(1, X.ToArray<float>()[0]);
        Assert.Equal([3, 6, 2, 5, 1, 4], Tensor.Of(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Transpose().Slice(0, 2, 3, -1).ToArray<int>());
    }

    [Fact]
    public void Another_dtype_is_refused_with_the_mend()
    {
        Assert.Contains("[2; 3] holds Float32", Assert.Throws<DTypeException>(() => X.ToArray<double>()).Message, StringComparison.Ordinal);
        Assert.Contains("x.Cast(DType.Float64)", Assert.Throws<DTypeException>(() => X.ToArray<double>()).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => X.ToArray<int>());
        Assert.Contains("Int64", Assert.Throws<DTypeException>(() => X.ToArray<long>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_number_is_read_as_either_float()
    {
        Tensor weak = 0.1;
        Assert.Equal([0.1f], weak.ToArray<float>());
        Assert.Equal([0.1], weak.ToArray<double>());
        Assert.Throws<DTypeException>(() => weak.ToArray<int>());
    }

    [Fact]
    public void Two_axes_are_a_2D_array_counting_the_tasks()
    {
        Assert.Equal(new[,] { { 1f, 2, 3 }, { 4, 5, 6 } }, X.ToArray2D<float>());
        Assert.Equal(new[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, Tensor.Of(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Transpose().ToArray2D<int>());
        Assert.Equal(new float[3, 0], Tensor.Zeros([3, 0]).ToArray2D<float>());
        Assert.Equal(
            "ToArray2D: [2; 3, 1] has 3 axes, tasks included. Expected two. Reshape it first, or use ToArray.", Assert.Throws<ShapeException>(() => X.Expand(-1).ToArray2D<float>()).Message);
        Assert.Throws<ShapeException>(() => Tensor.Of(1f, 2).ToArray2D<float>());
    }

    [Fact]
    public void One_number_is_read_by_a_cast()
    {
        Assert.Equal(1.5, (double)Tensor.Of(1.5f));
        Assert.Equal(1.5f, (float)Tensor.Of(1.5));
        Assert.Equal(7, (int)Tensor.Of(7));
        Assert.Equal(7.0, (double)Tensor.Of(7));
        Assert.Equal(0.1, (double)(Tensor)0.1);

        // Of any form that holds one.
        Assert.Equal(4, (double)X.Slice(0, 0, 1).TakeTasks(1..2));
    }

    [Fact]
    public void More_numbers_than_one_or_none_are_refused_with_the_mend()
    {
        var error = Assert.Throws<ShapeException>(() => (double)X);
        Assert.Equal("a double was asked of [2; 3], which holds 6 numbers. Expected one. Reduce it first, e.g. x.Mean() or x.MeanOverTasks().", error.Message);
        Assert.Contains("a float was asked of [0], which holds 0 numbers", Assert.Throws<ShapeException>(() => (float)Tensor.Zeros([0])).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => (int)Tensor.Of(1, 2));
    }

    [Fact]
    public void An_int_of_another_dtype_is_refused_with_the_mend() => Assert.Equal(
        "an int was asked of [], which holds Float64. Convert first: x.Cast(DType.Int32).", Assert.Throws<DTypeException>(() => (int)Tensor.Of(1.0)).Message);

    [Fact]
    public void Any_dtype_is_read_as_doubles()
    {
        Assert.Equal([1.0, 2, 3, 4, 5, 6], X.ToDoubles());
        Assert.Equal([-1.0, 2], Tensor.Of(-1, 2).ToDoubles());
        Assert.Equal([0.1f, float.NaN, float.PositiveInfinity], Tensor.Of(0.1f, float.NaN, float.PositiveInfinity).ToDoubles().Select(v => (float)v));
        Assert.Equal([0.1, double.NegativeInfinity], Tensor.Of(0.1, double.NegativeInfinity).ToDoubles());
    }
}
