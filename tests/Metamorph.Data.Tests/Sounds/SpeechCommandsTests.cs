namespace Metamorph.Data.Tests.Sounds;

/// <summary>Keywords that contributors say.</summary>
public sealed class SpeechCommandsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Known_keywords_are_divided_by_their_names()
    {
        Write([.. "hgfedcba".Select(k => (k.ToString(), 1, "train", 0))]);
        var commands = SpeechCommands.Read(folder.Path, CommandClasses.Keyword);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], commands.Classes);
        Assert.Equal([Split.Train, Split.Train, Split.Train, Split.Train, Split.Validation, Split.Test, Split.Train, Split.Train], commands.Parts!);
        Assert.Equal([7, 6, 5, 4, 3, 2, 1, 0], commands.Labels);
        Assert.Null(commands.Groups);
        Assert.Equal([1, 2, 3], commands.Content.Form);
        Assert.Equal([6, 7, 8, 9, 10, 11], ((ByteRows)commands.Content).Bytes(1).ToArray());
    }

    [Fact]
    public void Where_keywords_are_new_these_alone_are_for_testing()
    {
        Write([.. "abcdef".Select(k => (k.ToString(), 3, "test", 0)), ("stop", 1, "train", 1), ("eight", 3, "test", 1)]);
        var commands = SpeechCommands.Read(folder.Path, CommandClasses.Keyword);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "eight", "stop"], commands.Classes);
        Assert.Equal([Split.Train, Split.Train, Split.Train, Split.Train, Split.Validation, Split.Train, Split.Test, Split.Test], commands.Parts!);
    }

    [Fact]
    public void By_speaker_a_class_is_a_keyword_of_a_contributor_and_nothing_else_is_new()
    {
        Write(("yes", 10, "train", 0), ("no", 10, "train", 0), ("stop", 10, "train", 1), ("no", 9, "val", 0), ("no", 10, "train", 0), ("no", 26, "test", 0));
        var commands = SpeechCommands.Read(folder.Path, CommandClasses.Speaker);
        Assert.Equal(["9/no", "10/no", "10/yes", "26/no"], commands.Classes);
        Assert.Equal(["9", "10", "10", "26"], commands.Groups!);
        Assert.Equal([Split.Validation, Split.Train, Split.Train, Split.Test], commands.Parts!);
        Assert.Equal([2, 1, 0, 1, 3], commands.Labels);
        Assert.Equal(18, ((ByteRows)commands.Content).Bytes(2)[0]);
        Assert.Equal("left out 1 of 6 commands, whose keywords are new", Assert.Single(commands.Notes));
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        Write(("yes", 1, "train", 0), ("no", 1, "val", 0));
        Refusal.Of<FormatException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Speaker), "index.csv:3, column 'official_split': the contributor is of 'val' and was of 'train' before");
        Write(("yes", 1, "dev", 0));
        Refusal.Of<FormatException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Speaker), "there is no part 'dev'", "Expected train, val or test");
        Write(("yes", 1, "test", 1));
        Refusal.Of<FormatException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Speaker), "all keywords are new");
        folder.Write("logmel.idx3.gz", IdxBytes.Compressed([2, 1, 1], 1, 2));
        Refusal.Of<FormatException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Keyword), "2 pictures in logmel.idx3.gz and 1 rows in index.csv");
        folder.Write("logmel.idx3.gz", IdxBytes.Compressed([2], 1, 2));
        Refusal.Of<FormatException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Keyword), "an array [2]", "Expected [commands, bands, frames]");
        folder.Write("index.csv", "row,keyword\n0,yes\n");
        folder.Write("logmel.idx3.gz", IdxBytes.Compressed([1, 1, 1], 1));
        Refusal.Of<TableException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Keyword), "there is no column 'contributor'");
        File.Delete(folder["index.csv"]);
        Refusal.Of<FileNotFoundException>(() => SpeechCommands.Read(folder.Path, CommandClasses.Keyword), "there is no index.csv", "holds: logmel.idx3.gz");
    }

    private void Write(params (string Keyword, int Contributor, string Part, int IsNew)[] rows)
    {
        folder.Write("index.csv", "row,keyword,contributor,round,official_split,new_class\n" + string.Concat(rows.Select((r, i) => $"{i},{r.Keyword},{r.Contributor},1,{r.Part},{r.IsNew}\n")));
        folder.Write("logmel.idx3.gz", IdxBytes.Compressed([rows.Length, 2, 3], [.. Enumerable.Range(0, rows.Length * 6).Select(i => (byte)i)]));
    }
}
