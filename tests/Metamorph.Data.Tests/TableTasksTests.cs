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
        Assert.Equal([0, 2], tasks.All[0].Places);
        Assert.Equal([1], tasks.All[1].Places);
        Assert.Equal(0, tasks.Dropped);
    }

    [Fact]
    public void Features_are_all_other_columns_or_those_asked_for_in_the_order_asked_for()
    {
        Assert.Equal(["age", "height"], TableTasks.Of(Pupils, "school", "score").Columns.Features);
        Assert.Equal(["height", "age"], TableTasks.Of(Pupils, "school", "score", "height", "age").Columns.Features);
        Assert.Equal(["age"], TableTasks.Of(Pupils, "school", "score", "age").Columns.Features);

        // What tasks are split by says nothing of a row; what rows are ordered by may.
        Assert.Equal(["age"], TableTasks.Of(Pupils, new TaskColumns("school", "score") { Split = "height", Order = "age" }).Columns.Features);
    }

    [Fact]
    public void Without_a_task_column_every_file_is_a_task()
    {
        var tasks = TableTasks.Of(Samples.Table("age,score\n1,2\n3,4\n", "schools/north.csv.gz"), null, "score");
        Assert.Equal("north", Assert.Single(tasks.All).Name);
        Assert.Equal(["age"], tasks.Columns.Features);
    }

    [Fact]
    public void Rows_with_an_empty_cell_are_left_out_if_asked_and_a_task_may_lose_all()
    {
        var table = Samples.Table("t,x,week,other,y\nA,1,1,,1\nA,,1,1,1\nB,1,,1,1\nA,1,1,1, \n");
        var tasks = TableTasks.Of(table, new TaskColumns("t", "y", "x") { Order = "week" }, dropIncomplete: true);
        Assert.Equal(["A", "B"], tasks.All.Select(t => t.Name));
        Assert.Equal([1, 0], tasks.All.Select(t => t.Rows));
        Assert.Equal(3, tasks.Dropped);
        Assert.Equal(tasks.All, TableEpisodes.TooSmall(tasks.All, 1));
        Assert.Equal(["B"], TableEpisodes.TooSmall(TableTasks.Of(table, "t", "y").All, 1).Select(t => t.Name));
    }

    [Fact]
    public void Columns_that_do_not_exist_are_refused()
    {
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "scool", "score"), "no column 'scool'", "nearest is 'school'");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "scores"), "no column 'scores'", "nearest is 'score'");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", "age", "hight"), "no column 'hight'", "nearest is 'height'");
    }

    [Fact]
    public void A_column_is_asked_for_once()
    {
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "school"), "pupils.csv: column 'school' was asked for both as the task and as the target", "Expected two columns");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", "age", "score"), "column 'score' was asked for both as a feature and as the target", "Leave it out");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", "school"), "column 'school' was asked for both as a feature and as the task");
        Refusal.Of<TableException>(() => TableTasks.Of(Pupils, "school", "score", "age", "age"), "column 'age' was asked for twice");
    }

    [Fact]
    public void There_is_at_least_one_feature()
    {
        Refusal.Of<TableException>(() => TableTasks.Of(Samples.Table("a,b\n1,2"), "a", "b"), "pupils.csv: no features", "beside the task 'a' and the target 'b'");
        Refusal.Of<TableException>(() => TableTasks.Of(Samples.Table("a,b\n1,2"), new TaskColumns(null, "b") { Split = "a" }), "beside the target 'b' and the split 'a'");
    }

    [Fact]
    public void A_row_without_a_task_is_refused() =>
        Refusal.Of<TableException>(() => TableTasks.Of(Samples.Table("t,x,y\nA,1,2\n,3,4"), "t", "y"), "pupils.csv:3, column 't': the cell is empty", "Expected the name of the task");
}
