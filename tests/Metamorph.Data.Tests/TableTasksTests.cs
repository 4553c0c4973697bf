namespace Metamorph.Data.Tests;

/// <summary>How rows become tasks.</summary>
public sealed class TableTasksTests
{
    private static readonly Table Pupils = Samples.Table("age,school,score,height\n10,B,1,140\n11,A,2,150\n12,B,3,160\n");

    [Fact]
    public void Tasks_come_in_the_order_of_their_first_rows_and_keep_the_order_of_rows()
    {
        var tasks = TableTasks.Of(Pupils, "school", "score");
        Assert.Equal(["B", "A"], tasks.All.Select(t => t.Name));
        Assert.Equal([2, 4], tasks.All[0].Lines);
        Assert.Equal([2, 1], tasks.All.Select(t => t.Rows));
        Assert.Equal(new double[,] { { 10, 140 }, { 12, 160 } }, tasks.All[0].X.ToArray2D<double>());
        Assert.Equal(new double[,] { { 1 }, { 3 } }, tasks.All[0].Y.ToArray2D<double>());
        Assert.Equal(new double[,] { { 11, 150 } }, tasks.All[1].X.ToArray2D<double>());
    }

    [Fact]
    public void Features_are_all_other_columns_or_those_asked_for_in_the_order_asked_for()
    {
        Assert.Equal(["age", "height"], TableTasks.Of(Pupils, "school", "score").Columns.Features);
        var tasks = TableTasks.Of(Pupils, "school", "score", ["height", "age"]);
        Assert.Equal(["height", "age"], tasks.Columns.Features);
        Assert.Equal([140.0, 10, 160, 12], tasks.All[0].X.ToArray<double>());
        Assert.Equal(Shape.Of([2, 1]), TableTasks.Of(Pupils, "school", "score", ["age"]).All[0].X.Shape);
    }

    [Fact]
    public void Columns_that_do_not_exist_are_refused()
    {
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "scool", "score"), "no column 'scool'", "nearest is 'school'");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "scores"), "no column 'scores'", "nearest is 'score'");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", ["age", "hight"]), "no column 'hight'", "nearest is 'height'");
    }

    [Fact]
    public void A_column_is_asked_for_once()
    {
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "school"), "pupils.csv: column 'school' was asked for both as the task and as the target", "Expected two columns");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", ["age", "score"]), "column 'score' was asked for both as a feature and as the target", "Leave it out");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", ["school"]), "column 'school' was asked for both as a feature and as the task");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", ["age", "age"]), "column 'age' was asked for twice");
    }

    [Fact]
    public void There_is_at_least_one_feature()
    {
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", []), "pupils.csv: no features", "beside the task 'school' and the target 'score'");
        Refusal.Of<TableException>(() => TableTasks.Of(Samples.Table("a,b\n1,2"), "a", "b"), "no features");
    }

    [Fact]
    public void A_row_without_a_task_is_refused() =>
        Refusal.Of<TableException>(() => TableTasks.Of(Samples.Table("t,x,y\nA,1,2\n,3,4"), "t", "y"), "pupils.csv:3, column 't': the cell is empty", "Expected the name of the task");

    [Fact]
    public void Text_among_the_features_is_refused() =>
        Refusal.Of<TableException>(() => TableTasks.Of(Samples.Table("t,x,y\nA,red,2"), "t", "y"), "pupils.csv:2, column 'x': 'red' is not a number", "leave the column out");
}
