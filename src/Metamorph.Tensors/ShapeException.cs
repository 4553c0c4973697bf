namespace Metamorph.Tensors;

/// <summary>Shapes or task axes that do not fit each other.</summary>
/// <param name="message">What came, what was expected and how to mend it.</param>
public sealed class ShapeException(string message) : ArgumentException(message);
