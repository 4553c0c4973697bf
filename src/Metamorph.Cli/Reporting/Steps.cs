namespace Metamorph.Cli.Reporting;

/// <summary>Numbers of steps in words.</summary>
internal static class Steps
{
    /// <summary>When something was measured.</summary>
    internal static string After(int steps) => steps switch { 0 => "before adaptation", 1 => "after 1 step", _ => $"after {steps} steps" };
}
