namespace Metamorph.Cli;

/// <summary>A learner among others that were measured in the same mode of batch norm.</summary>
/// <param name="Comparison">How it stands among them.</param>
/// <param name="Runs">Its measured runs.</param>
internal sealed record ComparedLearner(Comparison Comparison, IReadOnlyList<MeasuredRun> Runs)
{
    /// <summary>Whose statistics its batch norms took.</summary>
    internal string BatchNorm => Runs[0].BatchNorm;
}
