using System.Text;

namespace Metamorph.Data.Tests;

/// <summary>What a file has to be to become a table, and what is said of one that is not.</summary>
public sealed class CsvTests
{
    private const string Text = "school,score\nA,1.5\n\"B, \"\"the\"\" north\",-2e3\n";

    [Fact]
    public void A_table_has_the_columns_and_cells_of_its_file()
    {
        var table = Samples.Table(Text);
        Assert.Equal(["school", "score"], table.Columns);
        Assert.Equal(["A", "B, \"the\" north"], table.Texts("school"));
        Assert.Equal([1.5, -2000], table.Numbers("score"));
        Assert.Equal([2, 3], table.Lines);
        Assert.Equal(2, table.Rows);
    }

    [Fact]
    public void A_compressed_table_is_the_plain_one()
    {
        var (plain, compressed) = (Samples.Table(Text), Samples.Table(Samples.Compressed(Text)));
        Assert.Equal(plain.Columns, compressed.Columns);
        Assert.Equal(plain.Texts("school"), compressed.Texts("school"));
        Assert.Equal(plain.Lines, compressed.Lines);

        // A gzip file may consist of several.
        Assert.Equal(["1", "2"], Samples.Table([.. Samples.Compressed("a\n1\n"), .. Samples.Compressed("2\n")]).Texts("a"));
    }

    [Fact]
    public void Tabs_in_the_first_line_separate_cells()
    {
        var table = Samples.Table("\uFEFF\nschool\tscore, points\nA\t1.5\n\"B\tC\"\t-2e3\n");
        Assert.Equal(["school", "score, points"], table.Columns);
        Assert.Equal(["A", "B\tC"], table.Texts("school"));
        Assert.Equal([1.5, -2000], table.Numbers("score, points"));
        Assert.Equal(["a\tb"], Samples.Table("x,y\na\tb,1\n").Texts("x"));
        Refusal.Of<TableException>(() => Samples.Table("a\tb\n1\t2\n3,4\n"), "pupils.csv:3: the row has 1 cells", "Expected 2, one for each of a, b");
    }

    [Fact]
    public void Compression_is_told_by_the_bytes_and_not_by_the_name()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Samples.Compressed(Text));
            Assert.Equal([1.5, -2000], Csv.Read(path).Numbers("score"));
            File.WriteAllText(path, Text);
            Assert.Equal([1.5, -2000], Csv.Read(path).Numbers("score"));
            Assert.Equal(path, Csv.Read(path).Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        Assert.Equal(["school", "score"], Samples.Table("\uFEFF" + Text).Columns);
        Assert.Equal(["school", "b"], Samples.Table("\uFEFF\"school\",b\n1,2").Columns);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_through_quoted_cells_and_empty_lines(string end)
    {
        var table = Samples.Table(string.Join(end, "a,b", "1,\"two", "lines\"", "", "3,4", "\"", "", "5\",6", "7,8"));
        Assert.Equal([2, 5, 6, 9], table.Lines);
        Assert.Equal("two" + end + "lines", table.Texts("b")[0]);
    }

    [Fact]
    public void A_table_that_is_written_and_read_again_is_the_same()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var table = Samples.Table("a,b\n1,\"x,y\"\n2,\"two \"\"lines\"\"\nof it\"\n3,\n").With("c d", ["ü", " ", "7"]);
            Csv.Write(table, path);
            var again = Csv.Read(path);
            Assert.Equal(["a", "b", "c d"], again.Columns);
            foreach (string column in table.Columns) Assert.Equal(table.Texts(column), again.Texts(column));
            Assert.DoesNotContain("\r", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_where_it_was_looked_for()
    {
        Refusal.Of<TableException>(() => Csv.Read("nowhere/pupils.csv"), "nowhere/pupils.csv: there is no such file", Path.GetFullPath("nowhere/pupils.csv"), "Expected the path of a table");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_refused(string text) =>
        Refusal.Of<TableException>(() => Samples.Table(text), "pupils.csv: the file is empty", "Expected a header with the names of the columns, and rows");

    [Fact]
    public void A_header_without_rows_is_refused() =>
        Refusal.Of<TableException>(() => Samples.Table("school,score\n"), "pupils.csv: there is a header (school, score) but no row", "Expected at least one row");

    [Fact]
    public void Columns_of_one_name_are_refused() =>
        Refusal.Of<TableException>(() => Samples.Table("a,b,a,c,c\n1,2,3,4,5"), "pupils.csv:1: more than one column has the name 'a', 'c'", "Expected each name once", "Rename");

    [Fact]
    public void A_column_without_a_name_is_refused() =>
        Refusal.Of<TableException>(() => Samples.Table(",score\n0,5"), "pupils.csv:1: column 1 of 2 has no name", "Name it, or leave it out");

    [Fact]
    public void Another_separator_is_refused_and_named()
    {
        Refusal.Of<TableException>(() => Samples.Table("school;score\nA;5"), "pupils.csv:1: the header 'school;score' is a single column, with ';' in it", "Expected columns separated by commas or tabs");
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"x\ny\",2\n3\n", 5, 1)]
    [InlineData("a,b\n1,2\n3,4,5\n", 3, 3)]
    [InlineData("a,b\n1,2\n   \n", 3, 1)]
    public void A_row_with_too_many_or_too_few_cells_is_refused(string text, int line, int cells) =>
        Refusal.Of<TableException>(() => Samples.Table(text), $"pupils.csv:{line}: the row has {cells} cells", "Expected 2, one for each of a, b", "stands between quotes");

    [Theory]
    [InlineData("a,b\n\"1\n1\",2\n3,x\"y\"\n", 4, "a quote inside of a cell")]
    [InlineData("a,b\n1,\"x\"y\n", 2, "text after a closing quote")]
    [InlineData("a,b\n1,2\n3,\"x\n4,5\n", 3, "a quote is opened and never closed")]
    public void Quotes_that_are_not_in_order_are_refused(string text, int line, string what) =>
        Refusal.Of<TableException>(() => Samples.Table(text), $"pupils.csv:{line}: ", what, "Expected quotes around the whole cell");

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        Refusal.Of<TableException>(() => Samples.Table([.. "school,score\nZ"u8, 0xFC, .. "rich,5\n"u8]), "pupils.csv:2: byte 0xFC is not UTF-8", "Save the file in that encoding");
        Refusal.Of<TableException>(() => Samples.Table([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)]), "pupils.csv:1: byte 0xFF is not UTF-8");
    }

    [Fact]
    public void A_compressed_file_that_is_damaged_or_cut_off_anywhere_is_refused()
    {
        byte[] whole = Samples.Compressed(Text);
        for (int length = 2; length < whole.Length; length++) Refused(whole[..length]);
        for (int place = 10; place < whole.Length; place++) Refused([.. whole[..place], (byte)~whole[place], .. whole[(place + 1)..]]);
        Refused([.. whole, 0]);

        static void Refused(byte[] file) => Refusal.Of<TableException>(
            () => Samples.Table(file), $"pupils.csv: the file begins as one compressed by gzip, but it is damaged or cut off ({file.Length} bytes)", "Copy or compress it again");
    }
}
