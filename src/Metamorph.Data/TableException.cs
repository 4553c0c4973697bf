namespace Metamorph.Data;

/// <summary>A table that cannot be read, or not as it was asked for.</summary>
/// <param name="message">File, line and column where there are such, what came, what was expected and how to mend it.</param>
/// <param name="cause">What was thrown underneath, or null.</param>
public sealed class TableException(string message, Exception? cause = null) : Exception(message, cause);
