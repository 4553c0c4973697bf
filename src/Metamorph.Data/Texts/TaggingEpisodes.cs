namespace Metamorph.Data;

/// <summary>
/// Tasks of taggers: a task is a domain, of which some sentences are the support and others the query. Rows are words, so that every learner of classes is
/// one of tags: x are the tokens of <see cref="TokenWindow"/> and y the labels of tags. Label 0 is O, 1 + 2 s is B and 2 + 2 s is I of type s. The common types are the
/// first and are the same in all tasks; those of a domain have places behind them that are drawn anew for each task, so that a tagger learns them from the
/// support and not by heart.
/// </summary>
/// <remarks>
/// A task has the labels whose tags come in its support, and O; of any other it cannot know. Words of the query with such a tag have weight 0, so that no loss asks for
/// them; <see cref="TaggingTask.F1"/> counts their entities as missed.
/// </remarks>
public sealed class TaggingEpisodes
{
    private readonly IReadOnlyList<EntityDomain> domains;
    private readonly TokenWindow window;
    private readonly int support;
    private readonly int query;

    // The window of every word of every sentence, made once.
    private readonly int[][][] tokens;

    /// <summary>Prepares to draw tasks.</summary>
    /// <param name="domains">The domains, each as likely.</param>
    /// <param name="support">Sentences to learn from.</param>
    /// <param name="query">Sentences to be judged by at most; fewer where a domain has no more.</param>
    /// <param name="window">What is seen of a word; null: as <see cref="TokenWindow"/> has it by default.</param>
    /// <param name="commonTypes">Types that are the same in all tasks; null: those of CrossNER.</param>
    /// <exception cref="ArgumentException">There is no domain, or numbers have no sense.</exception>
    public TaggingEpisodes(IReadOnlyList<EntityDomain> domains, int support, int query, TokenWindow? window = null, IReadOnlyList<string>? commonTypes = null)
    {
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentOutOfRangeException.ThrowIfLessThan(support, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(query, 1);
        if (domains.Count == 0) throw new ArgumentException("TaggingEpisodes: no domains. Expected at least one.");
        (this.domains, this.support, this.query, this.window) = (domains, support, query, window ?? new());
        CommonTypes = commonTypes ?? NamedEntities.CommonTypes;
        tokens = [.. domains.Select(d => d.Sentences.Select(s => this.window.Of(s.Words)).ToArray())];
    }

    /// <summary>Types whose labels are the same in all tasks.</summary>
    public IReadOnlyList<string> CommonTypes { get; }

    /// <summary>Places for types of a domain. The default value is 12: no domain of CrossNER has more.</summary>
    public int DomainTypes { get; init; } = 12;

    /// <summary>Which sentences the support is drawn from. The default value is all.</summary>
    public Split SupportPart { get; init; } = Split.All;

    /// <summary>Which sentences the query is drawn from. The default value is all.</summary>
    public Split QueryPart { get; init; } = Split.All;

    /// <summary>The number of labels: 1 + 2 (common types + places for types of a domain).</summary>
    public int Ways => 1 + 2 * (CommonTypes.Count + DomainTypes);

    /// <summary>Draws tasks: a <see cref="TaskDistribution{TTask}"/>.</summary>
    /// <param name="key">Where random numbers come from: task t is drawn from <c>key.Fold(t)</c> alone.</param>
    /// <param name="tasks">How many.</param>
    /// <returns>x Int32 [tasks; words, tokens], labels [tasks; words], and the labels that a task has [tasks; ways]; padded with rows of weight 0.</returns>
    /// <exception cref="ArgumentException">A domain has too few sentences or too many types.</exception>
    public Episode Draw(Key key, int tasks) => Draw(key, 0..tasks);

    /// <summary>Draws some of the tasks of a key.</summary>
    /// <param name="key">As in <see cref="Draw(Key, int)"/>.</param>
    /// <param name="tasks">Which, counted from 0.</param>
    /// <returns>As <see cref="Draw(Key, int)"/>.</returns>
    /// <exception cref="ArgumentException">A domain has too few sentences or too many types.</exception>
    public Episode Draw(Key key, Range tasks)
    {
        TaggingTask[] drawn = Tasks(key, tasks);
        bool[][] known = Array.ConvertAll(drawn, Known);
        var classes = Tensor.Of([.. known.SelectMany(k => k.Select(has => has ? 1f : 0f))], [Ways], drawn.Length);
        return new(Part(drawn, known, t => t.Support, classes), Part(drawn, known, t => t.Query, classes));
    }

    /// <summary>The number of labels of all domains together: 1 + 2 (common types + the types of every domain).</summary>
    public int JointWays => 1 + 2 * (CommonTypes.Count + domains.Sum(d => Own(d).Length));

    /// <summary>
    /// Draws the sentences of <see cref="Draw(Key, int)"/> with labels that mean the same in all tasks, 0 to <see cref="JointWays"/> - 1, whether or not their tags come in
    /// the support: what a tagger of all domains together is trained on, as <see cref="FrozenFeatures"/>.
    /// </summary>
    /// <returns>x Int32 [tasks; words, tokens] and labels [tasks; words], padded with rows of weight 0.</returns>
    /// <inheritdoc cref="Draw(Key, int)"/>
    public Episode DrawJoint(Key key, int tasks)
    {
        TaggingTask[] drawn = Array.ConvertAll(Tasks(key, 0..tasks), t => t with { Tags = Tags([.. CommonTypes, .. domains.SelectMany(d => Own(d).Select(type => d == t.Domain ? type : null))]) });
        bool[][] known = Array.ConvertAll(drawn, t => t.Tags.Select(tag => tag is not null).ToArray());
        return new(Part(drawn, known, t => t.Support, null), Part(drawn, known, t => t.Query, null));
    }

    /// <summary>What a task was made of.</summary>
    /// <param name="key">As in <see cref="Draw(Key, int)"/>.</param>
    /// <param name="task">Which.</param>
    /// <returns>Domain, labels and sentences.</returns>
    /// <exception cref="ArgumentException">A domain has too few sentences or too many types.</exception>
    public TaggingTask Of(Key key, int task)
    {
        key = key.Fold(task);
        var domain = domains[(int)key.Fold(0).Integers(0, domains.Count, [])];
        int[] from = Shuffled(domain, SupportPart, key.Fold(1));
        if (from.Length < support) throw TooFew(domain, SupportPart, from.Length, $"{support} to learn from");
        int[] chosen = from[..support];
        int[] left = [.. Shuffled(domain, QueryPart, key.Fold(2)).Except(chosen).Take(query)];
        if (left.Length == 0) throw TooFew(domain, QueryPart, 0, "at least one to be judged by, beside the support");
        RequireDisjoint(chosen, left);
        return new(domain, TagsOf(domain, key.Fold(3)), chosen, left);
    }

    private TaggingTask[] Tasks(Key key, Range tasks) => [.. Enumerable.Range(tasks.Start.Value, tasks.End.Value - tasks.Start.Value).Select(t => Of(key, t))];

    private string[] Own(EntityDomain domain) => [.. domain.Types.Except(CommonTypes)];

    private static string?[] Tags(IEnumerable<string?> types) => [EntitySpan.Outside, .. types.SelectMany(t => (string?[])(t is null ? [null, null] : [$"B-{t}", $"I-{t}"]))];

    private static int[] Shuffled(EntityDomain domain, Split part, Key key)
    {
        int[] places = [.. Enumerable.Range(0, domain.Sentences.Count).Where(i => part == Split.All || domain.Parts[i] == part)];
        return places.Length == 0 ? places : [.. key.Permutation(places.Length).ToArray<int>().Select(i => places[i])];
    }

    private static ArgumentException TooFew(EntityDomain domain, Split part, int count, string expected) =>
        new($"TaggingEpisodes: domain '{domain.Name}' has {count} sentences of part {part}. Expected {expected}. Ask for fewer, or for all parts.");

    // A sentence that is both learned from and judged by makes every result look better than it is.
    private static void RequireDisjoint(int[] support, int[] query)
    {
        if (support.Concat(query).GroupBy(s => s).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"TaggingEpisodes: sentence {twice.Key} came twice in a task. Expected every sentence once at most.");
    }

    private string?[] TagsOf(EntityDomain domain, Key key)
    {
        string[] own = Own(domain);
        if (own.Length > DomainTypes)
            throw new ArgumentException($"TaggingEpisodes: domain '{domain.Name}' has {own.Length} types beside the common ones, and there is room for {DomainTypes}: {Quoted.List(own)}. Expected DomainTypes to be at least {own.Length}.");
        string?[] types = [.. CommonTypes, .. Enumerable.Repeat<string?>(null, DomainTypes)];
        int[] places = DomainTypes == 0 ? [] : key.Permutation(DomainTypes).ToArray<int>();
        for (int i = 0; i < own.Length; i++) types[CommonTypes.Count + places[i]] = own[i];
        return Tags(types);
    }

    /// <summary>The labels whose tags come in the support, and O.</summary>
    private static bool[] Known(TaggingTask task)
    {
        var seen = new HashSet<string>(task.Support.SelectMany(s => task.Domain.Sentences[s].Tags), StringComparer.Ordinal) { EntitySpan.Outside };
        return [.. task.Tags.Select(t => t is not null && seen.Contains(t))];
    }

    private Batch Part(TaggingTask[] tasks, bool[][] known, Func<TaggingTask, IReadOnlyList<int>> part, Tensor? classes)
    {
        int[] counts = Array.ConvertAll(tasks, t => part(t).Sum(s => t.Domain.Sentences[s].Words.Count));

        // Always a power of two, so that a training meets few shapes.
        int length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)counts.Max());
        int[] x = new int[tasks.Length * length * window.Length], y = new int[tasks.Length * length];
        float[] weights = new float[y.Length];
        for (int t = 0; t < tasks.Length; t++)
        {
            var labels = tasks[t].Tags.Select((tag, i) => (tag, i)).Where(p => p.tag is not null).ToDictionary(p => p.tag!, p => p.i, StringComparer.Ordinal);
            int row = t * length, domain = Place(tasks[t].Domain);
            foreach (int sentence in part(tasks[t]))
            {
                tokens[domain][sentence].CopyTo(x, row * window.Length);
                foreach (string tag in tasks[t].Domain.Sentences[sentence].Tags)
                {
                    int label = labels[tag];
                    (y[row], weights[row]) = known[t][label] ? (label, 1) : (0, 0);
                    row++;
                }
            }
        }

        return new(Tensor.Of(x, [length, window.Length], tasks.Length), Tensor.Of(y, [length], tasks.Length), Tensor.Of(weights, [length], tasks.Length), classes);
    }

    private int Place(EntityDomain domain) => Enumerable.Range(0, domains.Count).First(i => ReferenceEquals(domains[i], domain));
}
