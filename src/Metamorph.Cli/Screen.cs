using System.Globalization;
using Spectre.Console;

namespace Metamorph.Cli;

/// <summary>What people see: results on standard output, progress and messages on standard error.</summary>
/// <param name="output">For results.</param>
/// <param name="error">For progress and messages.</param>
/// <param name="outputIsTerminal">Whether somebody looks at the results, and no file or program reads them.</param>
/// <param name="errorIsTerminal">Whether somebody looks at the progress.</param>
internal sealed class Screen(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
{
    private readonly IAnsiConsole results = Console(output, outputIsTerminal);
    private readonly IAnsiConsole progress = Console(error, errorIsTerminal);

    /// <summary>A line of results.</summary>
    internal void Line(string text) => output.WriteLine(text);

    /// <summary>A message that is no result.</summary>
    internal void Note(string text) => error.WriteLine(text);

    /// <summary>A table of errors: a row for each learner, and each mode of its batch norms; a column for each number of steps.</summary>
    internal void Table(IReadOnlyList<Results> rows)
    {
        var byMode = rows.SelectMany(r => r.Evaluation.GroupBy(e => e.BatchNorm).Select(g => (r.Learner, Mode: g.Key, Evaluations: g.ToArray()))).ToArray();
        bool isOneMode = byMode.Select(r => r.Mode).Distinct().Count() == 1;
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumn("learner");
        if (!isOneMode) table.AddColumn("batch norm");
        foreach (var e in byMode[0].Evaluations) table.AddColumn(new TableColumn(e.Steps == 0 ? "before adaptation" : e.Steps == 1 ? "after 1 step" : $"after {e.Steps} steps").RightAligned());
        foreach (var row in byMode) table.AddRow([Markup.Escape(row.Learner), .. isOneMode ? Array.Empty<string>() : [row.Mode], .. row.Evaluations.Select(Cell)]);
        results.Write(table);
        var first = rows[0].Evaluation[0];
        Line($"{first.Metric} on {first.Tasks} tasks: mean ± half the 95 % interval over tasks (median{(first.Calibration is null ? "" : ", expected calibration error")}){(rows.Any(r => r.Evaluation.Any(e => e.Failed > 0)) ? $"; failed: error above {Evaluation.FailedAbove} or not finite" : "")}; batch norm: {BatchNorm(rows)}");
    }

    /// <summary>Whose statistics batch norms took: one word if it is the same for all.</summary>
    internal static string BatchNorm(IReadOnlyList<Results> rows)
    {
        var modes = rows.Select(r => (r.Learner, Modes: string.Join(" and ", r.Evaluation.Select(e => e.BatchNorm).Distinct()))).ToArray();
        return modes.Select(m => m.Modes).Distinct().Count() == 1 ? modes[0].Modes : string.Join(", ", modes.Select(m => $"{m.Modes} ({m.Learner})"));
    }

    /// <summary>A table of texts, the first column to the left.</summary>
    internal void Grid(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Markdown };
        foreach (string column in columns) table.AddColumn(new TableColumn(Markup.Escape(column)));
        foreach (string[] row in rows) table.AddRow(Array.ConvertAll(row, Markup.Escape));
        results.Write(table);
    }

    /// <summary>An error as it stands in tables.</summary>
    internal static string Number(double x) => x.ToString(Math.Abs(x) < 1000 ? "0.000" : "0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>Runs something that takes time beside a bar; where nobody looks at it, a line for every tenth that is done.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="run">Gets what it reports progress to: (step, text).</param>
    internal void Progress(string title, int steps, Action<Action<int, string>> run)
    {
        if (!errorIsTerminal)
        {
            long tenth = -1;
            run((step, text) =>
            {
                if (10L * step / steps == tenth) return;
                tenth = 10L * step / steps;
                Note($"{title}  {100L * step / steps} %  {text}".TrimEnd());
            });
            return;
        }

        progress.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: steps);
                run((step, text) =>
                {
                    bar.Value = step;
                    bar.Description = Markup.Escape($"{title}  {text}");
                });
            });
    }

    /// <summary>Measures something beside a bar.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="measure">Gets what it reports the part to that is done, from 0 to 1.</param>
    internal T Measure<T>(string what, Func<Action<double>, T> measure)
    {
        var measured = default(T)!;
        Progress($"measuring {what}", 100, report => measured = measure(part => report((int)(100 * part), "")));
        return measured;
    }

    private static string Cell(Evaluation e)
    {
        // One task that diverges makes the mean of thousands meaningless: then the median and the share of such tasks remain.
        string mean = double.IsFinite(e.Mean) ? $"{Number(e.Mean)} ± {Number(e.Ci95)}" : "not finite";
        string cell = $"{mean} ({Number(e.Median)}{(e.Calibration is double error ? $", {Number(error)}" : "")})";
        return e.Failed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{cell}, {100 * e.Failed:0.##} % failed") : cell;
    }

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,

            // https://no-color.org
            ColorSystem = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });

        // A table that goes into a file is not to be broken by the width of a screen that there is not.
        if (!isTerminal) console.Profile.Width = 200;
        return console;
    }
}
