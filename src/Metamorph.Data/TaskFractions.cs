namespace Metamorph.Data;

/// <summary>Which fraction of the tasks is for training, for validation and for the test. Each is above 0, and together they are 1.</summary>
/// <param name="Train">Tasks that a model is trained on.</param>
/// <param name="Validation">Tasks that settings are chosen by.</param>
/// <param name="Test">Tasks that the chosen model is judged by, once.</param>
public sealed record TaskFractions(double Train, double Validation, double Test)
{
    /// <summary>0.70, 0.15 and 0.15.</summary>
    public static TaskFractions Usual { get; } = new(0.70, 0.15, 0.15);

    /// <summary>How many of some tasks each part gets: the fractions of them, rounded, and at least one; what rounding leaves goes to training.</summary>
    /// <param name="tasks">At least 3.</param>
    /// <returns>Three numbers that add up to <paramref name="tasks"/>.</returns>
    /// <exception cref="ArgumentException">The fractions are not all above 0, or are not 1 together.</exception>
    internal (int Train, int Validation, int Test) Of(int tasks)
    {
        // Fractions such as 0.7, 0.15 and 0.15 add up to 1 only to rounding.
        if (!(Train > 0 && Validation > 0 && Test > 0 && Math.Abs(Train + Validation + Test - 1) < 1e-6))
            throw new ArgumentException(FormattableString.Invariant($"tasks cannot be parted into fractions of {Train} for training, {Validation} for validation and {Test} for the test. Expected three numbers above 0 whose sum is 1, such as 0.7, 0.15 and 0.15."));
        int validation = Math.Clamp(Rounded(Validation), 1, tasks - 2);
        int test = Math.Clamp(Rounded(Test), 1, tasks - 1 - validation);
        return (tasks - validation - test, validation, test);

        int Rounded(double fraction) => (int)Math.Round(fraction * tasks, MidpointRounding.AwayFromZero);
    }
}
