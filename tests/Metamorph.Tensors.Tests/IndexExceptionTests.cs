namespace Metamorph.Tensors.Tests;

/// <summary>An index that names nothing is named itself, with its place and task.</summary>
public sealed class IndexExceptionTests
{
    private static readonly Tensor Table = Tensor.Zeros([5, 2], tasks: 3);

    /// <summary>For each of 3 tasks two rows of two indices; that of task 1 at [1, 0] is 5, that of task 2 at [0, 1] is -1.</summary>
    private static readonly Tensor Index = Tensor.Of([0, 1, 2, 3, 4, 0, 5, 1, 2, -1, 3, 4], [2, 2], 3);

    [Fact]
    public void Take_names_it()
    {
        Says("Take: index 5 at [1, 0] of task 1 of [3; 2, 2], but the table [3; 5, 2] has 5 rows. Expected 0 to 4.", () => Table.Take(Index));
        Says("Take: index -1 at [0, 1] of task 1 of [2; 2, 2]", () => Table.TakeTasks(1..).Take(Index.TakeTasks([0, 2])));
        Says("Take: index 7 at [] of [], but the table [1] has 1 rows. Expected 0 to 0.", () => Tensor.Of([1.0], [1]).Take(Tensor.Of(7)));
        Says("Take: index 5 at [0, 1] of task 1", () => Table.Take(Index.Transpose()));
    }

    [Fact]
    public void ScatterAdd_names_it() => Says(
        "ScatterAdd: index 5 at [1, 0] of task 1 of [3; 2, 2], but the table has 5 rows. Expected 0 to 4.", () => Tensor.Zeros([2, 2, 7]).ScatterAdd(Index, 5));

    [Fact]
    public void TakeAlong_names_it() => Says(
        "TakeAlong: index 5 at [1, 0] of task 1 of [3; 2, 2], but axis 0 of [3; 5, 2] has 5 entries. Expected 0 to 4.", () => Table.TakeAlong(Index, 0));

    [Fact]
    public void ScatterAddAlong_names_it() => Says(
        "ScatterAddAlong: index 5 at [1, 0] of task 1 of [3; 2, 2], but the axis is to have 5 entries. Expected 0 to 4.", () => Tensor.Zeros([2, 2]).ScatterAddAlong(Index, 0, 5));

    [Fact]
    public void CrossEntropy_names_the_label() => Says(
        "CrossEntropy: index 5 at [1, 0] of task 1 of [3; 2, 2], but the logits [2, 2, 5] have 5 classes. Expected 0 to 4.", () => Tensor.Zeros([2, 2, 5]).CrossEntropy(Index));

    [Fact]
    public void OneHot_names_it() => Says("index 5 at [1, 0] of task 1 of [3; 2, 2]", () => Index.OneHot(5));

    [Fact]
    public void Indices_that_are_not_integers_are_refused_with_the_mend()
    {
        var floats = Tensor.Zeros([2, 2]);
        Says("Take: the indices [2, 2] hold Float32. Expected Int32: Tensor.Of(int) makes one, x.Cast(DType.Int32) converts.", () => Table.Take(floats));
        Says("ScatterAdd: the indices [2, 2] hold Float32.", () => Tensor.Zeros([2, 2]).ScatterAdd(floats, 5));
        Says("TakeAlong: the indices [2, 2] hold Float32.", () => Table.TakeAlong(floats, 0));
        Says("CrossEntropy: the indices [2, 2] hold Float32.", () => Tensor.Zeros([2, 2, 5]).CrossEntropy(floats));
        Says("Take: the indices [] hold a plain number.", () => Table.Take(1.0));

        static void Says(string message, Func<object> call) => Assert.Contains(message, Assert.Throws<DTypeException>(call).Message, StringComparison.Ordinal);
    }

    private static void Says(string message, Func<object> call) => Assert.Contains(message, Assert.Throws<IndexException>(call).Message, StringComparison.Ordinal);
}
