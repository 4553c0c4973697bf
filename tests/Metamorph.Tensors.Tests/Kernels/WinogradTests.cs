using System.Runtime.Intrinsics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class WinogradTests
{
    private static readonly Window Three = new(3, 1, 1, 1);

    [Fact]
    public void Bits_do_not_depend_on_the_width_of_the_lanes()
    {
        var random = new Random(1);
        var shape = WinogradShape.Forward(new(3, 9, 10, 32, 48, 1, Three, new(3, 1, 0, 1)))!.Value;
        float[] x = Draw(shape.Images * shape.ImageSize, random), w = Draw(9 * 32 * 48, random), dy = Draw(3 * 9 * 8 * 48, random);
        var narrow = Run<Lanes128<float>>();
        if (Vector256.IsHardwareAccelerated) Assert.Equal(narrow, Run<Lanes256<float>>());
        if (Vector512.IsHardwareAccelerated) Assert.Equal(narrow, Run<Lanes512<float>>());

        float[] Run<TLanes>()
            where TLanes : struct, ILanes<TLanes, float>
        {
            var (y, dw) = (new float[dy.Length], new float[w.Length]);
            Winograd.Forward<TLanes, float>(shape, x, w, y);
            Winograd.WeightGradient<TLanes, float>(shape, x, dy, dw, 0, shape.Slices);
            return [.. y, .. dw];
        }
    }

    [Fact]
    public void Bits_of_an_image_do_not_depend_on_how_many_there_are()
    {
        var random = new Random(2);
        ConvolutionShape all = new(7, 8, 11, 32, 32, 1, Three, Three), one = all with { Images = 1 };
        float[] x = Draw(all.ImageCount, random), w = Draw(all.WeightCount, random), y = new float[all.ResultCount], dx = new float[all.ImageCount];
        ConvolutionForward.Run<float>(all, x, w, y);
        ConvolutionInputGradient.Run<float>(all, y, w, dx);
        for (int n = 0; n < all.Images; n++)
        {
            float[] y1 = new float[one.ResultCount], dx1 = new float[one.ImageCount];
            ConvolutionForward.Run<float>(one, x.AsSpan(n * one.ImageCount, one.ImageCount), w, y1);
            ConvolutionInputGradient.Run<float>(one, y.AsSpan(n * one.ResultCount, one.ResultCount), w, dx1);
            Assert.Equal(y[(n * one.ResultCount)..((n + 1) * one.ResultCount)], y1);
            Assert.Equal(dx[(n * one.ImageCount)..((n + 1) * one.ImageCount)], dx1);
        }
    }

    [Theory]
    [InlineData(28, 64, 1, true)]
    [InlineData(14, 32, 0, true)]
    [InlineData(7, 64, 1, true)]
    [InlineData(4, 64, 1, true)]
    [InlineData(3, 64, 1, false)]
    [InlineData(2, 64, 1, false)]
    [InlineData(14, 16, 1, false)]
    [InlineData(14, 40, 1, false)]
    [InlineData(14, 64, 3, false)]
    public void It_is_chosen_where_it_saves_products_and_fills_registers(int side, int channels, int padding, bool chosen)
    {
        Window window = new(3, 1, padding, 1);
        Assert.Equal(chosen, WinogradShape.Forward(new(5, side, side, channels, channels, 1, window, window)) is not null);
    }

    [Fact]
    public void It_is_chosen_for_windows_3_by_3_that_move_by_one_and_skip_nothing()
    {
        ConvolutionShape shape = new(5, 28, 28, 64, 64, 1, Three, Three);
        Assert.NotNull(WinogradShape.InputGradient(shape));
        Assert.Null(WinogradShape.Forward(shape with { Rows = Three with { Size = 2 } }));
        Assert.Null(WinogradShape.Forward(shape with { Columns = Three with { Stride = 2 } }));
        Assert.Null(WinogradShape.InputGradient(shape with { Columns = Three with { Dilation = 2 } }));
        Assert.Null(WinogradShape.InputGradient(shape with { Groups = 2 }));
    }

    private static float[] Draw(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
}
