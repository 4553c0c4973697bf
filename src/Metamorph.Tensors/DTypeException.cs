namespace Metamorph.Tensors;

/// <summary>A tensor holds another kind of number than is expected.</summary>
/// <param name="message">What came, what was expected and how to mend it.</param>
public sealed class DTypeException(string message) : ArgumentException(message);
