using System.Numerics;
using System.Runtime.Intrinsics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class ConvolutionTests
{
    private static readonly int[] Channels = [1, 1, 2, 3, 5, 8, 16, 17, 33, 64, 70];

    [Fact]
    public void The_three_maps_are_the_naive_sums_for_any_shape_in_Float32() => Check<float>(new Random(11), 5e-7);

    [Fact]
    public void The_three_maps_are_the_naive_sums_for_any_shape_in_Float64() => Check<double>(new Random(12), 1e-15);

    [Fact]
    public void Tiles_of_many_channels_give_the_naive_sums_in_Float32() => CheckTiles<float>(new Random(14), 5e-7);

    [Fact]
    public void Tiles_of_many_channels_give_the_naive_sums_in_Float64() => CheckTiles<double>(new Random(15), 1e-15);

    [Fact]
    public void Bits_do_not_depend_on_the_width_of_the_lanes()
    {
        var random = new Random(13);
        for (int round = 0; round < 40; round++)
        {
            int rows = random.Next(1, 20), run = random.Next(1, 9), taps = random.Next(1, 5), columns = random.Next(1, 80);
            float[] a = Draw<float>(rows * taps * run, random), b = Draw<float>(taps * run * columns, random), start = Draw<float>(rows * columns, random);
            bool add = random.Next(2) == 0;
            var narrow = Run<Lanes128<float>>();
            if (Vector256.IsHardwareAccelerated) Assert.Equal(narrow, Run<Lanes256<float>>());
            if (Vector512.IsHardwareAccelerated) Assert.Equal(narrow, Run<Lanes512<float>>());

            unsafe float[] Run<TLanes>()
                where TLanes : struct, ILanes<TLanes, float>
            {
                float[] c = [.. start];
                int[] from = [.. Enumerable.Range(0, rows).Select(r => r * taps * run)], to = [.. Enumerable.Range(0, rows).Select(r => r * columns)];
                int[] offsets = [.. Enumerable.Range(0, taps).Select(t => t * run)], right = [.. Enumerable.Range(0, taps).Select(t => (taps - 1 - t) * run * columns)];
                fixed (float* pa = a, pb = b, pc = c)
                fixed (int* pf = from, pt = to, po = offsets, pr = right)
                    IndirectProduct.Run<TLanes, float>(rows, pf, pt, taps, po, pr, run, pa, pb, columns, columns, pc, add);
                return c;
            }
        }
    }

    [Fact]
    public void Memory_of_another_size_is_refused()
    {
        var shape = new ConvolutionShape(1, 4, 4, 1, 1, 1, new(3, 1, 1, 1), new(3, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionForward.Run<float>(shape, new float[15], new float[9], new float[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionInputGradient.Run<float>(shape, new float[16], new float[8], new float[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionWeightGradient.Run<float>(shape, new float[16], new float[16], new float[10]));
    }

    private static void Check<T>(Random random, double precision)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int round = 0; round < 120; round++)
        {
            int groups = random.Next(4) == 0 ? random.Next(2, 4) : 1;
            int inputs = groups * Channels[random.Next(groups > 1 ? 6 : Channels.Length)], outputs = groups * Channels[random.Next(groups > 1 ? 6 : Channels.Length)];
            var (rows, columns) = (Window(random), Window(random));
            int height = Math.Max(1, rows.Span - 2 * rows.Padding) + random.Next(6), width = Math.Max(1, columns.Span - 2 * columns.Padding) + random.Next(9);
            Check<T>(new(random.Next(random.Next(8) == 0 ? 40 : 4), height, width, inputs, outputs, groups, rows, columns), random, precision);
        }
    }

    /// <summary>3 x 3 and stride 1, where small products may be computed from transforms: odd and even sizes, any padding, no image or several blocks.</summary>
    private static void CheckTiles<T>(Random random, double precision)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] channels = [16, 32, 48];
        for (int round = 0; round < 40; round++)
        {
            Window rows = new(3, 1, random.Next(4), 1), columns = new(3, 1, random.Next(4), 1);
            int height = Math.Max(1, 3 - 2 * rows.Padding) + random.Next(12), width = Math.Max(1, 3 - 2 * columns.Padding) + random.Next(12);
            Check<T>(new(random.Next(4), height, width, channels[random.Next(3)], channels[random.Next(3)], 1, rows, columns), random, precision);
        }

        Check<T>(new(2, 19, 17, 32, 32, 1, new(3, 1, 1, 1), new(3, 1, 1, 1)), random, precision);
        Check<T>(new(9, 8, 8, 32, 48, 1, new(3, 1, 1, 1), new(3, 1, 1, 1)), random, precision);
    }

    private static Window Window(Random random) => new(random.Next(1, 5), random.Next(1, 4), random.Next(3), random.Next(1, 3));

    private static void Check<T>(ConvolutionShape shape, Random random, double precision)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Draw<T>(shape.ImageCount, random), w = Draw<T>(shape.WeightCount, random), dy = Draw<T>(shape.ResultCount, random);
        T[] y = Dirty<T>(shape.ResultCount), dx = Dirty<T>(shape.ImageCount), dw = Dirty<T>(shape.WeightCount);
        ConvolutionForward.Run<T>(shape, x, w, y.AsSpan(1, shape.ResultCount));
        ConvolutionInputGradient.Run<T>(shape, dy, w, dx.AsSpan(1, shape.ImageCount));
        ConvolutionWeightGradient.Run<T>(shape, x, dy, dw.AsSpan(1, shape.WeightCount));

        // The naive sums in double, with the sums of magnitudes, which rounding errors are relative to.
        var (ey, ex, ew) = (new (double, double)[y.Length - 2], new (double, double)[dx.Length - 2], new (double, double)[dw.Length - 2]);
        for (int n = 0; n < shape.Images; n++)
            for (int i = 0; i < shape.OutHeight; i++)
                for (int j = 0; j < shape.OutWidth; j++)
                    for (int o = 0; o < shape.Outputs; o++)
                        for (int tap = 0; tap < shape.Taps; tap++)
                            for (int c = 0; c < shape.GroupInputs; c++)
                            {
                                int down = i * shape.Rows.Stride + tap / shape.Columns.Size * shape.Rows.Dilation - shape.Rows.Padding;
                                int right = j * shape.Columns.Stride + tap % shape.Columns.Size * shape.Columns.Dilation - shape.Columns.Padding;
                                if ((uint)down >= (uint)shape.Height || (uint)right >= (uint)shape.Width) continue;
                                int atX = ((n * shape.Height + down) * shape.Width + right) * shape.Inputs + o / shape.GroupOutputs * shape.GroupInputs + c;
                                int atW = (tap * shape.GroupInputs + c) * shape.Outputs + o, atY = ((n * shape.OutHeight + i) * shape.OutWidth + j) * shape.Outputs + o;
                                double vx = double.CreateChecked(x[atX]), vw = double.CreateChecked(w[atW]), vy = double.CreateChecked(dy[atY]);
                                Add(ref ey[atY], vx * vw);
                                Add(ref ex[atX], vy * vw);
                                Add(ref ew[atW], vx * vy);
                            }

        Close(ey, y, "forward");
        Close(ex, dx, "input gradient");
        Close(ew, dw, "weight gradient");

        static void Add(ref (double Sum, double Size) total, double term) => total = (total.Sum + term, total.Size + Math.Abs(term));

        void Close((double Sum, double Size)[] expected, T[] actual, string what)
        {
            // What lies around the result stays as it is.
            Assert.Equal((T.CreateChecked(-77), T.CreateChecked(-77)), (actual[0], actual[^1]));
            for (int i = 0; i < expected.Length; i++)
                Assert.True(
                    Math.Abs(expected[i].Sum - double.CreateChecked(actual[i + 1])) <= precision * (1 + expected[i].Size) * 8,
                    $"{what} of {shape} in {typeof(T).Name}: {actual[i + 1]} at {i}, expected {expected[i].Sum}");
        }
    }

    private static T[] Draw<T>(int count, Random random)
        where T : unmanaged, INumber<T> => [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.NextDouble() * 2 - 1))];

    private static T[] Dirty<T>(int count)
        where T : unmanaged, INumber<T> => [.. Enumerable.Repeat(T.CreateChecked(-77), count + 2)];
}
