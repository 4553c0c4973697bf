namespace Metamorph.Learning;

/// <summary>
/// A learner whose meta-parameters are found in one call, in closed form or by a choice on validation tasks, and not by steps of
/// training. What was chosen is one of them, so that a saved model holds it.
/// </summary>
/// <inheritdoc cref="FewShotLearner(Loss)"/>
public abstract class FittedLearner(Loss loss) : FewShotLearner(loss)
{
    /// <summary>Finds the meta-parameters.</summary>
    /// <param name="train">All rows of all training tasks: [tasks; n, ...], with weights where tasks are not of one size.</param>
    /// <param name="validation">Other tasks, to choose by.</param>
    /// <param name="key">Where random numbers come from.</param>
    /// <returns>Meta-parameters of the names of <see cref="MetaLearner{TTask}.Init"/>, in the dtype of the rows.</returns>
    public abstract ParameterSet Fit(Batch train, Episode validation, Key key);

    /// <summary>The candidate whose query loss on the validation tasks is smallest; of several that are as good, the first.</summary>
    private protected ParameterSet Best(IEnumerable<ParameterSet> candidates, Episode validation, Key key) => candidates.MinBy(meta =>
    {
        double loss = (double)MetaLoss(meta, validation, key).MeanOverTasks();

        // NaN sorts before every number; a candidate that diverges is the worst.
        return double.IsNaN(loss) ? double.PositiveInfinity : loss;
    })!;
}
