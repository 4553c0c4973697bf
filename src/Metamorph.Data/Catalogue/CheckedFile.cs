namespace Metamorph.Data;

/// <summary>A file of a data set after a look at its bytes.</summary>
/// <param name="File">What should be there.</param>
/// <param name="Path">Where.</param>
/// <param name="State">How it was found.</param>
/// <param name="Reason">Why, for people: on one line, without a full stop.</param>
/// <param name="Sums">What was measured; null if it is missing.</param>
internal sealed record CheckedFile(DataFile File, string Path, FileState State, string Reason, FileSums? Sums);
