namespace Metamorph.Data;

/// <summary>The classes of a data set in parts, no class in two of them: those to train on, others to choose a model by, and others again to judge it by.</summary>
public sealed class ClassSplit
{
    private readonly Dictionary<Split, IReadOnlyList<int>> parts;

    private ClassSplit(Dictionary<Split, IReadOnlyList<int>> parts, IReadOnlyList<int> chosenBy, Split judgedBy) => (this.parts, ChosenBy, JudgedBy) = (parts, chosenBy, judgedBy);

    /// <summary>The classes that the best iteration is chosen by. They are the validation classes, or, where the data set has no test classes, so that results are measured on the validation classes, some that are held out of the training classes.</summary>
    public IReadOnlyList<int> ChosenBy { get; }

    /// <summary>The part that results are measured on: test, or validation in a data set without test classes.</summary>
    public Split JudgedBy { get; }

    /// <summary>One of the parts, as places of classes, in their order; none, where the data set has none of that part.</summary>
    /// <param name="part">Which.</param>
    public IReadOnlyList<int> this[Split part] => parts[part];

    /// <summary>Splits the classes as the data set says, or by chance where it does not say it.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="holdOut">The fraction of the training classes that is held out where the data set has no test classes.</param>
    /// <param name="least">How many are held out at least, as many as a task has ways.</param>
    /// <param name="fractions">Without parts: the fractions; null: 0.70, 0.15 and 0.15.</param>
    /// <exception cref="ArgumentException">There are too few classes.</exception>
    public static ClassSplit Of(Examples examples, Key key, double holdOut = 0.1, int least = 1, TaskFractions? fractions = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int count = examples.Classes.Count;
        int[] all = [.. Enumerable.Range(0, count)];
        if (examples.Parts is not { } said)
        {
            if (count < 3) throw new ArgumentException($"{examples.Name}: {count} classes ({Quoted.List(examples.Classes)}). Expected at least 3: some each for training, validation and the test. Add classes.");
            var (trained, validated, _) = (fractions ?? TaskFractions.Usual).Of(count);
            int[] order = key.Permutation(count).ToArray<int>();
            var drawn = Parts([.. order[..trained].Order()], [.. order[trained..(trained + validated)].Order()], [.. order[(trained + validated)..].Order()], all);
            return new(drawn, drawn[Split.Validation], Split.Test);
        }

        int[] train = Part(Split.Train), validation = Part(Split.Validation), test = Part(Split.Test);
        if (test.Length > 0 || train.Length == 0) return new(Parts(train, validation, test, all), validation, Split.Test);

        // No turn or group of a class may be on both sides, so that whole groups are not asked for: classes are what is new in a task.
        int held = Math.Clamp(Math.Max(least, (int)Math.Round(holdOut * train.Length)), 1, Math.Max(1, train.Length - 1));
        int[] places = key.Permutation(train.Length).ToArray<int>();
        int[] by = [.. places[..held].Order().Select(p => train[p])], left = [.. places[held..].Order().Select(p => train[p])];
        return new(Parts(left, validation, test, all), by, validation.Length > 0 ? Split.Validation : Split.Train);

        int[] Part(Split part) => [.. all.Where(c => said[c] == part)];
    }

    private static Dictionary<Split, IReadOnlyList<int>> Parts(int[] train, int[] validation, int[] test, int[] all) =>
        new() { [Split.Train] = train, [Split.Validation] = validation, [Split.Test] = test, [Split.All] = all };
}
