namespace Metamorph.Reports;

/// <summary>A picture of a <see cref="PictureGrid"/>.</summary>
/// <param name="Png">The content of a PNG file.</param>
/// <param name="Alt">What it shows, for readers who do not see it and for who points at it.</param>
public sealed record GridPicture(ReadOnlyMemory<byte> Png, string Alt)
{
    /// <summary>What is written below it; empty: nothing.</summary>
    public string Caption { get; init; } = "";

    /// <summary>How it stands out.</summary>
    public PictureLook Look { get; init; }
}
