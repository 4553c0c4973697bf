namespace Metamorph.Learning;

/// <summary>How a block of convolution makes images smaller.</summary>
public enum Downsample
{
    /// <summary>The convolution moves by 2.</summary>
    Stride,

    /// <summary>A 2 x 2 max-pool at the end.</summary>
    MaxPool,

    /// <summary>It does not.</summary>
    None,
}
