namespace Metamorph.Learning.Tests;

public sealed class EmbeddingTests
{
    private static readonly ParameterSet Table = new(("table", Tensor.Of(new[,] { { 1.0, 2 }, { 3, 4 }, { 5, 6 } })));

    [Fact]
    public void Every_index_becomes_its_row()
    {
        var y = new Embedding(3, 2).Apply(Table, Tensor.Of(new[,] { { 2, 0 }, { 1, 1 } }));
        Assert.Equal("[2, 2, 2]", y.Form);
        Assert.Equal([5, 6, 1, 2, 3, 4, 3, 4], y.ToArray<double>());
    }

    [Fact]
    public void An_index_out_of_range_is_named()
    {
        var error = Assert.Throws<IndexException>(() => new Embedding(3, 2).Apply(Table, Tensor.Of([0, 1, 2, 3], [2], 2)));
        Assert.Equal("Take: index 3 at [1] of task 1 of [2; 2], but the table [3, 2] has 3 rows. Expected 0 to 2.", error.Message);
        Assert.Throws<IndexException>(() => new Embedding(3, 2).Apply(Table, Tensor.Of([-1], [1])));
    }

    [Fact]
    public void The_gradient_of_a_row_is_the_sum_over_its_uses()
    {
        var gradient = Gradient.Of(p => (new Embedding(3, 2).Apply(p, Tensor.Of(2, 0, 2)) * Tensor.Of([1.0, 10, 100], [3, 1])).Sum(), Table);
        Assert.Equal([10, 10, 0, 0, 101, 101], gradient["table"].ToArray<double>());
    }

    [Fact]
    public void The_first_table_is_standard_normal()
    {
        var table = new Embedding(300, 200).Init(new Key(6))["table"];
        Assert.Equal("[300, 200]", table.Form);

        // Four standard errors of 60,000 draws: 1 / sqrt(n) and sqrt(2 / n).
        Nearly.Equal([0], table.Mean(), 4 / Math.Sqrt(60_000));
        Nearly.Equal([1], table.Variance(), 2 * Math.Sqrt(2.0 / 60_000));
    }
}
