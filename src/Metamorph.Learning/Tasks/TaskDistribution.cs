namespace Metamorph.Learning;

/// <summary>Draws tasks. Task t is drawn from keys folded with t, so the first k of n tasks are the k tasks drawn alone: chunks, ranks and a loop see the same tasks.</summary>
/// <typeparam name="TTask">Tasks side by side.</typeparam>
/// <param name="key">Where random numbers come from.</param>
/// <param name="tasks">How many.</param>
/// <returns>The tasks.</returns>
public delegate TTask TaskDistribution<out TTask>(Key key, int tasks);
