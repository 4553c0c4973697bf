namespace Metamorph.Data;

/// <summary>What is chosen where a data set leaves it open.</summary>
public sealed record ExampleChoices
{
    /// <summary>Of folders of pictures: what all are resized to. Null, the default value: they are of one size.</summary>
    public (int Height, int Width)? Size { get; init; }

    /// <summary>Of folders of pictures: whether they are taken in colour. Null, the default value: all are the one or the other.</summary>
    public bool? Colour { get; init; }

    /// <summary>Whether damaged files are left out, and noted. The default value is false: they are an error.</summary>
    public bool SkipDamaged { get; init; }

    /// <summary>Of spoken commands: whether a class is a keyword of one speaker, and not of all. The default value is false.</summary>
    public bool BySpeaker { get; init; }

    /// <summary>Of texts: how they are taken to pieces. Null, the default value: as each data set has it.</summary>
    public HashedTokens? Tokens { get; init; }

    /// <summary>Of folders of sounds: samples a second that all are brought to. The default value is 16,000.</summary>
    public int Rate { get; init; } = 16_000;
}
