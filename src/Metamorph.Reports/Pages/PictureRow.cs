namespace Metamorph.Reports;

/// <summary>A row of a <see cref="PictureGrid"/>.</summary>
/// <param name="Name">What its pictures have in common.</param>
/// <param name="Pictures">The pictures, from left to right.</param>
public sealed record PictureRow(string Name, IReadOnlyList<GridPicture> Pictures);
