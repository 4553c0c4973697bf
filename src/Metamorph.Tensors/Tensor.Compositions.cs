namespace Metamorph.Tensors;

/// <content>Functions made of others: their derivatives of every order follow.</content>
public sealed partial class Tensor
{
    /// <summary>The smaller of two, entry by entry. Where they are equal, each gets half of the derivative.</summary>
    /// <param name="other">Of a shape and tasks that broadcast with this.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor Minimum(Tensor other) => -(-this).Maximum(-other);

    /// <summary>Each entry brought between two bounds.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Clip(Tensor low, Tensor high) => Maximum(low).Minimum(high);

    /// <summary>x times the probability that a standard normal number is below x (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415), exact.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Gelu()
    {
        // In Float64 up to erfc: where that is small, one last bit of its argument z is 2 z^2 of its own, some 25 at x = -5.
        var x = IsWeak ? this : Floating("Gelu").Cast(DType.Float64);
        var twice = (-Math.Sqrt(0.5) * x).Erfc();
        return 0.5 * this * (IsWeak ? twice : twice.Cast(DType));
    }

    /// <summary>The mean over some axes, or over all.</summary>
    /// <param name="axes">Which axes; not given: all.</param>
    /// <param name="keep">Whether they stay, with size 1.</param>
    /// <returns>[tasks; what is left]; NaN for the mean of nothing.</returns>
    public Tensor Mean(Axes axes = default, bool keep = false)
    {
        var sum = Floating("Mean").Sum(axes, keep);
        return sum / ((double)Size / sum.Size);
    }

    /// <summary>The variance over some axes, or over all: the mean square distance from the mean.</summary>
    /// <param name="axes">Which axes; not given: all.</param>
    /// <param name="keep">Whether they stay, with size 1.</param>
    /// <param name="unbiased">Divide by n - 1 instead of n.</param>
    /// <returns>[tasks; what is left]</returns>
    public Tensor Variance(Axes axes = default, bool keep = false, bool unbiased = false)
    {
        var distance = this - Mean(axes, keep: true);
        var variance = (distance * distance).Mean(axes, keep);
        double n = (double)Size / variance.Size;
        return unbiased ? variance * (n / (n - 1)) : variance;
    }

    /// <summary>log of the sum of exp over some axes, or over all, without overflow.</summary>
    /// <param name="axes">Which axes; not given: all.</param>
    /// <param name="keep">Whether they stay, with size 1.</param>
    /// <returns>[tasks; what is left]</returns>
    public Tensor LogSumExp(Axes axes = default, bool keep = false)
    {
        var shift = Shift(axes);
        var result = (this - shift).Exp().Sum(axes, keep: true).Log() + shift;
        return keep ? result : result.Reshape(Shape.Without(axes.In(Shape, "LogSumExp")));
    }

    /// <summary>exp(x) divided by its sum over an axis.</summary>
    /// <param name="axis">Along which axis.</param>
    /// <returns>Shape and tasks as this; sums to 1 along the axis.</returns>
    public Tensor Softmax(int axis = -1)
    {
        var exp = (this - Shift(axis)).Exp();
        return exp / exp.Sum(axis, keep: true);
    }

    /// <summary>The logarithm of the softmax along an axis.</summary>
    /// <param name="axis">Along which axis.</param>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor LogSoftmax(int axis = -1) => this - LogSumExp(axis, keep: true);

    /// <summary>The cross-entropy of logits to labels, in nats.</summary>
    /// <param name="labels">Int32 [tasks; ...]: for every row of logits, its class.</param>
    /// <returns>[tasks; ...]: one number per row of this [tasks; ..., classes].</returns>
    /// <exception cref="ShapeException">There is not one label for every row.</exception>
    /// <exception cref="IndexException">A label is not a class.</exception>
    public Tensor CrossEntropy(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (Rank == 0 || labels.Shape != Shape.Without(Rank - 1))
            throw new ShapeException($"CrossEntropy: the logits are {Form} and the labels {labels.Form}. Expected one label for every row: labels [n, 1] become [n] with y.Flatten().");
        IndexException.ThrowIfOutside(labels.Integer("CrossEntropy"), Shape[^1], "CrossEntropy", $"the logits {Form} have {Shape[^1]} classes");
        return -LogSoftmax().TakeAlong(labels.Expand(-1), -1).Reshape(labels.Shape);
    }

    /// <summary>The cross-entropy of logits to probabilities of "yes", in nats, entry by entry.</summary>
    /// <param name="targets">0 to 1, of a shape and tasks that broadcast with this.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor BinaryCrossEntropy(Tensor targets) => targets * (-this).Softplus() + (1.0 - targets) * Softplus();

    /// <summary>The square of the difference, entry by entry.</summary>
    /// <param name="target">Of a shape and tasks that broadcast with this.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor SquaredError(Tensor target) => (this - target).Power(2);

    /// <summary>Half the square of a small difference, linear for a large one, entry by entry (Huber 1964).</summary>
    /// <param name="target">Of a shape and tasks that broadcast with this.</param>
    /// <param name="delta">Where the square ends and the line begins.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor Huber(Tensor target, double delta = 1)
    {
        var distance = (this - target).Abs();
        var small = distance.Minimum(delta);
        // For |e| <= delta: e^2 / 2. Beyond: delta (|e| - delta / 2).
        return small * (distance - 0.5 * small);
    }

    /// <summary>1 at the place that each label names, else 0.</summary>
    /// <param name="classes">How many places.</param>
    /// <param name="dtype">The dtype of the result.</param>
    /// <returns>[tasks; ..., classes] of this Int32 [tasks; ...]</returns>
    /// <exception cref="IndexException">A label is not a class.</exception>
    public Tensor OneHot(int classes, DType dtype = DType.Float32) => Eye(classes, dtype).Take(this);

    /// <summary>A constant near the largest entry, finite in any case: taken off before exp, so that nothing overflows.</summary>
    private Tensor Shift(Axes axes)
    {
        var largest = Floating("LogSumExp").Stop().Max(axes, keep: true);
        return largest.IsFinite().Where(largest, 0.0);
    }
}
