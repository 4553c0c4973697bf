namespace Metamorph.Reports;

/// <summary>A column of a <see cref="DataTable"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNumber">Whether it holds numbers, which stand to the right.</param>
public sealed record Column(string Name, bool IsNumber = false);
