using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>Measures the kernels on one core against what this machine can do.</summary>
internal static class KernelsCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "For how long each figure is measured.", DefaultValueFactory = _ => 0.2, HelpName = "S" };
        var only = new Option<string>("--only") { Description = "Which of them: products, convolutions or passes. Without it, all.", HelpName = "WHAT" };
        only.AcceptOnlyFromAmong("products", "convolutions", "passes");
        var json = new Option<bool>("--json") { Description = "The figures as a list of objects, for machines." };
        var command = new Command("kernels", "Measure matrix products and convolutions against the peak of one core, and elementwise work against a copy.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- kernels\n  DOTNET_EnableAVX512=0 taskset -c 1 dotnet run -c Release --project bench/Metamorph.Benchmarks -- kernels --seconds 1 --json")
        {
            seconds, only, json,
        };
        seconds.Validators.Add(given =>
        {
            string text = given.Tokens.Count > 0 ? given.Tokens[0].Value : "0.2";
            if (!double.TryParse(text, CultureInfo.InvariantCulture, out double value) || !(value > 0 && value <= 3600))
                given.AddError($"--seconds {text}: expected a number more than 0 and at most 3600.");
        });
        command.SetAction(arguments => Run(TimeSpan.FromSeconds(arguments.GetValue(seconds)), arguments.GetValue(only), arguments.GetValue(json)));
        return command;
    }

    private static void Run(TimeSpan span, string? only, bool json)
    {
        var figures = only switch
        {
            "products" => Products.Measure(span),
            "convolutions" => Convolutions.Measure(span),
            "passes" => Passes.Measure(span),
            _ => Products.Measure(span).Concat(Convolutions.Measure(span)).Concat(Passes.Measure(span)),
        };
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(figures, Json));
            return;
        }

        string? group = null;
        foreach (var f in figures)
        {
            if (f.Group != group) Console.WriteLine($"\n{f.Group,-32}{"best",9}{"median",9}  {f.Unit,-8}{"share",8}");
            group = f.Group;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {f.Name,-30}{f.Best,9:F1}{f.Median,9:F1}  {"",8}{f.Share,8:P0}"));
        }
    }
}
