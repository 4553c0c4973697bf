namespace Metamorph.Learning;

/// <summary>A step of training beside the best one so far.</summary>
/// <param name="Step">The step.</param>
/// <param name="Validation">The mean error on the validation tasks after it, where it was measured.</param>
/// <param name="Best">The step of the smallest error so far; null before the first measurement.</param>
/// <param name="BestValidation">Its error.</param>
public sealed record ValidatedStep(MetaStep Step, double? Validation, MetaStep? Best, double BestValidation);
