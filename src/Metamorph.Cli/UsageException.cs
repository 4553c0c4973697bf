namespace Metamorph.Cli;

/// <summary>The command line or the configuration asks for something that there is not: exit code 2.</summary>
/// <param name="message">What came, what was expected and how to mend it.</param>
internal sealed class UsageException(string message) : Exception(message);
