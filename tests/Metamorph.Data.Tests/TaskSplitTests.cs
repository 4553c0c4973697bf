namespace Metamorph.Data.Tests;

/// <summary>How tasks are parted into training, validation and test.</summary>
public sealed class TaskSplitTests
{
    private static readonly TableTasks Schools = Samples.Schools([.. Enumerable.Repeat(2, 20)]);

    [Fact]
    public void The_parts_are_disjoint_complete_and_in_the_order_of_the_table()
    {
        var split = Schools.Split(new Key(1));
        Assert.Equal([14, 3, 3, 20], Enum.GetValues<Split>().Select(s => split[s].Count));
        Assert.Equal(Schools.All.ToHashSet(), [.. split.Train, .. split.Validation, .. split.Test]);
        Assert.Equal(Schools.All, split.All);
        foreach (var part in Enum.GetValues<Split>()) Assert.Equal(split[part].OrderBy(t => t.Lines[0]), split[part]);
    }

    [Fact]
    public void The_same_key_parts_alike_and_another_key_otherwise()
    {
        Assert.Equal(Schools.Split(new Key(1)).Test, Schools.Split(new Key(1)).Test);
        Assert.NotEqual(Schools.Split(new Key(1)).Test, Schools.Split(new Key(2)).Test);
    }

    [Theory]
    [InlineData(3, 0.7, 0.15, 0.15, 1, 1, 1)]
    [InlineData(4, 0.01, 0.495, 0.495, 1, 2, 1)]
    [InlineData(97, 0.7, 0.15, 0.15, 67, 15, 15)]
    [InlineData(10, 0.98, 0.01, 0.01, 8, 1, 1)]
    [InlineData(10, 0.5, 0.2, 0.3, 5, 2, 3)]
    public void Fractions_are_rounded_and_every_part_gets_a_task(int tasks, double train, double validation, double test, int forTrain, int forValidation, int forTest)
    {
        var split = Samples.Schools([.. Enumerable.Repeat(1, tasks)]).Split(new Key(3), new(train, validation, test));
        Assert.Equal((forTrain, forValidation, forTest), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void Fewer_than_three_tasks_are_refused() =>
        Refusal.Of<TableException>(() => Samples.Schools(5, 5).Split(new Key(1)), "pupils.csv: column 'school' names 2 tasks (s0, s1)", "Expected at least 3", "Add tasks");

    [Theory]
    [InlineData(0.7, 0.3, 0)]
    [InlineData(0.7, 0.2, 0.2)]
    [InlineData(double.NaN, 0.5, 0.5)]
    [InlineData(-0.5, 0.5, 1)]
    public void Fractions_that_do_not_add_up_are_refused(double train, double validation, double test) =>
        Refusal.Of<ArgumentException>(() => Schools.Split(new Key(1), new(train, validation, test)), "for training", "Expected three numbers above 0 whose sum is 1");

    [Fact]
    public void A_part_is_found_by_its_name()
    {
        Assert.Equal([Split.Train, Split.Validation, Split.Test, Split.All], new[] { "train", "Validation", "TEST", "all" }.Select(Splits.Parse));
        Refusal.Of<ArgumentException>(() => Splits.Parse("tests"), "no split 'tests'", "Expected train, validation, test or all");
        Assert.Throws<ArgumentException>(() => Splits.Parse("1"));
    }

    [Fact]
    public void A_column_may_say_which_part_a_task_is_of()
    {
        var split = Samples.Tasks("t,part,x,y\nA,Test,1,1\nB,train,1,1\nC, validation ,1,1\nB,TRAIN,2,2\nD,train,1,1\n").Split("part");
        Assert.Equal(["B", "D"], split.Train.Select(t => t.Name));
        Assert.Equal(["C"], split.Validation.Select(t => t.Name));
        Assert.Equal(["A"], split.Test.Select(t => t.Name));
        Assert.Equal(4, split.All.Count);
    }

    [Fact]
    public void A_column_that_does_not_say_it_is_refused()
    {
        Refused("A,train,1,1\nB,training,1,1\n", "pupils.csv:3, column 'part': 'training' is no part of the split", "Expected train, validation or test");
        Refused("A,all,1,1\n", "pupils.csv:2, column 'part': 'all' is no part");
        Refused("A,,1,1\n", "pupils.csv:2, column 'part': '' is no part");
        Refused("A,train,1,1\nB,test,1,1\nA,test,1,1\n", "pupils.csv:4, column 'part': task 'A' is of 'test' here, and of 'train' in line 2", "one part for all rows of a task");
        Refused("A,train,1,1\nB,test,1,1\n", "pupils.csv: no task is of 'validation' in column 'part'", "at least one task each");
        Refusal.Of<TableException>(() => Samples.Tasks("t,part,x,y\nA,train,1,1\n").Split("parts"), "no column 'parts'", "nearest is 'part'");

        static void Refused(string rows, params string[] parts) => Refusal.Of<TableException>(() => Samples.Tasks("t,part,x,y\n" + rows).Split("part"), parts);
    }
}
