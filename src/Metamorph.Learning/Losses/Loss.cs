namespace Metamorph.Learning;

/// <summary>How wrong predictions are, one number per example; <see cref="Batch.Mean"/> makes them one per task. A mean loss is a mean: inner rates published for summed losses are converted.</summary>
/// <param name="predicted">[tasks; n, ...]</param>
/// <param name="target">[tasks; n, ...]</param>
/// <returns>[tasks; n]</returns>
public delegate Tensor Loss(Tensor predicted, Tensor target);
