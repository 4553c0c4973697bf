namespace Metamorph.Learning;

/// <summary>What the norms of channels have in common.</summary>
internal static class ChannelNorm
{
    /// <summary>Requires [n, channels, ...].</summary>
    internal static void Require(Tensor x, int channels, string operation)
    {
        if (x.Rank < 2 || x.Shape[1] != channels) throw new ShapeException($"{operation}: the input is {x.Form}. Expected {channels} channels, [n, {channels}, ...].");
    }

    /// <summary>Numbers of channels, stretched over space.</summary>
    internal static Tensor OverSpace(Tensor channels, Tensor x) => channels.Reshape([channels.Size, .. Enumerable.Repeat(1, x.Rank - 2)]);

    /// <summary>x times a scale plus a shift, channel by channel.</summary>
    internal static Tensor Scaled(Tensor x, Tensor scale, Tensor shift) => x * OverSpace(scale, x) + OverSpace(shift, x);
}
