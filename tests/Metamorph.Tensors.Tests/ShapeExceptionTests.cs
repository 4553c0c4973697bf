namespace Metamorph.Tensors.Tests;

/// <summary>What operations say of shapes that do not fit: what was asked, what came, what was expected.</summary>
public sealed class ShapeExceptionTests
{
    private static readonly Tensor Matrix = Tensor.Zeros([10, 784], tasks: 32);

    [Fact]
    public void MatMul_needs_matrices_whose_inner_sizes_agree()
    {
        Says("MatMul: [32; 10, 784] by [512, 64]: inner sizes 784 and 512 differ. Expected [..., n, k] by [..., k, m].", () => Matrix.MatMul(Tensor.Zeros([512, 64])));
        Says(
            "MatMul: [32; 10, 784] by [784]. Expected at least two axes each, [n, k] by [k, m]: x.Expand(0) makes a row of a vector, x.Expand(-1) a column.",
            () => Matrix.MatMul(Tensor.Zeros([784])));
        Says("MatMul: [32; 10, 784] has 32 tasks and [31; 784, 1] has 31.", () => Matrix.MatMul(Tensor.Zeros([784, 1], tasks: 31)));
        Says("sizes 2 and 3 meet at axis -1", () => Tensor.Zeros([2, 4, 5]).MatMul(Tensor.Zeros([3, 5, 6])));
    }

    [Fact]
    public void Concatenate_needs_equal_sizes_but_for_the_axis()
    {
        Says("Concatenate: [2, 4] does not fit to [2, 3] along axis 0. Expected equal sizes at all other axes.", () => Tensor.Concatenate([Tensor.Zeros([2, 3]), Tensor.Zeros([2, 4])]));
        Says("Concatenate: [3] does not fit to [2, 3] along axis 1.", () => Tensor.Concatenate([Tensor.Zeros([2, 3]), Tensor.Zeros([3])], -1));
        Says("Concatenate: axis 2 does not exist in shape [2, 3]. Expected an axis from -2 to 1.", () => Tensor.Concatenate([Tensor.Zeros([2, 3])], 2));
        Says("Concatenate: [2; 3] has 2 tasks and [4; 3] has 4.", () => Tensor.Concatenate([Tensor.Zeros([3]), Tensor.Zeros([3], tasks: 2), Tensor.Zeros([3], tasks: 4)]));
        Says("Concatenate: no parts. Expected at least one tensor.", () => Tensor.Concatenate([]));
        Says("does not fit to", () => Tensor.Stack([Tensor.Zeros([2]), Tensor.Zeros([3])]));
    }

    [Fact]
    public void Slice_takes_what_exists()
    {
        Says("Slice: 3 entries from 8 in steps of 1 are not in axis 0 of [32; 10, 784], which has 10.", () => Matrix.Slice(0, 8, 3));
        Says("Slice: 2 entries from 0 in steps of -1 are not in axis -2 of [32; 10, 784], which has 10.", () => Matrix.Slice(-2, 0, 2, -1));
        Says("Slice: 2 entries from 0 in steps of 0 are not", () => Matrix.Slice(0, 0, 2, 0));
        Says("Slice: 1 entries from -1 in steps of 1 are not", () => Matrix.Slice(0, -1, 1));
        Says("Slice: -1 entries from 0", () => Matrix.Slice(0, 0, -1));
        Says("Slice: axis 2 does not exist in shape [10, 784]. Expected an axis from -2 to 1.", () => Matrix.Slice(2, 0, 1));
        Says("Slice: the range 8..11 is not in axis 0 of [32; 10, 784], which has 10 entries.", () => Matrix.Slice(0, 8..11));
        Says("Slice: the range 5..4 is not in axis 0", () => Matrix.Slice(0, 5..4));
        Says("Slice: the range ^11..^0 is not in axis 0", () => Matrix.Slice(0, ^11..));
    }

    [Fact]
    public void Reshape_keeps_the_number_of_entries()
    {
        Says("Reshape: [32; 10, 784] has 7840 entries a task and [32, 7840] has 250880. Expected as many.", () => Matrix.Reshape([32, 7840]));
        Says("Expand: an axis cannot be put at 3 in [32; 10, 784]. Expected -3 to 2.", () => Matrix.Expand(3));
        Says("Flatten: axis 2 does not exist in shape [10, 784].", () => Matrix.Flatten(2));
    }

    [Fact]
    public void Permute_names_every_axis_once()
    {
        Says("Permute: [0, 0] does not order the 2 axes of [32; 10, 784]. Expected each of 0 to 1 once.", () => Matrix.Permute(0, 0));
        Says("Permute: [1] does not order the 2 axes", () => Matrix.Permute(1));
        Says("Permute: [1, -1] does not order the 2 axes", () => Matrix.Permute(1, -1));
        Says("Permute: axis 2 does not exist in shape [10, 784].", () => Matrix.Permute(0, 2));
        Says("Transpose: [3] has 1 axes. Expected at least two.", () => Tensor.Zeros([3]).Transpose());
    }

    [Fact]
    public void Pad_has_an_axis_and_adds_entries()
    {
        Says("Pad: axis -3 does not exist in shape [10, 784].", () => Matrix.Pad(-3, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.Pad(0, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.Pad(0, 1, -1));
    }

    [Fact]
    public void BroadcastTo_only_stretches()
    {
        Says("BroadcastTo: [32; 10, 784] does not stretch to [784]. Expected every axis, from the last, to be equal or 1.", () => Matrix.BroadcastTo([784]));
        Says("BroadcastTo: [3] does not stretch to [3, 1].", () => Tensor.Zeros([3]).BroadcastTo([3, 1]));
    }

    [Fact]
    public void Reductions_name_axes_that_exist_once()
    {
        Says("Sum: axis 2 does not exist in shape [10, 784]. Expected an axis from -2 to 1.", () => Matrix.Sum(2));
        Says("Max: axis -1 of shape [10, 784] is named twice in [1, -1]. Expected each axis at most once.", () => Matrix.Max([1, -1]));
        Says("ArgMax: there is no entry to choose from in [0, 3]. Expected at least one in the axes asked for.", () => Tensor.Zeros([0, 3]).ArgMax(0));
        Says("ArgSort: axis -1 does not exist in shape [].", () => Tensor.Of(1.0).ArgSort());
    }

    [Fact]
    public void TopK_takes_as_many_as_there_are()
    {
        Says("TopK: 11 entries of axis 0 of [32; 10, 784], which has 10. Expected 0 to 10.", () => Matrix.TopK(11, 0));
        Says("TopK: -1 entries of axis -1", () => Matrix.TopK(-1));
    }

    [Fact]
    public void Indices_have_the_shape_that_the_operation_needs()
    {
        var index = Tensor.Zeros([4], DType.Int32);
        Says("Take: [] has no rows. Expected at least one axis.", () => Tensor.Of(1.0).Take(index));
        Says("Take: [32; 10, 784] has 32 tasks and [2; 4] has 2.", () => Matrix.Take(index.PerTask(2)));
        Says("ScatterAdd: the index [4] does not name the rows of [32; 10, 784]. Expected the first axes of it.", () => Matrix.ScatterAdd(index, 3));
        Says("ScatterAdd: the index [10, 784, 1] does not name the rows", () => Matrix.ScatterAdd(Tensor.Zeros([10, 784, 1], DType.Int32), 3));
        Says("TakeAlong: the index [4] has 1 axes and [32; 10, 784] has 2. Expected as many.", () => Matrix.TakeAlong(index, 0));
        Says(
            "TakeAlong: the index [9, 2] does not fit to [32; 10, 784]: sizes 9 and 10 meet at axis 0. Expected equal sizes, or 1, at all axes but 1.",
            () => Matrix.TakeAlong(Tensor.Zeros([9, 2], DType.Int32), 1));
        Says(
            "ScatterAddAlong: [10, 2] has not one index for every entry of [32; 10, 784]. Expected equal sizes at axis 1.",
            () => Matrix.ScatterAddAlong(Tensor.Zeros([10, 2], DType.Int32), 1, 5));
    }

    [Fact]
    public void Cross_entropy_needs_one_label_per_row()
    {
        var labels = Tensor.Zeros([10, 1], DType.Int32);
        Says(
            "CrossEntropy: the logits are [32; 10, 784] and the labels [10, 1]. Expected one label for every row: labels [n, 1] become [n] with y.Flatten().",
            () => Matrix.CrossEntropy(labels));
        Assert.Equal("[32; 10]", Matrix.CrossEntropy(labels.Flatten()).Form);
        Says("the logits are [] and the labels []", () => Tensor.Of(1.0).CrossEntropy(Tensor.Of(0)));
        Assert.Equal("[]", Tensor.Of(1.0, 2).CrossEntropy(Tensor.Of(0)).Form);
    }

    private static void Says(string message, Func<object> call) =>
        Assert.Contains(message, Assert.Throws<ShapeException>(call).Message, StringComparison.Ordinal);
}
