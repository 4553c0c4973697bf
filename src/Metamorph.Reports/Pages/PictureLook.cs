namespace Metamorph.Reports;

/// <summary>How a picture stands out among others.</summary>
public enum PictureLook
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>In a blue frame: what the others are judged by.</summary>
    Given,

    /// <summary>In a vermilion frame: something is wrong with it.</summary>
    Wrong,
}
