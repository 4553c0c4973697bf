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
    /// <param name="wholeGroups">Whether classes of one group, an alphabet or a speaker, stay together: for episodes within one, and groups that are new.</param>
    /// <exception cref="ArgumentException">There are too few classes, or groups.</exception>
    public static ClassSplit Of(Examples examples, Key key, double holdOut = 0.1, int least = 1, TaskFractions? fractions = null, bool wholeGroups = false)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int[] all = [.. Enumerable.Range(0, examples.Classes.Count)];
        if (examples.Parts is not { } said)
        {
            int[][] whole = Units(all);
            if (whole.Length < 3)
            {
                throw new ArgumentException(whole.Length < all.Length
                    ? $"{examples.Name}: {whole.Length} groups of classes ({Quoted.List([.. examples.Groups!.Distinct()])}). Expected at least 3: some each for training, validation and the test. Add groups, or ask for episodes across them."
                    : $"{examples.Name}: {all.Length} classes ({Quoted.List(examples.Classes)}). Expected at least 3: some each for training, validation and the test. Add classes.");
            }

            var (trained, validated, _) = (fractions ?? TaskFractions.Usual).Of(whole.Length);
            int[][] order = [.. key.Permutation(whole.Length).ToArray<int>().Select(i => whole[i])];
            var drawn = Parts(Joined(order[..trained]), Joined(order[trained..(trained + validated)]), Joined(order[(trained + validated)..]), all);
            return new(drawn, drawn[Split.Validation], Split.Test);
        }

        int[] train = Part(Split.Train), validation = Part(Split.Validation), test = Part(Split.Test);
        if (test.Length > 0 || train.Length == 0) return new(Parts(train, validation, test, all), validation, Split.Test);

        // As many as are asked for or more, where groups stay together, and something is left to train on.
        int held = Math.Max(1, Math.Max(least, (int)Math.Round(holdOut * train.Length))), first = 0;
        int[][] units = Units(train);
        units = [.. key.Permutation(units.Length).ToArray<int>().Select(i => units[i])];
        for (int count = 0; first < units.Length - 1 && count < held; first++) count += units[first].Length;
        int[] by = Joined(units[..Math.Max(1, first)]), left = Joined(units[Math.Max(1, first)..]);
        return new(Parts(left, validation, test, all), by, validation.Length > 0 ? Split.Validation : Split.Train);

        int[] Part(Split part) => [.. all.Where(c => said[c] == part)];

        int[][] Units(int[] classes) => wholeGroups && examples.Groups is { } groups ? [.. classes.GroupBy(c => groups[c], StringComparer.Ordinal).Select(g => g.ToArray())] : [.. classes.Select(c => new[] { c })];

        static int[] Joined(int[][] units) => [.. units.SelectMany(u => u).Order()];
    }

    private static Dictionary<Split, IReadOnlyList<int>> Parts(int[] train, int[] validation, int[] test, int[] all) =>
        new() { [Split.Train] = train, [Split.Validation] = validation, [Split.Test] = test, [Split.All] = all };
}
