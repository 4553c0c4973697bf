namespace Metamorph.Tensors.Tests.Diagnostics;

/// <summary>Where a number first became infinite or not a number.</summary>
public sealed class DiagnosticsTests
{
    private static readonly Tensor PerTask = Tensor.Of([1.0, 2, 0, 4], [], 4);

    [Fact]
    public void The_first_primitive_its_inputs_and_the_task_are_named()
    {
        var found = Tensors.Diagnostics.FirstNonFinite(x => (x * x).Log().Exp().Sum(), PerTask)!;
        Assert.Equal("Log", found.Primitive);
        Assert.Equal(["[4; ]"], found.Inputs);
        Assert.Equal(2, found.Task);
        Assert.Equal("The first primitive with a result that is not finite is Log of [4; ], task 2.", found.ToString());
        Assert.Null(Tensors.Diagnostics.FirstNonFinite(x => (x * x).Exp(), PerTask));
    }

    [Fact]
    public void An_input_that_was_not_finite_before_is_marked()
    {
        var data = Tensor.Of(double.NaN, 1.0);
        var found = Tensors.Diagnostics.FirstNonFinite(x => (x * 2.0 - data).Sum(), Tensor.Of(1.0, 2.0))!;
        Assert.Equal("Subtract", found.Primitive);
        Assert.Equal(["[2]", "[2] (not finite before)"], found.Inputs);
        Assert.Null(found.Task);
        Assert.Equal("the variable 'x'", Tensors.Diagnostics.FirstNonFinite(x => x, data)!.Primitive);
    }

    [Fact]
    public void Inner_gradients_checkpoints_and_mixed_gradients_are_looked_into()
    {
        static Tensor Rooted(Tensor z) => z.Sqrt();
        Assert.Equal("Divide", Tensors.Diagnostics.FirstNonFinite(x => Gradient.Of(Rooted, x), Tensor.Of(0.0))!.Primitive);
        Assert.Equal("Log", Tensors.Diagnostics.FirstNonFinite(x => Checkpoint.Step(z => Checkpoint.Step(w => w.Log() * 2.0, z) + 1.0, x), Tensor.Of(0.0))!.Primitive);
        Assert.Equal("Divide", Tensors.Diagnostics.FirstNonFinite(x => Gradient.Mixed(Rooted, x), Tensor.Of(0.0))!.Primitive);
        Assert.Equal("Gradient.Custom", Tensors.Diagnostics.FirstNonFinite(x => Gradient.Custom(z => z.Log(), (z, _, c) => c / z, x), Tensor.Of(0.0))!.Primitive);
    }
}
