namespace Metamorph.Data.Tests;

/// <summary>Folders with one file per task.</summary>
public sealed class TableFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("metamorph-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_file_is_a_task_and_columns_may_stand_in_any_order()
    {
        Write("b.csv", "x,y\n1,2\n3,4\n");
        Write("a.tsv.gz", "y\tx\n6\t5\n");
        Write("a.b.CSV", "x,y\n7,8\n");
        Write("README.md", "no table");
        Directory.CreateDirectory(Path.Combine(folder, "c.csv"));
        var table = Csv.Read(folder);
        Assert.Equal(folder, table.Name);
        var tasks = TableTasks.Of(table, null, "y");
        Assert.Equal(["a.b", "a", "b"], tasks.All.Select(t => t.Name));
        Assert.Equal([7.0, 5, 1, 3], table.Numbers("x"));
        Assert.Equal([2, 3], tasks.All[2].Lines);

        // A column may tell tasks apart all the same.
        Write("b.csv", "x,y\n5,2\n3,4\n");
        Assert.Equal(["7", "5", "3"], TableTasks.Of(Csv.Read(folder), new TaskColumns("x", null, "y")).All.Select(t => t.Name));
    }

    [Fact]
    public void A_cell_is_named_with_its_own_file_and_line()
    {
        Write("a.csv", "x,y\n1,2\n");
        Write("b.csv", "x,y\n1,2\nmany,4\n");
        Refusal.Of<TableException>(() => TableEncoding.Fit(TableTasks.Of(Csv.Read(folder), null, "y").All), $"{In("b.csv")}:3, column 'x': 'many' is not a number");
    }

    [Fact]
    public void Files_whose_columns_differ_are_named_with_them()
    {
        Write("a.csv", "x,z,y\n1,2,3\n");
        Write("b.csv", "y,x,z\n1,2,3\n");
        Write("c.csv", "x,w,y\n1,2,3\n");
        Refusal.Of<TableException>(() => Csv.Read(folder), $"{In("c.csv")}: unlike {In("a.csv")}, the file lacks z and has w besides", "Expected the same columns in every file of a folder: x, z, y", "Rename");
    }

    [Fact]
    public void A_folder_without_tables_or_with_two_of_a_task_is_refused()
    {
        Write("README.md", "no table");
        Refusal.Of<TableException>(() => Csv.Read(folder), $"{folder}: there is no table in the folder", "*.csv, *.tsv, *.csv.gz, *.tsv.gz", "It holds: README.md");
        Write("a.csv", "x,y\n1,2\n");
        Write("a.tsv", "x,y\n1,2\n");
        Refusal.Of<TableException>(() => Csv.Read(folder), $"{folder}: a.csv and a.tsv are both of task 'a'", "Rename one");
    }

    private string In(string name) => Path.Combine(folder, name);

    private void Write(string name, string text) => File.WriteAllBytes(In(name), name.EndsWith(".gz", StringComparison.Ordinal) ? Samples.Compressed(text) : System.Text.Encoding.UTF8.GetBytes(text));
}
