namespace Metamorph.Data;

/// <summary>A file could not be fetched, or other bytes came than were expected.</summary>
/// <param name="message">The address, what came and what was expected.</param>
/// <param name="cause">What was thrown underneath, or null.</param>
internal sealed class DownloadException(string message, Exception? cause = null) : IOException(message, cause);
