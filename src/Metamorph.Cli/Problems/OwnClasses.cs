namespace Metamorph.Cli.Problems;

/// <summary>Only the classes that a task has are told: a model may have been trained to tell more, and what it says of the others is no answer.</summary>
internal static class OwnClasses
{
    /// <summary>The logits of the classes of a task: [tasks; n, ways].</summary>
    /// <param name="logits">[tasks; n, outputs], at least as many.</param>
    /// <param name="ways">Classes of a task.</param>
    internal static Tensor Of(Tensor logits, int ways) => logits.Shape[1] > ways ? logits.Slice(1, 0, ways) : logits;

    /// <summary>1 where a query is told rightly.</summary>
    /// <param name="ways">Classes of a task.</param>
    internal static Loss Right(int ways) => (predicted, target) => 1.0 - Losses.Mistake(Of(predicted, ways), target);
}
