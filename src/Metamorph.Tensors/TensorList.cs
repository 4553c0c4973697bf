namespace Metamorph.Tensors;

/// <summary>Some tensors as one value, for functions that take or return several.</summary>
/// <param name="Tensors">The tensors.</param>
public sealed record TensorList(params IReadOnlyList<Tensor> Tensors) : ITensors<TensorList>
{
    /// <inheritdoc/>
    public TensorList With(IReadOnlyList<Tensor> tensors) => new(tensors);

    /// <inheritdoc/>
    public string NameOf(int index) => $"{index}";
}
