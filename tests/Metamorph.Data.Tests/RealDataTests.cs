namespace Metamorph.Data.Tests;

/// <summary>Real data sets, where METAMORPH_DATA names their folder.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void The_schools_are_read_as_their_description_counts_them()
    {
        var tasks = TableTasks.Of(Csv.Read(Found("school-ilea/data.csv.gz")), "school", "exam_score");
        Assert.Equal(97, tasks.All.Count);
        Assert.Equal(11_089, tasks.All.Sum(t => t.Rows));
        Assert.Equal(28, tasks.Columns.Features.Count);
        Assert.Equal(28, TableEncoding.Fit(tasks.All).Inputs);
    }

    [Fact]
    public void A_patients_support_is_the_first_recordings_in_time()
    {
        var table = Csv.Read(Found("parkinsons-telemonitoring/data.csv.gz"));
        var tasks = TableTasks.Of(table, new TaskColumns("subject", "total_updrs_c") { Order = "test_time_c" });
        Assert.Equal((30, 4147), (tasks.All.Count, tasks.All.Sum(t => t.Rows)));
        var encoding = TableEncoding.Fit(tasks.All);
        var episode = new TableEpisodes(tasks.All, encoding, support: 5).All(new Key(1));
        int time = Array.IndexOf([.. encoding.Features], "test_time_c");
        double[] times = table.Numbers("test_time_c");
        double mean = encoding.Tensors["feature/mean"].ToDoubles()[time], deviation = encoding.Tensors["feature/deviation"].ToDoubles()[time];
        for (int t = 0; t < tasks.All.Count; t++)
        {
            double[] first = [.. tasks.All[t].Places.Select(p => times[p]).Order().Take(5)];
            double[] support = [.. episode.Support.X.TakeTasks(t..(t + 1)).Slice(1, time, 1).ToDoubles().Select(x => x * deviation + mean)];

            // 1e-4 days: a time of about 100 days in Float32.
            Assert.All(first.Zip(support), p => Assert.Equal(p.First, p.Second, 1e-4));
        }

        // The first patient's, found by hand; lines 2 and 26 are of the same time.
        var encoded = encoding.EncodeFeatures(tasks.All[0] with { Places = [0, 24, 49, 74, 99] });
        Assert.Equal([2, 26, 51, 76, 101], (tasks.All[0] with { Places = [0, 24, 49, 74, 99] }).Lines);
        Assert.Equal(encoded.ToArray<float>(), episode.Support.X.TakeTasks(..1).ToArray<float>());
    }

    [Fact]
    public void Mushrooms_have_categories_and_a_class()
    {
        var tasks = TableTasks.Of(Csv.Read(Found("pmlb/classification/mushroom.tsv.gz")), "cap-shape", "target");
        string[] features = [.. tasks.Columns.Features];
        var encoding = TableEncoding.Fit(tasks.All, new() { Categorical = [.. features, "target"] });
        Assert.Equal(["0", "1"], encoding.Classes);
        Assert.Equal(features.Sum(f => tasks.Table.Texts(f).Distinct().Count()), encoding.Inputs);
        var (x, y) = encoding.Encode(tasks.All[0]);

        // One category of every feature.
        Assert.All(x.Sum(1).ToDoubles(), sum => Assert.Equal(features.Length, sum));
        Assert.Equal(tasks.All[0].Places.Select(p => int.Parse(tasks.Table.Texts("target")[p], System.Globalization.CultureInfo.InvariantCulture)), y.ToArray<int>());
    }

    private static string Found(string name)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", name);
        Assert.SkipUnless(File.Exists(path), $"METAMORPH_DATA names no folder with {name}");
        return path;
    }
}
