namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same numbers, unless the computation has been cancelled by then: also when it is replayed.</summary>
    /// <param name="cancellation">Whether it has.</param>
    /// <returns>Shape and tasks as this.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Tensor Heed(CancellationToken cancellation) => cancellation.CanBeCanceled ? new HeedPrimitive(cancellation).Apply(this) : this;
}

/// <summary>The identity that throws when it has been cancelled.</summary>
internal sealed record HeedPrimitive(CancellationToken Cancellation) : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => cotangent;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => new HeedPrimitive(CancellationToken.None).Apply(x), x => x);

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(x.Shape, x.Tasks, x.IsWeak);
        return y.By(() =>
        {
            Cancellation.ThrowIfCancellationRequested();
            x.Values<T>().CopyTo(y.Target<T>());
        });
    }
}
