namespace Metamorph.Learning;

/// <summary>Training met a number that is infinite or not a number, and stopped.</summary>
/// <param name="message">The iteration, the task and the first primitive that made such a number.</param>
/// <param name="iteration">The iteration, from 1.</param>
/// <param name="lastGood">The last step whose numbers were all finite, or null at the first.</param>
public sealed class NonFiniteException(string message, int iteration, MetaStep? lastGood) : ArithmeticException(message)
{
    /// <summary>The iteration, from 1.</summary>
    public int Iteration => iteration;

    /// <summary>The last step whose numbers were all finite; null at the first.</summary>
    public MetaStep? LastGood => lastGood;
}
