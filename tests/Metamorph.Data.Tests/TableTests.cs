namespace Metamorph.Data.Tests;

/// <summary>What a table says of columns and numbers that it does not have.</summary>
public sealed class TableTests
{
    [Fact]
    public void A_missing_column_is_named_with_those_that_there_are_and_the_nearest() =>
        Refusal.Of<TableException>(() => Samples.Table("school,score,age\nA,1,2").Numbers("scroe"),
            "pupils.csv: there is no column 'scroe'", "The nearest is 'score'", "Expected one of those that there are: school, score, age");

    [Theory]
    [InlineData("n/a", "'n/a' is not a number")]
    [InlineData("\"1,5\"", "'1,5' is not a number")]
    [InlineData("0x10", "'0x10' is not a number")]
    [InlineData("\"1\n2\"", "'1\\n2' is not a number")]
    [InlineData("NaN", "'NaN' is not finite")]
    [InlineData("-Infinity", "'-Infinity' is not finite")]
    [InlineData("1e999", "'1e999' is not finite")]
    [InlineData("", "the cell is empty. Expected a number. Fill the cell")]
    [InlineData(" ", "the cell is empty")]
    public void A_cell_that_is_no_finite_number_is_named_with_file_line_and_column(string cell, string what)
    {
        var table = Samples.Table($"school,score\n\"A\nB\",1\nC,{cell}\nD,2\n");
        Refusal.Of<TableException>(() => table.Numbers("score"), "pupils.csv:4, column 'score': ", what, "Expected", "leave the");

        // Its text can be had all the same.
        Assert.Equal(3, table.Texts("score").Count);
    }

    [Fact]
    public void Numbers_have_a_decimal_point_and_may_stand_between_blanks() =>
        Assert.Equal([12, -0.5, 3e-4, 7], Samples.Table("x,y\n12,0\n-.5,0\n3E-4,0\n\" +7 \",0").Numbers("x"));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("same", "same", 0)]
    public void The_edit_distance_counts_letters_put_in_left_out_and_exchanged(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Of(a, b));
        Assert.Equal(distance, EditDistance.Of(b, a));
    }

    [Fact]
    public void Long_texts_and_lists_are_shortened_in_messages()
    {
        Refusal.Of<TableException>(() => Samples.Table($"x,y\n{new string('a', 1000)},0").Numbers("x"), $"'{new string('a', 60)}...' is not");
        Refusal.Of<TableException>(() => Samples.Table($"{string.Join(',', Enumerable.Range(0, 100))}\n{string.Join(',', Enumerable.Range(0, 100))}").Numbers("x"), "38, 39 and 60 others");
    }

    [Fact]
    public void A_column_is_added_to_another_table_and_never_twice()
    {
        var table = Samples.Table("a,b\n1,2\n\n3,4\n");
        var more = table.With("c", ["x", "y"]);
        Assert.Equal(["a", "b", "c"], more.Columns);
        Assert.Equal(["x", "y"], more.Texts("c"));
        Assert.Equal([2, 4], more.Lines);
        Assert.Equal(["a", "b"], table.Columns);
        Refusal.Of<TableException>(() => more.With("c", ["x", "y"]), "there is a column 'c' already", "Rename");
        Refusal.Of<ArgumentException>(() => table.With("c", ["x"]), "1 texts for the 2 rows");
    }
}
