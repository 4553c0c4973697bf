namespace Metamorph.Data;

/// <summary>
/// Named entities in sentences of several domains: CrossNER (Liu et al. 2021, https://arxiv.org/abs/2012.04373), a folder of files
/// <c>{domain}.{train|dev|test}.txt</c>, plain or .gz, with a word, a tab and its tag on every line and an empty line between sentences.
/// </summary>
public static class NamedEntities
{
    /// <summary>The types that the domains of CrossNER have in common.</summary>
    public static IReadOnlyList<string> CommonTypes { get; } = ["country", "event", "location", "misc", "organisation", "person"];

    /// <summary>Whether a folder has a file of tagged sentences.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Is(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(f => NameOf(Path.GetFileName(f)) is not null);

    /// <summary>Reads all domains of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The domains in the order of their names, with the sentences of train, dev and test after one another.</returns>
    /// <exception cref="TableException">There is no such file, or one is damaged or of another form; the message names file and line.</exception>
    public static IReadOnlyList<EntityDomain> Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new TableException($"{folder}: there is no such folder; it was looked for at '{Path.GetFullPath(folder)}'. Expected one with files such as music.train.txt.gz.");
        var files = Directory.EnumerateFiles(folder).Select(f => (Path: f, Name: NameOf(Path.GetFileName(f)))).Where(f => f.Name is not null);
        EntityDomain[] domains = [.. files.GroupBy(f => f.Name!.Value.Domain, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Domain)];
        return domains.Length > 0 ? domains : throw new TableException($"{folder}: there is no file of tagged sentences. Expected such as music.train.txt.gz, of the parts train, dev and test.");

        static EntityDomain Domain(IGrouping<string, (string Path, (string Domain, Split Part)? Name)> files)
        {
            var sentences = files.OrderBy(f => f.Name!.Value.Part).SelectMany(f => Sentences(Utf8.Read(f.Path), f.Path).Select(s => (Sentence: s, f.Name!.Value.Part))).ToArray();
            return new(files.Key, [.. sentences.Select(s => s.Sentence)], [.. sentences.Select(s => s.Part)]);
        }
    }

    /// <summary>Reads the sentences of a stream, from where it stands to its end.</summary>
    /// <param name="stream">Where the bytes come from; it stays open.</param>
    /// <param name="name">What messages are to call the file.</param>
    /// <returns>The sentences.</returns>
    /// <exception cref="TableException">It is damaged or of another form; the message names the line.</exception>
    public static IReadOnlyList<TaggedSentence> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return [.. Sentences(Utf8.Of(bytes.ToArray(), name), name)];
    }

    private static (string Domain, Split Part)? NameOf(string file)
    {
        string[] parts = file.Split('.');
        if (parts is not ([_, _, "txt"] or [_, _, "txt", "gz"])) return null;
        return parts[1] switch { "train" => (parts[0], Split.Train), "dev" => (parts[0], Split.Validation), "test" => (parts[0], Split.Test), _ => null };
    }

    private static IEnumerable<TaggedSentence> Sentences(byte[] text, string name)
    {
        List<string> words = [], tags = [];
        bool any = false;
        int last = 0;
        foreach (var (read, line) in Utf8.Lines(text))
        {
            // Lines that are empty are passed over: a gap in the numbers is the end of a sentence.
            if (line > last + 1 && words.Count > 0)
            {
                yield return new([.. words], [.. tags]);
                (words, tags) = ([], []);
            }

            if (read.Split('\t') is not [{ Length: > 0 } word, var tag] || !EntitySpan.IsTag(tag))
                throw new TableException($"{name}:{line}: the line is {Quoted.Text(read)}. Expected a word, a tab and O, or B- or I- and a type.");
            words.Add(word);
            tags.Add(tag);
            (last, any) = (line, true);
        }

        if (!any) throw new TableException($"{name}: the file is empty. Expected words with their tags.");
        yield return new(words, tags);
    }
}
