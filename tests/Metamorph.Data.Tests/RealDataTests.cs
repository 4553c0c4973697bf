namespace Metamorph.Data.Tests;

/// <summary>Real data sets, where METAMORPH_DATA names their folder.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void The_schools_are_read_as_their_description_counts_them()
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", "school-ilea", "data.csv.gz");
        Assert.SkipUnless(File.Exists(path), "METAMORPH_DATA names no folder with school-ilea");
        var tasks = TableTasks.Of(Csv.Read(path), "school", "exam_score");
        Assert.Equal(97, tasks.All.Count);
        Assert.Equal(11_089, tasks.All.Sum(t => t.Rows));
        Assert.Equal(28, tasks.Columns.Features.Count);
    }
}
