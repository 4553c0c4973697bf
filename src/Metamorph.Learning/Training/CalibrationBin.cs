namespace Metamorph.Learning;

/// <summary>Predictions of about one confidence.</summary>
/// <param name="Confidence">The mean of their largest probabilities; 0 where there are none.</param>
/// <param name="Accuracy">The share that is right; 0 where there are none.</param>
/// <param name="Count">How many, by weight.</param>
public sealed record CalibrationBin(double Confidence, double Accuracy, double Count);
