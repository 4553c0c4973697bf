namespace Metamorph.Learning;

/// <summary>The error of a learner on one task, which was not trained on, in one split.</summary>
/// <param name="Split">The split: the seed that parted the tasks, and that training drew from.</param>
/// <param name="Task">The task's name: the same in every split whose test tasks it is among.</param>
/// <param name="Error">What was measured.</param>
public sealed record TaskError(ulong Split, string Task, double Error);
