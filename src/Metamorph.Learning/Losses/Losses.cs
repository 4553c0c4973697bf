namespace Metamorph.Learning;

/// <summary>Known losses.</summary>
public static class Losses
{
    /// <summary>The mean over an example's outputs of the squared error. predicted, target: [tasks; n, outputs].</summary>
    public static Loss SquaredError { get; } = (predicted, target) => PerExample(Fitting(predicted, target, "SquaredError").SquaredError(target));

    /// <summary>The mean over an example's outputs of the magnitude of the error. predicted, target: [tasks; n, outputs].</summary>
    public static Loss AbsoluteError { get; } = (predicted, target) => PerExample((Fitting(predicted, target, "AbsoluteError") - target).Abs());

    /// <summary>The cross-entropy of logits [tasks; n, classes] to Int32 labels [tasks; n], in nats.</summary>
    public static Loss CrossEntropy { get; } = (predicted, target) => predicted.CrossEntropy(target);

    /// <summary>The mean over an example's outputs of the cross-entropy of logits to probabilities of "yes", in nats. predicted, target: [tasks; n, outputs].</summary>
    public static Loss BinaryCrossEntropy { get; } = (predicted, target) => PerExample(Fitting(predicted, target, "BinaryCrossEntropy").BinaryCrossEntropy(target));

    /// <summary>1 where the largest of the logits [tasks; n, classes] is not the label's [tasks; n]: one minus the accuracy. It has no derivative.</summary>
    public static Loss Mistake { get; } = (predicted, target) => Labelled(predicted, target, "Mistake").ArgMax(-1).NotEqualTo(target).Cast(predicted.DType);

    /// <summary>The mean over an example's outputs of Huber's loss. predicted, target: [tasks; n, outputs].</summary>
    /// <param name="delta">Where the square ends and the line begins.</param>
    /// <returns>The loss.</returns>
    public static Loss Huber(double delta = 1) => (predicted, target) => PerExample(Fitting(predicted, target, "Huber").Huber(target, delta));

    /// <summary>The same loss until it is cancelled. A learner that is made with it ends within an adaptation, at the next inner step.</summary>
    /// <param name="loss">The loss. From then on it throws <see cref="OperationCanceledException"/>.</param>
    /// <param name="cancellation">When it ends.</param>
    /// <returns>The loss.</returns>
    public static Loss Until(this Loss loss, CancellationToken cancellation) => (predicted, target) => loss(predicted.Heed(cancellation), target);

    /// <summary>[tasks; n] of [tasks; n] or [tasks; n, outputs].</summary>
    private static Tensor PerExample(Tensor errors) => errors.Rank == 1 ? errors : errors.Flatten(1).Mean(-1);

    // [n] against [n, 1] would broadcast to [n, n]: the commonest silent mistake in regression.
    private static Tensor Fitting(Tensor predicted, Tensor target, string loss) => predicted.Shape == target.Shape && predicted.Rank > 0
        ? predicted
        : throw new ShapeException($"{loss}: the prediction is {predicted.Form} and the target {target.Form}. Expected the same shape [n, outputs]: a target [n] becomes one with y.Expand(-1).");

    // As in regression: labels [n, 1] would be compared with each of n rows.
    private static Tensor Labelled(Tensor logits, Tensor labels, string loss) => logits.Rank > 0 && labels.Shape == (Shape)logits.Shape.ToArray()[..^1]
        ? logits
        : throw new ShapeException($"{loss}: the logits are {logits.Form} and the labels {labels.Form}. Expected one label for every row: labels [n, 1] become [n] with y.Flatten().");
}
