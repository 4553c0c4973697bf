namespace Metamorph.Learning;

/// <summary>The largest pixel under a window, as <see cref="Tensor.MaxPool2d"/>.</summary>
/// <param name="Window">How many pixels the window sees.</param>
public sealed record MaxPool2d(Extent Window) : Module
{
    /// <summary>How far the window moves; null, the default: by its own size.</summary>
    public Extent? Stride { get; init; }

    /// <summary>How far the window may reach beyond an image. The default value is 0.</summary>
    public Extent Padding { get; init; }

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <param name="x">[tasks; n, channels, height, width]</param>
    /// <returns>[tasks; n, channels, places down, places across]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) => x.MaxPool2d(Window, Stride, Padding);
}
