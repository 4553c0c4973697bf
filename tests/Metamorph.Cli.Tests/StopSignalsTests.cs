using System.Diagnostics;
using System.Text;
using Metamorph.Tensors.Formats;

namespace Metamorph.Cli.Tests;

/// <summary>Ctrl+C (SIGINT) and SIGTERM, in a process of its own whose checkpoints are written slowly.</summary>
public sealed class StopSignalsTests
{
    private static readonly string[] Settings =
        ["--set", "iterations=6", "--set", "validation.every=3", "--set", "validation.tasks=5", "--set", "evaluation.tasks=5", "--set", "rival=false", "--set", "inner.rate=0.001", "--set", "checkpoint.every=1"];

    private const int Failed = 1, EndedBySigterm = 128 + 15;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task The_first_saves_and_says_how_to_go_on(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent in another way there");
        Assert.SkipWhen(signal == "INT" && IsSigintIgnored, "a shell that runs these tests in the background has them ignore Ctrl+C");
        using var shell = new Shell();
        using var process = Start(200, ["train", .. Settings, "--out", shell.In("run")], out var error);
        await Until(process, error, () => error.ToString().Contains('%', StringComparison.Ordinal) || File.Exists(shell.In("run/checkpoint-1.safetensors")));
        Send(signal, process);
        await Ended(process, error);
        Assert.True(process.ExitCode == Failed, $"{process.ExitCode}: {error}");
        Assert.Contains($"go on with: metamorph train --resume {shell.In("run")}", error.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, shell.Run("train", "--resume", "./run"));
        Same(shell);
    }

    [Fact]
    public async Task The_second_ends_at_once_and_damages_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent in another way there");
        using var shell = new Shell();
        Assert.Equal(1, shell.RunToFirstProgress(["train", .. Settings, "--out", "./run"]));
        Assert.Equal(1, shell.RunToFirstProgress("train", "--resume", "./run"));
        string[] kept = ["run/checkpoint-1.safetensors", "run/checkpoint-2.safetensors", "run/config.json"];
        byte[][] before = [.. kept.Select(f => File.ReadAllBytes(shell.In(f)))];

        // A checkpoint takes more than a minute: the process is within its write when it is interrupted, and again.
        using var process = Start(5000, ["train", "--resume", shell.In("run")], out var error);
        await Until(process, error, () => error.ToString().Contains("going on", StringComparison.Ordinal) && Directory.GetFiles(shell.In("run"), AtomicFile.TemporaryPattern).Length > 0);
        Send("TERM", process);
        await Until(process, error, () => error.ToString().Contains("once more ends at once", StringComparison.Ordinal));
        Send("TERM", process);
        await Ended(process, error);
        Assert.True(process.ExitCode == EndedBySigterm, $"{process.ExitCode}: {error}");
        Assert.Equal(before, kept.Select(f => File.ReadAllBytes(shell.In(f))));

        Assert.Equal(0, shell.Run("train", "--resume", "./run"));
        Same(shell);
    }

    private static void Same(Shell shell)
    {
        Assert.Equal(0, shell.Run(["train", .. Settings, "--out", "./whole"]));
        Assert.Equal(File.ReadAllBytes(shell.In("whole/model.safetensors")), File.ReadAllBytes(shell.In("run/model.safetensors")));
    }

    private static Process Start(int slowWrites, string[] arguments, out StringBuilder error)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Screen).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["METAMORPH_SLOW_WRITES"] = $"{slowWrites}";
        var process = Process.Start(start)!;
        var lines = error = new StringBuilder();
        process.ErrorDataReceived += (_, e) => lines.AppendLine(e.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Waits for something that comes sooner or later; a process that hangs is ended by the limit, and the test fails.</summary>
    private static async Task Until(Process process, StringBuilder error, Func<bool> come)
    {
        for (int i = 0; i < 12_000 && !come(); i++)
        {
            Assert.False(process.HasExited, error.ToString());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        if (come()) return;
        process.Kill();
        Assert.Fail(error.ToString());
    }

    private static async Task Ended(Process process, StringBuilder error)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail(error.ToString());
        }
    }

    private static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Bit 1 of the signals that are ignored, in Linux's words.</summary>
    private static bool IsSigintIgnored => File.Exists("/proc/self/status")
        && (Convert.ToInt64(File.ReadLines("/proc/self/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) & 2) != 0;
}
