using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Metamorph.Cli.Reporting;
using Metamorph.Tensors.Formats;

namespace Metamorph.Cli.Commands;

/// <summary>Writes a page about runs.</summary>
internal static class ReportCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var runs = new Argument<string[]>("DIR") { Description = "The folders of runs that have ended; of several, one page compares them.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "The page; not given: report.html in the first folder.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Where the page is and what is in it, for machines." };
        var command = new Command("report", "Write one self-contained HTML page about runs: errors against steps of adaptation, new tasks before and after it or example by example, learning curves, and the command that repeats each.\n\nExamples:\n  metamorph report runs/sinusoid\n  metamorph report runs/maml runs/meta-sgd --out comparison.html")
        {
            runs, output, json,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() => Run(arguments.GetRequiredValue(runs), arguments.GetValue(output), arguments.GetValue(json), screen, time, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string[] paths, string? output, bool json, Screen screen, TimeProvider time, CancellationToken cancellation)
    {
        ReportedRun[] runs = [.. paths.Select(p => ReportedRun.Open(p, time, what => Begin($"{p}: {what} ...")))];
        string path = output ?? Path.Combine(paths[0], "report.html");
        byte[] page = Encoding.UTF8.GetBytes(RunPage.Of(runs, time, screen, cancellation).ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
        screen.Line(json ? Outputs.Text(Machine(runs, paths, path, page.Length)) : $"the report is in {path}");
        return ExitCode.Ok;

        void Begin(string what)
        {
            cancellation.ThrowIfCancellationRequested();
            screen.Note(what);
        }
    }

    private static JsonObject Machine(ReportedRun[] runs, string[] paths, string path, int bytes) => new()
    {
        ["report"] = path,
        ["bytes"] = bytes,
        ["runs"] = new JsonArray([.. runs.Zip(paths, (r, p) => (JsonNode)new JsonObject
        {
            ["run"] = p,
            ["command"] = Repeated.Command(r.Configuration),
            ["learners"] = new JsonArray([.. r.Results.Select(x => (JsonNode)new JsonObject { ["learner"] = x.Learner, ["evaluation"] = x.ToJson() })]),
        })]),
    };
}
