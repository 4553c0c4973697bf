using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Metamorph.Data;

namespace Metamorph.Benchmarks.Episodes;

/// <summary>Measures how fast episodes are drawn, and how long training waits for them.</summary>
internal static class EpisodesCommand
{
    private const int Classes = 1000, Each = 20, Ways = 5, Shots = 1, Queries = 3, Tasks = 16;

    internal static Command Create()
    {
        var seconds = Choices.Seconds("For how long each way is measured.", 10);
        var json = Choices.Json();
        var command = new Command("episodes", $"Draw episodes of {Ways} ways, {Shots} shot and {Queries} queries out of {Classes} classes of {Each} images of 28 x 28, turned by quarters, and train MAML on a Conv4 with strides on {Tasks} of them an iteration: episodes a second of the sampler alone, and the share of training that waits for data, with prefetch off and on.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- episodes --seconds 20 --json")
        {
            seconds, json,
        };
        command.SetAction(given => Run(given.GetValue(seconds), given.GetValue(json)));
        return command;
    }

    private static void Run(double seconds, bool json)
    {
        var before = MachineLoad.Now();
        var episodes = Sampler();
        double alone = PerSecond(episodes, seconds);
        var (off, on) = (Waiting(episodes, seconds, prefetch: false), Waiting(episodes, seconds, prefetch: true));
        double? others = MachineLoad.OthersSince(before);
        if (json)
        {
            Choices.WriteJson(new { episodesPerSecond = alone, waiting = new { prefetchOff = off.Share, prefetchOn = on.Share }, iterationsPerSecond = new { prefetchOff = off.Rate, prefetchOn = on.Rate }, othersBusy = others });
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sampler alone: {alone:0} episodes a second on one thread"));
        foreach (var (name, (share, rate)) in new[] { ("off", off), ("on", on) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"prefetch {name}: training waits for data {100 * share:0.00} % of the time, at {rate:0.0} iterations a second"));
        MachineLoad.Report(others);
    }

    private static ClassEpisodes Sampler()
    {
        byte[] images = new byte[Classes * Each * 28 * 28];
        for (int i = 0; i < images.Length; i++) images[i] = (byte)(i * 2654435761 >> 24);
        var examples = new Examples("bytes", new ByteRows(images, [1, 28, 28]), [.. Enumerable.Range(0, Classes * Each).Select(i => i / Each)], [.. Enumerable.Range(0, Classes).Select(c => $"c{c}")]);
        return new(examples, [.. Enumerable.Range(0, Classes)], new(Ways, Shots, Queries) { Rotation = Rotation.Classes });
    }

    private static double PerSecond(ClassEpisodes episodes, double seconds)
    {
        var watch = Stopwatch.StartNew();
        int drawn = 0;
        for (; watch.Elapsed.TotalSeconds < seconds; drawn += Tasks) episodes.Draw(new Key(1).Fold(drawn), Tasks);
        return drawn / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The share of the time in which the thread that trains is given no tasks, and iterations a second.</summary>
    private static (double Share, double Rate) Waiting(ClassEpisodes episodes, double seconds, bool prefetch)
    {
        var net = new Conv4([1, 28, 28], Ways) { Downsample = Downsample.Stride, MeanOverSpace = true };
        var maml = new Maml(net, Losses.CrossEntropy, Optimizers.Sgd(2.0), 1);

        // Where tasks are drawn ahead, what training waits for is the time from when it asks to when they are there; it asks when a step is over. So the
        // time between two steps that is not the step itself: the iteration less the same iteration on tasks that are there already.
        var given = episodes.Draw(new Key(1), Tasks);
        double still = Iteration((_, _) => given, seconds / 2, false), drawn = Iteration(episodes.Draw, seconds / 2, prefetch);
        return (Math.Max(0, 1 - still / drawn), 1 / drawn);

        double Iteration(TaskDistribution<Episode> tasks, double limit, bool ahead)
        {
            const int First = 5;
            var times = new List<double>();
            long last = 0, begin = Stopwatch.GetTimestamp();
            foreach (var step in MetaTraining.Run(maml, tasks, Optimizers.Adam(1e-3), Tasks, new Key(2), prefetch: ahead))
            {
                long now = Stopwatch.GetTimestamp();
                if (step.Iteration > First) times.Add(Stopwatch.GetElapsedTime(last, now).TotalSeconds);
                last = now;
                if (times.Count > 2 && Stopwatch.GetElapsedTime(begin).TotalSeconds > limit) break;
            }

            times.Sort();
            return times[times.Count / 2];
        }
    }
}
