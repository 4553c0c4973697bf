using System.Text;

namespace Metamorph.Data.Tests;

public sealed class TextFileTests
{
    private const string Json = """{"text": "Hello \u00fc", "label": "greeting", "split": "train"}""" + "\n\n" + """{"label": 2, "text": "two", "split": "val", "more": [1]}""" + "\n";

    [Theory]
    [InlineData("text,label\n\"Hello, you\",greeting\nBye,farewell\nHi,greeting\n")]
    [InlineData("label\ttext\ngreeting\tHello, you\nfarewell\tBye\ngreeting\tHi\n")]
    [InlineData("""{"text": "Hello, you", "label": "greeting"}""" + "\n" + """{"label": "farewell", "text": "Bye"}""" + "\r\n" + """{"text": "Hi", "label": "greeting"}""")]
    public void A_file_is_told_by_how_it_begins_and_may_be_compressed(string text)
    {
        foreach (byte[] file in (byte[][])[Encoding.UTF8.GetBytes(text), Samples.Compressed(text), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]])
        {
            var examples = Read(file);
            Assert.Equal(["farewell", "greeting"], examples.Classes);
            Assert.Equal([1, 0, 1], examples.Labels);
            Assert.Equal(["Hello, you", "Bye", "Hi"], ((TokenRows)examples.Content).Texts);
            Assert.Null(examples.Parts);
            Assert.Equal(new HashedTokens().Of("bye"), ((TokenRows)examples.Content).Ids(1).ToArray());
        }
    }

    [Fact]
    public void Cells_between_tabs_are_taken_as_they_stand()
    {
        var examples = Read("label\ttext\nno\tthat would be \"no\nno\t\"quoted\"\n");
        Assert.Equal(["that would be \"no", "\"quoted\""], ((TokenRows)examples.Content).Texts);
    }

    [Fact]
    public void Classes_are_of_the_parts_that_the_file_has()
    {
        var examples = Read(Json);
        Assert.Equal(["2", "greeting"], examples.Classes);
        Assert.Equal([Split.Validation, Split.Train], examples.Parts);
        Assert.Equal(["Hello ü", "two"], ((TokenRows)examples.Content).Texts);
        Assert.Null(Read(Json, new() { Split = null }).Parts);
        Assert.Equal([Split.Test], Read("q\ty\tp\na\tb\tTest\n", new("q", "y", "p")).Parts);
        Refusal.Of<TableException>(
            () => Read("text\tlabel\tsplit\na\tx\ttrain\nb\tx\ttest\n"), "talk.txt:3: an example of class 'x' is of part 'Test', and that at talk.txt:2 is of 'Train'", "Read without the column of parts");
        Refusal.Of<TableException>(() => Read("text\tlabel\tsplit\na\tx\tmy\n"), "talk.txt:2: there is no part 'my'", "Expected train, validation");
    }

    [Fact]
    public void A_class_that_is_not_known_is_refused_where_classes_are()
    {
        const string Text = "text,label\nhi,greeting\nbye,farewell\n";
        var known = new TextColumns { Classes = ["greeting", "thanks", "farewell"] };
        Assert.Equal([0, 2], Read(Text, known).Labels);
        Refusal.Of<TableException>(() => Read(Text, known with { Classes = ["greetings", "farewell"] }), "talk.txt:2: the class 'greeting' is none of the 2 known", "The nearest is 'greetings'", "Expected one of");
    }

    [Theory]
    [InlineData("", "talk.txt: the file is empty")]
    [InlineData("text,label\n", "no row")]
    [InlineData("text\tlabel\n", "talk.txt: there is no example")]
    [InlineData("words,label\na,b\n", "there is no column 'text'. The nearest is 'words'")]
    [InlineData("text\tlabels\na\tb\n", "talk.txt:1: there is no column 'label'. The nearest is 'labels'")]
    [InlineData("text\tlabel\na\tb\nc\n", "talk.txt:3: the row has 1 cells. Expected 2, one for each of text, label")]
    [InlineData("text,label\n ,b\n", "talk.txt:2: the text is empty")]
    [InlineData("text,label\na,\n", "talk.txt:2: the text 'a' has no class")]
    [InlineData("{\"text\": \"a\"}", "talk.txt:1: there is no 'label' in the object. Expected one of that name; there are: text")]
    [InlineData("{\"text\": \"a\", \"label\": null}", "talk.txt:1: 'label' is 'null'. Expected a text or a number")]
    [InlineData("{\"text\": \"a\", \"label\": \"b\"}\n[1]", "talk.txt:2: the line is '[1]'. Expected an object")]
    [InlineData("{\"text\": \"a\", \"label\": \"b\"}\n\n{\"text\"", "talk.txt:3: the line is no JSON")]
    [InlineData("{\"text\": \"\\ud800\", \"label\": \"b\"}", "talk.txt:1: the line is no JSON")]
    public void What_is_no_text_with_a_class_is_refused(string text, string message) => Refusal.Of<TableException>(() => Read(text), message);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_with_their_place() =>
        Refusal.Of<TableException>(() => Read([.. "text\tlabel\na\tb\nZ"u8, 0xFC, .. "rich\tc\n"u8]), "talk.txt:3: byte 0xFC is not UTF-8 (byte 16 of the text, from 0)");

    [Fact]
    public void A_folder_has_a_file_for_each_class()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "sports.txt"), "a goal\n\nanother match\n");
            File.WriteAllBytes(Path.Combine(folder.FullName, "arts.txt.gz"), Samples.Compressed("a play\n"));
            File.WriteAllText(Path.Combine(folder.FullName, "notes.md"), "none");
            var examples = TextFile.Read(folder.FullName);
            Assert.Equal(["arts", "sports"], examples.Classes);
            Assert.Equal(["a play", "a goal", "another match"], ((TokenRows)examples.Content).Texts);
            Assert.Equal(["left out, as no .txt files: notes.md"], examples.Notes);
            File.Delete(Path.Combine(folder.FullName, "sports.txt"));
            File.Delete(Path.Combine(folder.FullName, "arts.txt.gz"));
            Refusal.Of<TableException>(() => TextFile.Read(folder.FullName), "there is no file that ends in .txt");
            Refusal.Of<TableException>(() => TextFile.Read(Path.Combine(folder.FullName, "gone.tsv")), "gone.tsv: there is no such file");
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Texts_without_classes_are_those_of_a_column_or_of_every_line()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string[] texts = ["Hello, you", "Bye"];
            foreach (var (name, content) in new[] { ("a.csv", "id,text\n1,\"Hello, you\"\n2,Bye\n"), ("a.TSV", "text\tlabel\nHello, you\tx\nBye\ty\n"), ("a.jsonl", "{\"text\": \"Hello, you\"}\n{\"text\": \"Bye\"}\n"), ("a.txt", "Hello, you\n\nBye\n") })
                Assert.Equal(texts, TextFile.Texts(Write(name, content)));
            File.WriteAllBytes(Path.Combine(folder.FullName, "b.csv.gz"), Samples.Compressed("text\nBye\n"));
            Assert.Equal(["Bye"], TextFile.Texts(Path.Combine(folder.FullName, "b.csv.gz")));
            Refusal.Of<TableException>(() => TextFile.Texts(Write("c.csv", "text,id\nBye,1\n ,2\n")), "c.csv:3: the text is empty");
            Refusal.Of<TableException>(() => TextFile.Texts(Write("d.csv", "test,id\nBye,1\n")), "there is no column 'text'. The nearest is 'test'");
        }
        finally
        {
            folder.Delete(true);
        }

        string Write(string name, string content)
        {
            string path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, content);
            return path;
        }
    }

    [Fact]
    public void Files_that_were_changed_anywhere_are_read_or_refused()
    {
        byte[][] files =
        [
            Encoding.UTF8.GetBytes("label\ttext\tsplit\ngreeting\tHello, yoü\ttrain\nfarewell\tBye \"now\"\ttest\n"),
            Encoding.UTF8.GetBytes("label,text\ngreeting,\"Hello, yoü\"\nfarewell,Bye\n"),
            Encoding.UTF8.GetBytes(Json),
            Samples.Compressed(Json),
        ];
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] file = [.. files[i % files.Length]];
            for (int change = random.Next(1, 4); change > 0; change--) file[random.Next(file.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) file = file[..random.Next(file.Length)];
            try
            {
                var examples = Read(file);
                Assert.Equal(examples.Content.Count, examples.Labels.Count);
            }
            catch (TableException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 9_999);
    }

    private static Examples Read(string text, TextColumns? columns = null) => Read(Encoding.UTF8.GetBytes(text), columns);

    private static Examples Read(byte[] file, TextColumns? columns = null)
    {
        using var stream = new MemoryStream(file);
        return TextFile.Read(stream, "talk.txt", columns: columns);
    }
}
