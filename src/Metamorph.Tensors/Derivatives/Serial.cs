namespace Metamorph.Tensors.Derivatives;

/// <summary>Numbers scopes and nodes in the order in which they were made, on all threads together.</summary>
internal static class Serial
{
    private static long last;

    internal static long Next() => Interlocked.Increment(ref last);
}
