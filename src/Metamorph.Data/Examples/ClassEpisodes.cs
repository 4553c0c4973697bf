namespace Metamorph.Data;

/// <summary>
/// Episodes of some classes: N of them are drawn, some examples of each are the support, others of each the query, and no example is in both. Labels are the
/// places in which the classes were drawn, so that a class has another one in every task.
/// </summary>
public sealed class ClassEpisodes
{
    private readonly Examples examples;
    private readonly EpisodeForm form;

    /// <summary>The classes that may be drawn together.</summary>
    private readonly int[][] groups;

    /// <summary>Prepares to draw episodes.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="classes">Which of their classes are drawn, as places.</param>
    /// <param name="form">What an episode looks like.</param>
    /// <exception cref="ArgumentException">There are fewer classes than ways, or a class has fewer examples than shots and queries; the message names the class.</exception>
    public ClassEpisodes(Examples examples, IReadOnlyList<int> classes, EpisodeForm form)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentOutOfRangeException.ThrowIfLessThan(form.Ways, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(form.Shots, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(form.Queries, 1);
        (this.examples, this.form) = (examples, form);
        groups = !form.WithinGroup ? [[.. classes]]
            : examples.Groups is { } names ? [.. classes.GroupBy(c => names[c], StringComparer.Ordinal).Select(g => g.ToArray())]
            : throw new ArgumentException($"{examples.Name}: episodes within a group are asked for, and its classes have no groups. Expected a data set whose classes are of alphabets, speakers or domains; or episodes of any classes.");
        RequireClasses();
        RequireExamples(classes);
    }

    private int Turns => form.Rotation == Rotation.Classes ? 4 : 1;

    /// <summary>Draws episodes: a <see cref="TaskDistribution{TTask}"/>.</summary>
    /// <param name="key">Where random numbers come from: episode t is drawn from <c>key.Fold(t)</c> alone.</param>
    /// <param name="tasks">How many.</param>
    /// <returns>x [tasks; n, form], labels [tasks; n] from 0. Where ways vary, with the classes that each task has [tasks; ways], and padded with rows of weight 0.</returns>
    public Episode Draw(Key key, int tasks) => Draw(key, 0..tasks);

    /// <summary>Draws some of the episodes of a key.</summary>
    /// <param name="key">As in <see cref="Draw(Key, int)"/>.</param>
    /// <param name="tasks">Which, counted from 0.</param>
    /// <returns>As <see cref="Draw(Key, int)"/>.</returns>
    public Episode Draw(Key key, Range tasks)
    {
        DrawnClasses[] drawn = [.. Enumerable.Range(tasks.Start.Value, tasks.End.Value - tasks.Start.Value).Select(t => Drawn(key.Fold(t)))];
        var classes = form.Varied ? Tensor.Of([.. drawn.SelectMany(d => Enumerable.Range(0, form.Ways).Select(w => w < d.Classes.Length ? 1f : 0f))], [form.Ways], drawn.Length) : null;
        return new(Part(drawn, d => d.Support, classes), Part(drawn, d => d.Query, classes));
    }

    /// <summary>Draws examples of all classes, for learners that tell all of them apart: a label is the place of a class, or of a turn of it, among all, the same in every task.</summary>
    /// <param name="key">As in <see cref="Draw(Key, int)"/>.</param>
    /// <param name="tasks">How many.</param>
    /// <returns>As many rows as <see cref="Draw(Key, int)"/> gives, each of a class drawn anew, no example twice in a task.</returns>
    public Episode DrawJoint(Key key, int tasks)
    {
        int[] classes = [.. groups.SelectMany(g => g)];
        int support = form.Ways * form.Shots, query = form.Ways * form.Queries;
        DrawnClasses[] drawn = [.. Enumerable.Range(0, tasks).Select(t =>
        {
            var (rows, turns) = key.Fold(t).Split();
            int[] labels = [.. Enumerable.Range(0, classes.Length).SelectMany(c => Enumerable.Repeat(c, examples.Of(classes[c]).Count))];
            int[] all = [.. classes.SelectMany(c => examples.Of(c))];
            int[] chosen = Choice.Of(rows, all.Length, Math.Min(all.Length, support + query));
            int[] turned = turns.Integers(0, 4, [chosen.Length]).ToArray<int>();
            Chosen[] examplesOf = [.. chosen.Select((c, i) => form.Rotation switch
            {
                Rotation.Classes => new Chosen(all[c], turned[i], labels[c] * 4 + turned[i]),
                Rotation.PerClass => new Chosen(all[c], turned[i], labels[c]),
                _ => new Chosen(all[c], 0, labels[c]),
            })];
            return new DrawnClasses([], examplesOf[..Math.Min(support, chosen.Length - 1)], examplesOf[Math.Min(support, chosen.Length - 1)..]);
        })];
        return new(Part(drawn, d => d.Support, null), Part(drawn, d => d.Query, null));
    }

    /// <summary>What a task was made of.</summary>
    /// <param name="key">As in <see cref="Draw(Key, int)"/>.</param>
    /// <param name="task">Which.</param>
    /// <returns>The names of its classes in the order of its labels, and the examples of support and query, as places.</returns>
    public (IReadOnlyList<string> Classes, IReadOnlyList<int> Support, IReadOnlyList<int> Query) Of(Key key, int task)
    {
        var drawn = Drawn(key.Fold(task));
        return ([.. drawn.Classes.Select(c => examples.Classes[c])], [.. drawn.Support.Select(e => e.Row)], [.. drawn.Query.Select(e => e.Row)]);
    }

    /// <summary>The classes of a task in words, with the quarters that they are turned by.</summary>
    /// <param name="key">As in <see cref="Draw(Key, int)"/>.</param>
    /// <param name="task">Which.</param>
    /// <returns>A name for each label: <c>Latin/b</c>, or <c>Latin/b turned 90°</c>, counter-clockwise.</returns>
    public IReadOnlyList<string> Names(Key key, int task)
    {
        var drawn = Drawn(key.Fold(task));
        return [.. drawn.Classes.Select((c, label) => examples.Classes[c] + drawn.Support.First(e => e.Label == label).Turns switch { 0 => "", var turns => $" turned {90 * turns}°" })];
    }

    private Batch Part(DrawnClasses[] drawn, Func<DrawnClasses, Chosen[]> part, Tensor? classes)
    {
        int most = drawn.Max(d => part(d).Length), length = drawn.All(d => part(d).Length == most) ? most : (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)most);
        int[] rows = new int[drawn.Length * length], turns = new int[rows.Length], labels = new int[rows.Length];
        float[]? weights = length == most && !form.Varied ? null : new float[rows.Length];
        for (int t = 0; t < drawn.Length; t++)
        {
            var chosen = part(drawn[t]);
            for (int i = 0; i < length; i++)
            {
                int place = t * length + i;
                var (row, turn, label) = i < chosen.Length ? chosen[i] : chosen[0];
                (rows[place], turns[place], labels[place]) = (row, turn, label);
                if (weights is not null) weights[place] = i < chosen.Length ? 1 : 0;
            }
        }

        return new(
            examples.Content.Take(rows, drawn.Length, form.Rotation == Rotation.None ? [] : turns),
            Tensor.Of(labels, [length], drawn.Length),
            weights is null ? null : Tensor.Of(weights, [length], drawn.Length),
            classes);
    }

    private DrawnClasses Drawn(Key key)
    {
        var (classKey, rowKey) = key.Split();
        var group = groups.Length == 1 ? groups[0] : groups[(int)classKey.Fold(2).Integers(0, groups.Length, [])];
        int ways = form.Varied ? (int)classKey.Fold(3).Integers(Math.Min(form.Ways, form.Ways < 5 ? 2 : 5), form.Ways + 1, []) : form.Ways;
        int[] chosen = Choice.Of(classKey.Fold(0), group.Length * Turns, ways);
        int[] classes = [.. chosen.Select(c => group[c / Turns])];
        int[] turns = form.Rotation switch
        {
            Rotation.Classes => [.. chosen.Select(c => c % 4)],
            Rotation.PerClass => classKey.Fold(1).Integers(0, 4, [ways]).ToArray<int>(),
            _ => new int[ways],
        };
        int[] shots = form.Varied ? Shots(classKey.Fold(4), classes) : [.. Enumerable.Repeat(form.Shots, ways)];
        List<Chosen> support = [], query = [];
        for (int w = 0; w < ways; w++)
        {
            var of = examples.Of(classes[w]);
            int[] rows = Choice.Of(rowKey.Fold(w), of.Count, shots[w] + form.Queries);
            for (int i = 0; i < rows.Length; i++) (i < shots[w] ? support : query).Add(new(of[rows[i]], turns[w], w));
        }

        RequireDisjoint(support, query);
        return new(classes, [.. support], [.. query]);
    }

    private int[] Shots(Key key, int[] classes)
    {
        double[] draws = key.Uniform(0, 1, [classes.Length + 1], dtype: DType.Float64).ToArray<double>();
        double[] left = [.. classes.Select(c => (double)Math.Min(form.Shots, examples.Of(c).Count - form.Queries))];
        double[] shares = [.. classes.Select((c, i) => Math.Exp(Math.Log(0.5) + draws[i] * Math.Log(4)) * examples.Of(c).Count)];
        double total = left.Sum(l => Math.Ceiling((1 - draws[^1]) * l)), sum = shares.Sum();
        return [.. left.Select((l, i) => (int)Math.Min(l, Math.Floor(shares[i] / sum * (total - classes.Length)) + 1))];
    }

    private void RequireClasses()
    {
        foreach (int[] group in groups)
        {
            if (group.Length * Turns >= form.Ways) continue;
            string where = form.WithinGroup && group.Length > 0 ? $" of {Quoted.Text(examples.Groups![group[0]])}" : "";
            throw new ArgumentException($"{examples.Name}: {group.Length} classes{where}{(Turns > 1 ? " in 4 rotations" : "")} for tasks of {form.Ways} ways. Expected at least as many. Ask for fewer ways, or add classes.");
        }
    }

    private void RequireExamples(IReadOnlyList<int> classes)
    {
        int least = (form.Varied ? 1 : form.Shots) + form.Queries;
        int[] small = [.. classes.Where(c => examples.Of(c).Count < least)];
        if (small.Length == 0) return;
        string others = small.Length == 1 ? "" : $" {small.Length - 1} other {(small.Length == 2 ? "class has" : "classes have")} too few as well: {Quoted.List([.. small.Skip(1).Select(c => Quoted.Text(examples.Classes[c]))])}.";
        throw new ArgumentException($"{examples.Name}: class {Quoted.Text(examples.Classes[small[0]])} has {examples.Of(small[0]).Count} examples. Expected at least {least} (shots {least - form.Queries} + queries {form.Queries}). Ask for fewer, or leave the class out.{others}");
    }

    // An example that is both learned from and judged by makes every result look better than it is.
    private void RequireDisjoint(List<Chosen> support, List<Chosen> query)
    {
        HashSet<(int, int)> ids = [];
        foreach (var e in support.Concat(query))
        {
            if (!ids.Add((e.Row, e.Turns)))
                throw new InvalidOperationException($"{examples.Name}: example {e.Row} came twice in an episode. Expected every example once at most, in the support or in the query.");
        }
    }

    private readonly record struct Chosen(int Row, int Turns, int Label);

    private sealed record DrawnClasses(int[] Classes, Chosen[] Support, Chosen[] Query);
}
