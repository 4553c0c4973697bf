namespace Metamorph.Reports;

/// <summary>A part of a <see cref="Page"/> with a title.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Blocks">Its content, from top to bottom.</param>
public sealed record Section(string Title, params IReadOnlyList<Block> Blocks);
