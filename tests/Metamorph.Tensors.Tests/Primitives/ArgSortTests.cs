namespace Metamorph.Tensors.Tests;

public sealed class ArgSortTests
{
    [Fact]
    public void NaN_comes_last_in_either_order()
    {
        var x = Tensor.Of(double.NaN, 3, double.PositiveInfinity, double.NaN, -1, double.NegativeInfinity, 0);
        Assert.Equal([double.NegativeInfinity, -1, 0, 3, double.PositiveInfinity, double.NaN, double.NaN], x.Sort().ToArray<double>());
        Assert.Equal([double.PositiveInfinity, 3, 0, -1, double.NegativeInfinity, double.NaN, double.NaN], x.Sort(descending: true).ToArray<double>());
        Assert.Equal([5, 4, 6, 1, 2, 0, 3], x.ArgSort().ToArray<int>());
        Assert.Equal([2, 1, 6, 4, 5, 0, 3], x.ArgSort(descending: true).ToArray<int>());
    }

    [Fact]
    public void Equal_entries_stay_in_their_order()
    {
        var x = Tensor.Of(1, 0, 1, 0, 1);
        Assert.Equal([1, 3, 0, 2, 4], x.ArgSort().ToArray<int>());
        Assert.Equal([0, 2, 4, 1, 3], x.ArgSort(descending: true).ToArray<int>());
        int[] many = new Key(1).Integers(0, 5, [1000]).ToArray<int>();
        Assert.Equal(Enumerable.Range(0, 1000).OrderBy(i => many[i]), Tensor.Of(many).ArgSort().ToArray<int>());
    }

    [Fact]
    public void Any_axis_is_sorted_for_each_task()
    {
        var x = Tensor.Of([3f, 1, 2, 4, 9, 8, 7, 7], [2, 2], 2);
        Assert.Equal("[2; 2, 2] Float32 {[[2, 1], [3, 4]], [[7, 7], [9, 8]]}", x.Sort(0).ToString());
        Assert.Equal("[2; 2, 2] Float32 {[[1, 3], [2, 4]], [[8, 9], [7, 7]]}", x.Sort().ToString());
    }

    [Fact]
    public void TopK_takes_the_largest_from_the_largest_on()
    {
        var (values, index) = Tensor.Of([5.0, 9, 7, 9, 1, 2, 3, 4], [4], 2).TopK(3);
        Assert.Equal("[2; 3] Float64 {[9, 9, 7], [4, 3, 2]}", values.ToString());
        Assert.Equal("[2; 3] Int32 {[1, 3, 2], [3, 2, 1]}", index.ToString());
        Assert.Equal("[0, 2] Int32 []", Tensor.Zeros([4, 2]).TopK(0, 0).Index.ToString());
        Assert.Equal([0, 10, 1, 0], Gradient.Of(x => (x.TopK(2).Values * Tensor.Of(10.0, 1)).Sum(), Tensor.Of(1.0, 4, 3, 2)).ToArray<double>());
    }
}
