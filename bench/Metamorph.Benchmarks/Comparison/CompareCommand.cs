using System.CommandLine;
using System.Globalization;
using Metamorph.Benchmarks.Steps;
using Metamorph.Benchmarks.Workloads;

namespace Metamorph.Benchmarks.Comparison;

/// <summary>Measures iterations of meta-training in Metamorph and in PyTorch, in turn.</summary>
internal static class CompareCommand
{
    internal static Command Create()
    {
        var threads = Choices.Threads();
        var seconds = Choices.Seconds("For how long each way is measured in a round, after two iterations that do not count; at least three iterations.", 2);
        var rounds = Choices.Count("--rounds", "How often they take turns.", 3);
        var only = Choices.Only([.. Workload.All.Select(w => w.Name)]);
        var python = new Option<string>("--python") { Description = "The interpreter that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3", HelpName = "FILE" };
        var memory = new Option<bool>("--memory") { Description = "The greatest resident memory of both as well, PyTorch in its best way, each alone in a process." };
        var json = Choices.Json();
        var command = new Command("compare", "Measure one iteration of MAML in Metamorph and in PyTorch, in turn: so both meet the same other work of the machine. PyTorch is measured in every way to write the iteration, on one thread and on as many as Metamorph has; the best counts.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- compare\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- compare --only sine-1step --rounds 5 --memory --json")
        {
            threads, seconds, rounds, only, python, memory, json,
        };
        command.SetAction(given =>
        {
            var peer = new Peer(given.GetValue(python)!);
            var (version, missing) = peer.Find();
            if (version is null)
            {
                Console.Error.WriteLine($"Nothing was compared: {missing}. On Debian `apt-get install python3-torch libopenblas0-pthread` brings it to /usr/bin/python3; --python names another interpreter.");
                if (given.GetValue(json)) Choices.WriteJson(new { skipped = missing });
                return 0;
            }

            int most = given.GetValue(threads);
            List<Compared> all = [];
            foreach (string name in given.GetValue(only)!.Distinct())
                all.Add(One(Workload.Named(name), peer, most, given.GetValue(seconds), given.GetValue(rounds), given.GetValue(memory)));
            if (given.GetValue(json)) Choices.WriteJson(Figures(all, most, version));
            else Print(all, most, version, given.GetValue(memory));
            return 0;
        });
        return command;
    }

    private static Compared One(Workload workload, Peer peer, int threads, double seconds, int rounds, bool memory)
    {
        List<Compared.Round> found = [];
        for (int round = 1; round <= rounds; round++)
        {
            var load = MachineLoad.Now();
            double metamorph = Measurement.Alone(workload, TimeSpan.FromSeconds(seconds), threads).Seconds;
            Console.Error.WriteLine($"{workload.Name}, round {round} of {rounds}: Metamorph {Numbers.Seconds(metamorph)}");
            var torch = new Dictionary<(string, int), double>();
            foreach (int t in new[] { 1, threads }.Distinct())
                foreach (var (way, time) in peer.Measure(workload.Name, t, seconds).Seconds[workload.Name]) torch[(way, t)] = time;
            found.Add(new(metamorph, torch, MachineLoad.OthersSince(load)));
        }

        var compared = new Compared(workload.Name, found);
        return !memory ? compared : compared with
        {
            PeakBytes = (Measurement.Alone(workload, TimeSpan.FromSeconds(seconds), threads).PeakBytes, peer.Measure(workload.Name, compared.Best.Threads, seconds, compared.Best.Way).PeakBytes),
        };
    }

    private static object Figures(IReadOnlyList<Compared> all, int threads, string version) => new
    {
        threads,
        torch = version,
        workloads = all.ToDictionary(c => c.Name, c => new
        {
            metamorphSeconds = c.Metamorph,
            torchSeconds = c.Torch,
            torchWay = c.Best.Way,
            torchThreads = c.Best.Threads,
            ratio = c.Ratio,
            ratioLeast = c.Spread.Least,
            ratioMost = c.Spread.Most,
            othersBusy = c.Others,
            metamorphPeakBytes = c.PeakBytes?.Metamorph,
            torchPeakBytes = c.PeakBytes?.Torch,
            ways = c.Rounds[0].Torch.Keys.Select(k => new { way = k.Way, threads = k.Threads, seconds = c.TorchBy(k) }),
        }),
    };

    private static void Print(IReadOnlyList<Compared> all, int threads, string version, bool memory)
    {
        Console.WriteLine($"Metamorph on {threads} thread(s), PyTorch {version} in its best way: medians of an iteration; the least and the greatest ratio of a round; how much of the machine other work took.\n");
        Console.WriteLine($"{"",-20}{"Metamorph",12}{"PyTorch",12}{"ratio",8}{"spread",16}{"others",8}{(memory ? $"{"peak",11}{"of PyTorch",12}" : "")}  PyTorch's best");
        foreach (var c in all)
        {
            string spread = $"{Numbers.Digits(c.Spread.Least)}..{Numbers.Digits(c.Spread.Most)}", peak = memory && c.PeakBytes is var (own, torch) ? $"{Numbers.Bytes(own),11}{(torch is long bytes ? Numbers.Bytes(bytes) : "?"),12}" : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{c.Name,-20}{Numbers.Seconds(c.Metamorph),12}{Numbers.Seconds(c.Torch),12}{Numbers.Digits(c.Ratio),8}{spread,16}{(c.Others is double others ? others.ToString("P0", CultureInfo.InvariantCulture) : "?"),8}{peak}  {c.Best.Way}, {c.Best.Threads} thread(s)"));
        }
    }
}
