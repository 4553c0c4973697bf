namespace Metamorph.Tensors.Tests;

public sealed class PrintingTests
{
    [Fact]
    public void A_small_tensor_shows_its_numbers()
    {
        Assert.Equal("[] Float32 1.5", Tensor.Of(1.5f).ToString());
        Assert.Equal("[3] Int32 [1, -2, 3]", Tensor.Of(1, -2, 3).ToString());
        Assert.Equal("[2, 2] Float64 [[1, 2], [3, 4]]", Tensor.Of(new[,] { { 1.0, 2 }, { 3, 4 } }).ToString());
        Assert.Equal("[1, 2, 1] Int32 [[[1], [2]]]", Tensor.Of([1, 2], [1, 2, 1]).ToString());
    }

    [Fact]
    public void Tasks_stand_in_braces()
    {
        Assert.Equal("[2; 3] Float32 {[1, 2, 3], [4, 5, 6]}", Tensor.Of([1f, 2, 3, 4, 5, 6], [3], 2).ToString());
        Assert.Equal("[2; ] Float32 {1, 2}", Tensor.Of([1f, 2], [], 2).ToString());
        Assert.Equal("[1; ] Int32 {7}", Tensor.Of([7], [], 1).ToString());
    }

    [Fact]
    public void A_tensor_without_entries_shows_its_form()
    {
        Assert.Equal("[0] Float32 []", Tensor.Zeros([0]).ToString());
        Assert.Equal("[2, 0] Float32 [[], []]", Tensor.Zeros([2, 0]).ToString());
        Assert.Equal("[0; 3] Float32 {}", Tensor.Zeros([3], tasks: 0).ToString());
    }

    [Fact]
    public void A_large_tensor_shows_its_form_alone()
    {
        Assert.EndsWith("23]", Tensor.Arange(24).ToString(), StringComparison.Ordinal);
        Assert.Equal("[25] Int32", Tensor.Arange(25).ToString());
        Assert.Equal("[32; 5, 784] Float32", Tensor.Zeros([5, 784], tasks: 32).ToString());
    }

    [Fact]
    public void A_weak_number_says_so()
    {
        Assert.Equal("[] weak 0.1", ((Tensor)0.1).ToString());
        Assert.Equal("[] weak 0.3", ((Tensor)0.1 + 0.2).ToString());
    }

    [Fact]
    public void Numbers_are_rounded_to_what_their_dtype_holds_and_never_depend_on_the_culture()
    {
        Assert.Equal("[4] Float32 [0.1, 0.333333, 1E+10, NaN]", Tensor.Of(0.1f, 1 / 3f, 1e10f, float.NaN).ToString());
        Assert.Equal("[3] Float64 [0.1, 0.33333333, -Infinity]", Tensor.Of(0.1, 1 / 3.0, double.NegativeInfinity).ToString());
    }

    [Fact]
    public void Views_show_what_they_look_at() => Assert.Equal(
        "[2, 2] Int32 [[5, 2], [4, 1]]", Tensor.Of(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Slice(1, 0, 2).Transpose().Slice(0, 1, 2, -1).Slice(1, 1, 2, -1).ToString());

    [Fact]
    public void The_form_is_what_messages_call_a_tensor()
    {
        Tensor[] tensors = [Tensor.Of(1), Tensor.Zeros([3]), Tensor.Zeros([2, 3]), Tensor.Zeros([], tasks: 4), Tensor.Zeros([2, 3], tasks: 4)];
        Assert.Equal("[] [3] [2, 3] [4; ] [4; 2, 3]", string.Join(" ", tensors.Select(x => x.Form)));
    }
}
