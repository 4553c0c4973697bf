using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Checks the meta-gradient of a configuration.</summary>
internal static class GradcheckCommand
{
    private const int Tasks = 3;

    private static readonly string[] ExactLoops = ["unrolled", "checkpointed", "mixed"];

    internal static Command Create(Screen screen, TimeProvider time)
    {
        var what = new Argument<string>("DIR|preset") { Description = "The folder of a run, whose trained model is the place where the gradient is taken; or a preset, at freshly drawn parameters." };
        var set = new Option<string[]>("--set") { Description = "Changes the configuration, as for 'metamorph train'.", HelpName = "key=value" };
        var json = new Option<bool>("--json") { Description = "One object, for machines." };
        var command = new Command("gradcheck", $"Check the meta-gradient of a configuration, in 64 bits on {Tasks} tasks: against central differences along a sample of entries and of random directions (directions in which a unit of relu is about to switch have no derivative, are counted and replaced), and the exact inner loops against each other. Learners whose meta-gradient is not the derivative of their meta-loss are checked against the formula of their paper. Exit code 1 if anything is off by more than 1e-6, relative.\n\nExamples:\n  metamorph gradcheck sinusoid\n  metamorph gradcheck sinusoid --set learner=meta-sgd --set inner.steps=5\n  metamorph gradcheck runs/table --json")
        {
            what, set, json,
        };
        command.SetAction((arguments, _) => Task.Run(() => Run(arguments.GetRequiredValue(what), arguments.GetValue(set) ?? [], arguments.GetValue(json), screen, time)));
        return command;
    }

    private static int Run(string what, IReadOnlyList<string> settings, bool json, Screen screen, TimeProvider time)
    {
        var run = Path.Exists(what) ? TrainedRun.Open(what, time) : null;
        var c = ConfigurationText.Set(run?.Configuration ?? Preset(what), settings);
        var problem = run?.Problem(c) ?? Problem.Of(c);
        var learner = Learner(c);
        var key = new Key(c.Seed);
        var meta = (run?.Meta(learner) ?? learner.Init(key.Fold(0))).Cast(DType.Float64);
        if (meta.Size == 0) throw new UsageException($"{c.Learner} has no meta-parameters, and so no meta-gradient. Expected a learner that is trained.");
        var tasks = problem.Draw(key.Fold(1), Tasks).Cast(DType.Float64);

        var check = MetaGradientCheck.Of(learner, meta, tasks, key.Fold(2));
        IReadOnlyList<GradientCheck> results = [.. check.Results, .. Loops()];
        bool passes = results.All(r => r.Passes);
        if (json) screen.Line(Outputs.Text(Json(c, check.Formula, results, passes)));
        else Show(c, check.Formula, results, screen);
        if (!passes)
        {
            string mend = check.Formula.Contains("conjugate", StringComparison.Ordinal) ? " Conjugate gradients that have not come to their end may be why: a larger inner.strength brings them there." : "";
            screen.Note(FormattableString.Invariant($"the meta-gradient of {c.Learner} is not what it has to be. Expected relative differences of at most {GradientCheck.Tolerance:0e+0}, and directions without a kink to measure.{mend}"));
        }

        return passes ? ExitCode.Ok : ExitCode.Failed;

        FewShotLearner Learner(RunConfiguration configuration) => problem.Learner(configuration);

        IEnumerable<GradientCheck> Loops()
        {
            if (learner is not GradientLearner { Exact: true }) yield break;
            var own = learner.MetaGradient(meta, tasks, key).Gradient;
            foreach (string loop in ExactLoops.Where(l => l != c.Inner.Loop))
                yield return GradientCheck.Same($"inner loop {loop}", Learner(c with { Inner = c.Inner with { Loop = loop } }).MetaGradient(meta, tasks, key).Gradient, own);
        }
    }

    private static RunConfiguration Preset(string name)
    {
        if (!Presets.Names.Contains(name))
            throw new UsageException($"'{name}' is neither the folder of a run nor a preset. The nearest is '{EditDistance.Nearest(name, Presets.Names)}'; there are: {string.Join(", ", Presets.Names)}.");
        var c = Presets.Get(name);
        return c.Preset == Presets.Table ? throw new UsageException("the preset 'table' needs a table. Expected the folder of a run on one: train it first, for as few iterations as you like.") : c;
    }

    private static void Show(RunConfiguration c, string formula, IReadOnlyList<GradientCheck> results, Screen screen)
    {
        screen.Line($"{c.Learner}, {formula}");
        screen.Grid(
            ["held against", "comparisons", "left out at kinks", "largest relative difference", "where", ""],
            [.. results.Select(r => new[] { r.Against, r.Count.ToString(CultureInfo.InvariantCulture), r.Kinks.ToString(CultureInfo.InvariantCulture), r.Worst.ToString("0.0e+0", CultureInfo.InvariantCulture), r.Where, r.Passes ? "ok" : "WRONG" })]);
    }

    private static JsonObject Json(RunConfiguration c, string formula, IReadOnlyList<GradientCheck> results, bool passes) => new()
    {
        ["learner"] = c.Learner,
        ["formula"] = formula,
        ["tolerance"] = GradientCheck.Tolerance,
        ["passes"] = passes,
        ["checks"] = new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
        {
            ["against"] = r.Against, ["comparisons"] = r.Count, ["kinks"] = r.Kinks, ["largestRelativeDifference"] = RunFolder.Number(r.Worst), ["where"] = r.Where, ["passes"] = r.Passes,
        })]),
    };
}
