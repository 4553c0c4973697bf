namespace Metamorph.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    internal const int Ok = 0;

    /// <summary>Something went wrong with data, files or training.</summary>
    internal const int Failed = 1;

    /// <summary>The command line or the configuration asks for something that there is not.</summary>
    internal const int Misuse = 2;
}
