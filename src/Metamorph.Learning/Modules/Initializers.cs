namespace Metamorph.Learning;

/// <summary>Known initializers, by name.</summary>
public static class Initializers
{
    /// <summary>Uniform with variance 2 / (inputs + outputs): Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16.</summary>
    public static Initializer Glorot { get; } = (key, shape, inputs, outputs) => Math.Sqrt(6.0 / (inputs + outputs)) * key.Uniform(-1, 1, shape);

    /// <summary>Normal with variance 2 / inputs, for ReLU: He et al. 2015, https://arxiv.org/abs/1502.01852, eq. 10.</summary>
    public static Initializer He { get; } = (key, shape, inputs, _) => Math.Sqrt(2.0 / Math.Max(1, inputs)) * key.Normal(shape);

    /// <summary>Normal with variance 1 / inputs: LeCun et al. 1998, "Efficient BackProp", section 4.6.</summary>
    public static Initializer LeCun { get; } = (key, shape, inputs, _) => Math.Sqrt(1.0 / Math.Max(1, inputs)) * key.Normal(shape);

    /// <summary>Orthogonal rows or columns, whichever are fewer: Saxe et al. 2013, https://arxiv.org/abs/1312.6120.</summary>
    public static Initializer Orthogonal { get; } = (key, shape, _, _) => shape.Size == 0 ? Tensor.Zeros(shape) : Orthonormal(key, shape);

    /// <summary>All zeros: biases, and last layers that are to start without an effect.</summary>
    public static Initializer Zeros { get; } = (_, shape, _, _) => Tensor.Zeros(shape);

    /// <summary>Normal with a given deviation.</summary>
    /// <param name="deviation">The standard deviation.</param>
    /// <returns>The initializer.</returns>
    public static Initializer Normal(double deviation) => (key, shape, _, _) => deviation * key.Normal(shape);

    /// <summary>Normal with a given deviation, restricted to two deviations: what MAML's sinusoid experiment draws with 0.01 (Finn et al. 2017, https://arxiv.org/abs/1703.03400).</summary>
    /// <param name="deviation">The standard deviation before the restriction.</param>
    /// <returns>The initializer.</returns>
    public static Initializer TruncatedNormal(double deviation) => (key, shape, _, _) => deviation * key.TruncatedNormal(shape);

    /// <summary>Gram-Schmidt on random vectors, twice for accuracy.</summary>
    private static Tensor Orthonormal(Key key, Shape shape)
    {
        int columns = shape[^1], rows = shape.Size / Math.Max(1, columns), count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        var drawn = key.Normal([count, length], dtype: DType.Float64);
        var basis = new List<Tensor>();
        for (int i = 0; i < count; i++)
        {
            var v = drawn.Slice(0, i, 1);
            foreach (var b in basis.Concat(basis)) v -= (v * b).Sum() * b;
            basis.Add(v / (v * v).Sum().Sqrt());
        }

        var q = Tensor.Concatenate(basis).Cast(DType.Float32);
        return (rows < columns ? q : q.Transpose()).Reshape(shape);
    }
}
