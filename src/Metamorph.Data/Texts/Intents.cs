namespace Metamorph.Data;

/// <summary>
/// What people want of an assistant, told by what they say: the corpora CLINC150 (Larson et al. 2019, https://aclanthology.org/D19-1131), Banking77 (Casanueva et
/// al. 2020, https://arxiv.org/abs/2003.04807) and HWU64 (Liu et al. 2019, https://arxiv.org/abs/1903.05566) with the classes held out as ProtAugment has them
/// (Dopierre et al. 2021, https://arxiv.org/abs/2105.12995, split 01), each a file <c>{corpus}.tsv.gz</c> with the columns split, label, text.
/// </summary>
public static class Intents
{
    private const string Ending = ".tsv.gz";
    private const string Domains = "clinc_domains.csv";

    /// <summary>The corpora.</summary>
    public static IReadOnlyList<string> Corpora { get; } = ["banking77", "clinc150", "hwu64"];

    /// <summary>Reads a corpus. Classes are of one part each; a file of test classes alone is read too. The groups of CLINC150's classes are its domains, if the folder has <c>clinc_domains.csv</c>; those of HWU64's are what stands before the slash.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="corpus">One of <see cref="Corpora"/>.</param>
    /// <param name="tokens">How texts are taken to pieces; null: as <see cref="HashedTokens"/> has it by default.</param>
    /// <returns>Int32 tokens [length] of each text.</returns>
    /// <exception cref="ArgumentException">There is no such corpus.</exception>
    /// <exception cref="TableException">The file is not there, damaged or of another form.</exception>
    public static Examples Read(string folder, string corpus, HashedTokens? tokens = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Corpora.Contains(corpus)) throw new ArgumentException($"there is no corpus of intents {Quoted.Text(corpus ?? "")}. Expected {string.Join(", ", Corpora)}.");
        string path = Path.Combine(folder, corpus + Ending);
        var read = new LabelledTexts(path) { GroupOf = GroupsOf(folder, corpus) };
        foreach (var (cells, place) in TextFile.TabSeparated(Utf8.Read(path), path, [("text", true), ("label", true), ("split", true)]))
            read.Add(cells[0]!, cells[1]!, LabelledTexts.PartOf(cells[2]!, place), place);
        return read.Made(tokens ?? new());
    }

    private static Func<string, string>? GroupsOf(string folder, string corpus)
    {
        if (corpus == "hwu64") return label => label.Split('/')[0];
        string path = Path.Combine(folder, Domains);
        if (corpus != "clinc150" || !File.Exists(path)) return null;
        var table = Csv.Read(path);
        var domains = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (intent, domain) in table.Texts("intent").Zip(table.Texts("domain"))) domains[intent] = domain;
        return label => domains.TryGetValue(label, out string? domain) ? domain
            : throw new TableException($"{path}: the intent {Quoted.Text(label)} is missing. Expected the domain of every class. Fetch the file again.");
    }
}
