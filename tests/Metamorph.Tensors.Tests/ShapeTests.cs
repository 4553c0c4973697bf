namespace Metamorph.Tensors.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void A_shape_is_the_sizes_of_its_axes()
    {
        Shape shape = [5, 784];
        Assert.Equal((2, 3920, 784, "[5, 784]"), (shape.Rank, shape.Size, shape[^1], shape.ToString()));
        Shape number = [], none = default;
        Assert.Equal((0, 1, "[]"), (number.Rank, number.Size, number.ToString()));
        Assert.Equal((0, 1, "[]"), (none.Rank, none.Size, none.ToString()));
        Assert.Equal(0, Shape.Of([3, 0]).Size);
    }

    [Fact]
    public void Shapes_of_the_same_sizes_are_equal()
    {
        Shape a = [2, 3], b = new[] { 2, 3 }, c = [3, 2];
        Assert.True(a == b && a.Equals((object)b) && a.GetHashCode() == b.GetHashCode() && a != c && !a.Equals("[2, 3]"));
        Assert.True((Shape)[] == default);
    }

    [Fact]
    public void A_shape_does_not_change_with_the_array_that_it_was_made_of()
    {
        int[] sizes = [2, 3];
        Shape shape = sizes;
        sizes[0] = 9;
        shape.ToArray()[1] = 9;
        Assert.Equal("[2, 3]", shape.ToString());
    }

    [Fact]
    public void Negative_and_too_large_sizes_are_refused()
    {
        Assert.Equal("a shape [2, -1] has the negative size -1. Expected sizes of 0 or more.", Assert.Throws<ShapeException>(() => { Shape s = [2, -1]; }).Message);
        Assert.Contains("[65536, 65536] has more than 2147483647 entries", Assert.Throws<ShapeException>(() => { Shape s = [65536, 65536]; }).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => { Shape s = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue]; });
        Assert.Equal(int.MaxValue, Shape.Of([int.MaxValue, 1]).Size);
        Assert.Equal(0, Shape.Of([65536, 65536, 0]).Size);
        Assert.Equal(0, Shape.Of([0, 65536, 65536]).Size);
    }
}
