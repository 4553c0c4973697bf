namespace Metamorph.Tensors.Tests.Laws;

/// <summary>Arithmetic on lists of tensors as single vectors.</summary>
internal static class TensorLists
{
    internal static TensorList Map(this TensorList x, Func<Tensor, Tensor> f) => new([.. x.Tensors.Select(f)]);

    internal static TensorList Plus(this TensorList x, double factor, TensorList other) => new([.. x.Tensors.Zip(other.Tensors, (a, b) => a + factor * b)]);

    /// <summary>The sum of all products of entries: one number.</summary>
    internal static double Dot(this TensorList x, TensorList other) => x.Tensors.Zip(other.Tensors, (a, b) => (double)(a * b).Sum().SumOverTasks()).Sum();

    /// <summary>The sum of all magnitudes of products: what rounding errors are relative to.</summary>
    internal static double Scale(this TensorList x, TensorList other) => x.Tensors.Zip(other.Tensors, (a, b) => (double)(a * b).Abs().Sum().SumOverTasks()).Sum();

    internal static TensorList Draw(Key key, IEnumerable<Tensor> like) =>
        new([.. like.Select((x, i) => key.Fold(i).Uniform(-1, 1, x.Shape, x.Tasks, DType.Float64))]);
}
