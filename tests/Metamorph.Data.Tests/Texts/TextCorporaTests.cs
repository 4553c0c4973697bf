namespace Metamorph.Data.Tests;

/// <summary>The corpora of intents and of relations, as small files of their forms and, where METAMORPH_DATA names a folder, as they are.</summary>
public sealed class TextCorporaTests
{
    private const string Header = "relation\tname\thead\thead_pos\ttail\ttail_pos\ttext\n";

    [Fact]
    public void A_corpus_of_test_classes_alone_is_read()
    {
        var files = new Dictionary<string, string> { ["banking77.tsv.gz"] = "split\tlabel\ttext\ntest\tcash\tno \"cash\ntest\tcard\tmy card\n" };
        Within(files, folder =>
        {
            var examples = Intents.Read(folder, "banking77");
            Assert.Equal([Split.Test, Split.Test], examples.Parts);
            Assert.Null(examples.Groups);
            Refusal.Of<TableException>(() => Intents.Read(folder, "hwu64"), "hwu64.tsv.gz: there is no such file");
            Refusal.Of<ArgumentException>(() => Intents.Read(folder, "banking"), "there is no corpus of intents 'banking'. Expected banking77, clinc150, hwu64");
        });
    }

    [Fact]
    public void Groups_are_the_domains_of_intents()
    {
        var files = new Dictionary<string, string>
        {
            ["clinc150.tsv.gz"] = "split\tlabel\ttext\ntrain\tdate\twhat day\nvalid\ttimer\tset it\n",
            ["clinc_domains.csv"] = "intent,domain\ntimer,tools\ndate,time\n",
            ["hwu64.tsv.gz"] = "split\tlabel\ttext\ntrain\tmusic/query\twhat song\n",
        };
        Within(files, folder =>
        {
            var examples = Intents.Read(folder, "clinc150");
            Assert.Equal(["time", "tools"], examples.Groups);
            Assert.Equal([Split.Train, Split.Validation], examples.Parts);
            Assert.Equal(["music"], Intents.Read(folder, "hwu64").Groups);
        });
        Within(files.Where(f => f.Key != "clinc_domains.csv"), folder => Assert.Null(Intents.Read(folder, "clinc150").Groups));
        files["clinc_domains.csv"] = "intent,domain\ntimer,tools\n";
        Within(files, folder => Refusal.Of<TableException>(() => Intents.Read(folder, "clinc150"), "clinc_domains.csv: the intent 'date' is missing"));
    }

    [Fact]
    public void The_two_things_of_a_relation_are_marked_in_the_text()
    {
        var files = new Dictionary<string, string>
        {
            ["val_wiki.tsv.gz"] = Header + "P1\tcrosses\told bridge\t5 6\triver\t0\tRiver by river under the Old - Bridge or Old Bridge .\nP25\tmother\tann\t0\tann lee\t0 1\tAnn Lee .\n",
            ["val_nyt.tsv.gz"] = Header + "P25\tmother\tx\t0\tlee\t1\tAnn Lee\n",
        };
        Within(files, folder =>
        {
            var examples = Relations.Read(folder);
            Assert.Equal(["nyt P25 mother", "wiki P1 crosses", "wiki P25 mother"], examples.Classes);
            Assert.Equal([Split.Test, Split.Train, Split.Validation], examples.Parts);
            Assert.Equal(["nyt", "wiki", "wiki"], examples.Groups);
            Assert.Equal(
                ["[E2] River [/E2] by river under the Old - Bridge or [E1] Old Bridge [/E1] .", "[E1] [E2] Ann [/E1] Lee [/E2] .", "[E1] Ann [/E1] [E2] Lee [/E2]"],
                ((TokenRows)examples.Content).Texts);
        });
        Within(new Dictionary<string, string> { ["val_pubmed.tsv.gz"] = files["val_nyt.tsv.gz"] }, folder => Assert.Equal([Split.Test], Relations.Read(folder).Parts));
        Within(new Dictionary<string, string> { ["val_nyt.tsv.gz"] = Header + "P25\tmother\tx\t0\ty\t18\tAnn Lee\n" }, folder =>
            Refusal.Of<TableException>(() => Relations.Read(folder), "val_nyt.tsv.gz:2, column 'tail_pos': '18' is no place in a text of 2 words. Expected 0 to 1"));
        Within([], folder => Refusal.Of<TableException>(() => Relations.Read(folder), "there is none of val_wiki.tsv.gz, val_nyt.tsv.gz, val_pubmed.tsv.gz"));
    }

    [Theory]
    [InlineData("clinc150", 15_000, 50, 50)]
    [InlineData("banking77", 8_421, 25, 25)]
    [InlineData("hwu64", 7_064, 16, 23)]
    public void Intents_are_read_as_their_description_counts_them(string corpus, int texts, int train, int validation)
    {
        var examples = Intents.Read(Found("text-intents", corpus + ".tsv.gz"), corpus);
        Assert.Equal((texts, train, validation), (examples.Content.Count, examples.Parts!.Count(p => p == Split.Train), examples.Parts!.Count(p => p == Split.Validation)));
        Assert.Equal(0, ((TokenRows)examples.Content).Wordless);
        if (corpus == "clinc150") Assert.Equal(10, examples.Groups!.Distinct().Count());
    }

    [Fact]
    public void Relations_are_read_as_their_description_counts_them()
    {
        var examples = Relations.Read(Found("text-fewrel", "val_wiki.tsv.gz"));
        Assert.Equal((16 * 700 + 25 * 100, 16 + 25), (examples.Content.Count, examples.Classes.Count));
        Assert.Equal((8, 8, 25), (Count(Split.Train), Count(Split.Validation), Count(Split.Test)));

        // No relation is tested that was trained on.
        var trained = examples.Classes.Where((_, i) => examples.Parts![i] == Split.Train).Select(c => c.Split(' ')[1]);
        var tested = examples.Classes.Where((_, i) => examples.Parts![i] == Split.Test).Select(c => c.Split(' ')[1]);
        Assert.Empty(trained.Intersect(tested));

        int Count(Split part) => examples.Parts!.Count(p => p == part);
    }

    private static void Within(IEnumerable<KeyValuePair<string, string>> files, Action<string> use)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var (name, text) in files)
            {
                string path = Path.Combine(folder.FullName, name);
                if (name.EndsWith(".gz", StringComparison.Ordinal)) File.WriteAllBytes(path, Samples.Compressed(text));
                else File.WriteAllText(path, text);
            }

            use(folder.FullName);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string Found(string folder, string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", folder);
        Assert.SkipUnless(File.Exists(Path.Combine(path, file)), $"METAMORPH_DATA names no folder with {folder}/{file}");
        return path;
    }
}
