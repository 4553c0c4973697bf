namespace Metamorph.Data;

/// <summary>What is said of a file that is not as its format has it.</summary>
internal static class Damage
{
    /// <param name="name">The file.</param>
    /// <param name="found">What came and what was expected, in whole sentences.</param>
    /// <param name="cause">What was thrown underneath, or null.</param>
    internal static FormatException Of(string name, string found, Exception? cause = null) => new($"{name}: {found} The file is damaged: fetch or save it again, or leave it out.", cause);
}
