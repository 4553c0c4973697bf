namespace Metamorph.Data.Tests;

/// <summary>A refusal whose message has everything that a reader needs: what came, where, what was expected, the mend.</summary>
internal static class Refusal
{
    internal static void Of<TException>(Func<object?> asked, params string[] parts)
        where TException : Exception
    {
        string message = Assert.Throws<TException>(asked).Message;
        foreach (string part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
