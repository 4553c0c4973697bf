using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>Every place of a window adds its number to the pixels of an image under it: the transpose of their sum.</summary>
internal sealed record PoolSpreadPrimitive(Windows Windows, int Height, int Width) : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new PoolSumPrimitive(Windows).Apply(cotangent);

    internal override IEnumerable<Example> Examples(Key key) => PoolingCase.Examples(key, places: true).Select(c => new Example(
        x => new PoolSpreadPrimitive(c.Windows, c.Height, c.Width).Apply(x[0]), [c.X],
        (x, i) => (from p in Enumerable.Range(0, c.X.Shape[2])
                   from q in Enumerable.Range(0, c.X.Shape[3])
                   where c.Under([0, 0, p, q]).Contains((i[2], i[3]))
                   select x[0][i[0], i[1], p, q]).Sum()));

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var y = inputs[0];
        var shape = Windows.Over([y.Shape[0], y.Shape[1], Height, Width]);
        var x = Tensor.Allocate<T>([shape.Images, Height, Width, shape.Inputs], y.Tasks, y.IsWeak);
        var laid = Laid.Pixels(y);
        x.By(() =>
        {
            var numbers = laid.Read<T>();
            for (int t = 0; t < (y.Tasks ?? 1); t++) Pooling.Spread(shape, numbers[t], x.Target<T>().Slice(t * x.Size, x.Size));
        });
        return Laid.SeenPixels(x);
    }
}
