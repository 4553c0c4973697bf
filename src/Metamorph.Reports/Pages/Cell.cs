namespace Metamorph.Reports;

/// <summary>A cell of a <see cref="DataTable"/>.</summary>
/// <param name="Text">What stands in it; a number may have several lines.</param>
/// <param name="IsBest">Whether it is the best of its column.</param>
public sealed record Cell(string Text, bool IsBest = false)
{
    /// <summary>A cell that is nothing special.</summary>
    /// <param name="text">What stands in it.</param>
    public static implicit operator Cell(string text) => new(text);
}
