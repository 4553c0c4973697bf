using System.Text;

namespace Metamorph.Data.Tests;

public sealed class TaggingEpisodesTests
{
    private static readonly EntityDomain Music = Domain("music", "band", "song");
    private static readonly EntityDomain Science = Domain("science", "protein");
    private static readonly TaggingEpisodes Episodes = new([Music, Science], 3, 4, new(500, 14)) { DomainTypes = 3 };
    private static readonly Key Key = new(5);

    [Fact]
    public void Rows_are_words_and_labels_are_their_tags()
    {
        var episode = Episodes.Draw(Key, 5);
        Assert.Equal((5, 1 + 2 * 9), (episode.Tasks, Episodes.Ways));
        for (int t = 0; t < 5; t++)
        {
            var task = Episodes.Of(Key, t);
            foreach (var (batch, places) in new[] { (episode.Support, task.Support), (episode.Query, task.Query) })
            {
                int[] x = batch.X.TakeTasks(t..(t + 1)).ToArray<int>(), y = batch.Y.TakeTasks(t..(t + 1)).ToArray<int>();
                double[] weight = batch.Weight!.TakeTasks(t..(t + 1)).ToDoubles(), has = batch.Classes!.TakeTasks(t..(t + 1)).ToDoubles();
                int[] tokens = [.. places.SelectMany(s => new TokenWindow(500, 14).Of(task.Domain.Sentences[s].Words))];
                string[] tags = [.. places.SelectMany(s => task.Domain.Sentences[s].Tags)];
                Assert.Equal(tokens, x[..tokens.Length]);
                Assert.All(x[tokens.Length..], id => Assert.Equal(0, id));
                for (int i = 0; i < y.Length; i++)
                {
                    bool isKnown = i < tags.Length && has[Array.IndexOf([.. task.Tags], tags[i])] == 1;
                    Assert.Equal(isKnown ? 1 : 0, weight[i]);
                    Assert.Equal(isKnown ? tags[i] : "O", task.Tags[y[i]]);
                }
            }

            // A task has what comes in its support, all of which counts.
            string[] learned = [.. task.Support.SelectMany(s => task.Domain.Sentences[s].Tags).Append("O").Distinct().Order()];
            double[] classes = episode.Support.Classes!.TakeTasks(t..(t + 1)).ToDoubles();
            Assert.Equal(learned, task.Tags.Where((_, i) => classes[i] == 1).Order());
            Assert.Empty(task.Support.Intersect(task.Query));
            Assert.Equal((3, 4), (task.Support.Count, task.Query.Count));
        }
    }

    [Fact]
    public void Common_types_have_the_same_labels_everywhere_and_those_of_domains_others_in_every_task()
    {
        TaggingTask[] tasks = [.. Enumerable.Range(0, 40).Select(t => Episodes.Of(Key, t))];
        Assert.All(tasks, t => Assert.Equal("I-person", t.Tags[2 + 2 * 5]));
        Assert.All(tasks, t => Assert.Equal(2 * (t.Domain == Music ? 2 : 1), t.Tags.Skip(13).Count(tag => tag is not null)));
        Assert.Equal(3, tasks.Where(t => t.Domain == Music).Select(t => Array.IndexOf([.. t.Tags], "B-song")).Distinct().Count());
        Assert.Equal(2, tasks.Select(t => t.Domain.Name).Distinct().Count());
    }

    [Fact]
    public void Joint_labels_mean_the_same_in_all_tasks()
    {
        // O, six common types, and the types of both domains, in their order.
        Assert.Equal(1 + 2 * (6 + 3), Episodes.JointWays);
        string[] tags = ["O", .. NamedEntities.CommonTypes.Concat(["band", "song", "protein"]).SelectMany(type => new[] { $"B-{type}", $"I-{type}" })];
        var (joint, episode) = (Episodes.DrawJoint(Key, 5), Episodes.Draw(Key, 5));
        Assert.Equal(episode.Support.X.ToArray<int>(), joint.Support.X.ToArray<int>());
        Assert.Null(joint.Query.Classes);
        for (int t = 0; t < 5; t++)
        {
            var task = Episodes.Of(Key, t);
            foreach (var (batch, places) in new[] { (joint.Support, task.Support), (joint.Query, task.Query) })
            {
                string[] expected = [.. places.SelectMany(s => task.Domain.Sentences[s].Tags)];
                Assert.Equal(expected, batch.Y.TakeTasks(t..(t + 1)).ToArray<int>()[..expected.Length].Select(y => tags[y]));
                Assert.Equal(expected.Length, batch.Weight!.TakeTasks(t..(t + 1)).ToDoubles().Sum());
            }
        }
    }

    [Fact]
    public void The_first_tasks_are_the_tasks_drawn_alone_to_their_padding()
    {
        var (many, few) = (Episodes.Draw(Key, 6), Episodes.Draw(Key, 2));
        int rows = few.Support.Rows;
        Assert.Equal(few.Support.X.ToArray<int>(), many.Support.X.TakeTasks(..2).Slice(0, 0, rows).ToArray<int>());
        Assert.Equal(few.Support.Classes!.ToDoubles(), many.Support.Classes!.TakeTasks(..2).ToDoubles());
        Assert.Equal(Episodes.Draw(Key, 6).Query.X.ToArray<int>(), many.Query.X.ToArray<int>());
        Assert.NotEqual(Episodes.Of(Key, 0).Support, Episodes.Of(Key.Fold(1), 0).Support);
    }

    [Fact]
    public void Parts_say_which_sentences_are_learned_from_and_which_judged_by()
    {
        var parts = new TaggingEpisodes([Music], 3, 100) { SupportPart = Split.Train, QueryPart = Split.Test, DomainTypes = 2 };
        var task = parts.Of(Key, 0);
        Assert.All(task.Support, s => Assert.Equal(Split.Train, Music.Parts[s]));
        Assert.Equal(Enumerable.Range(0, 12).Where(i => Music.Parts[i] == Split.Test), task.Query.Order());
    }

    [Fact]
    public void F1_of_the_true_labels_is_1_and_labels_of_nothing_name_nothing()
    {
        var task = Episodes.Of(Key, 0);
        int[] labels = [.. task.Query.SelectMany(s => task.Domain.Sentences[s].Tags).Select(tag => Array.IndexOf([.. task.Tags], tag)), 0, 0];
        int there = task.Query.Sum(s => EntitySpan.Of(task.Domain.Sentences[s].Tags).Count);
        Assert.Equal(new EntityF1(there, there, there), task.F1(labels));
        Assert.Equal(new EntityF1(0, 0, there), task.F1(new int[labels.Length]));
        Assert.Equal(0, task.F1([.. labels.Select(_ => Array.IndexOf([.. task.Tags], null))]).Found);
        Refusal.Of<ArgumentException>(() => task.F1(labels.AsSpan(0, 3)), "fewer labels than words");
    }

    [Fact]
    public void A_tagger_learns_a_domain_from_its_support()
    {
        var learner = new PrototypicalNetwork(new HashedTextEncoder(500, 16), Losses.CrossEntropy, Episodes.Ways);
        var last = MetaTraining.Run(learner, Episodes.Draw, Optimizers.Adam(0.01), 2, Key, threads: 1).First(s => s.Iteration == 30);
        var meta = last.Meta;
        var episode = Episodes.Draw(new Key(6), 8);
        var logits = episode.Query.Masked(learner.Predict(learner.Adapt(meta, episode.Support, Key), episode.Query.X));
        var sum = Enumerable.Range(0, 8).Select(t => Episodes.Of(new Key(6), t).F1(logits.TakeTasks(t..(t + 1)).ArgMax(-1).ToArray<int>())).Aggregate((a, b) => a + b);

        // Names of a type begin alike; guessing types at random would be right for a third.
        Assert.InRange(sum.F1, 0.7, 1);
    }

    [Fact]
    public void The_words_near_a_word_their_forms_and_its_letters_are_its_tokens()
    {
        var window = new TokenWindow(1 << 20, 40);
        int[] a = Row(window.Of(["the", "Old", "Bridge", "fell"]), 1), b = Row(window.Of(["the", "Old", "Bridge", "stood"]), 1), c = Row(window.Of(["the", "old", "Bridge", "stood"]), 1);
        Assert.Equal(12 + 3 + 2 + 1, a.Length);
        Assert.Equal([4], Enumerable.Range(0, a.Length).Where(i => a[i] != b[i]));
        Assert.Equal([6], Enumerable.Range(0, b.Length).Where(i => b[i] != c[i]));

        // The first word of a sentence has borders on its left.
        int[] d = Row(window.Of(["Old", "Bridge"]), 0);
        Assert.Equal([1, 4, 5], Enumerable.Range(0, a.Length).Where(i => a[i] != d[i]));
        Assert.Equal(window.Of(["Caf\u00E9", "x2"]), window.Of(["Cafe\u0301", "x2"]));
        Refusal.Of<ArgumentException>(() => new TokenWindow(100, 5).Of(["a"]), "5 tokens of a word. Expected at least 12");

        static int[] Row(int[] tokens, int word) => [.. tokens.AsSpan(word * 40, 40).ToArray().TakeWhile(t => t != 0)];
    }

    [Fact]
    public void Too_few_sentences_and_too_many_types_are_refused()
    {
        Refusal.Of<ArgumentException>(() => new TaggingEpisodes([Music], 13, 1).Of(Key, 0), "domain 'music' has 12 sentences of part All. Expected 13 to learn from");
        Refusal.Of<ArgumentException>(() => new TaggingEpisodes([Music], 12, 1).Of(Key, 0), "Expected at least one to be judged by");
        Refusal.Of<ArgumentException>(() => new TaggingEpisodes([Music], 1, 1) { DomainTypes = 1 }.Of(Key, 0), "domain 'music' has 2 types beside the common ones, and there is room for 1: band, song");
    }

    [Fact]
    public void Sentences_stand_between_empty_lines()
    {
        var sentences = Read("\uFEFFAbba\tB-band\nsang\tO\n\n\r\nWaterloo\tB-song\r\n.\tO\n\n");
        Assert.Equal(["Abba sang", "Waterloo ."], sentences.Select(s => string.Join(' ', s.Words)));
        Assert.Equal(["B-song", "O"], sentences[1].Tags);
        Refusal.Of<TableException>(() => Read("a\tO\nb O\n"), "music.txt:2: the line is 'b O'. Expected a word, a tab and O");
        Refusal.Of<TableException>(() => Read("a\tE-x\n"), "music.txt:1");
        Refusal.Of<TableException>(() => Read("\n\n"), "music.txt: the file is empty");

        static IReadOnlyList<TaggedSentence> Read(string text)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return NamedEntities.Read(stream, "music.txt");
        }
    }

    [Fact]
    public void Domains_are_read_as_their_description_counts_them()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", "text-crossner");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "politics.train.txt.gz")), "METAMORPH_DATA names no folder with text-crossner");
        var domains = NamedEntities.Read(folder);
        Assert.Equal(["music", "politics", "science"], domains.Select(d => d.Name));
        Assert.Equal([100, 380, 465, 200, 541, 651, 200, 450, 543], domains.SelectMany(d => new[] { Split.Train, Split.Validation, Split.Test }.Select(p => d.Parts.Count(x => x == p))));
        Assert.All(domains, d => Assert.Empty(NamedEntities.CommonTypes.Except(d.Types)));
        new TaggingEpisodes(domains, 20, 20).Draw(Key, 2);
    }

    /// <summary>Twelve sentences, four of each part, of names that begin like their type.</summary>
    private static EntityDomain Domain(string name, params string[] types)
    {
        List<TaggedSentence> sentences = [];
        for (int i = 0; i < 12; i++)
        {
            string type = types[i % types.Length];
            sentences.Add(new(["we", "saw", $"{type}{i}", $"{type}x{i}", "and", $"Person{i}", "."], ["O", "O", $"B-{type}", $"I-{type}", "O", "B-person", "O"]));
        }

        return new(name, sentences, [.. Enumerable.Range(0, 12).Select(i => (Split)(i / 4))]);
    }
}
