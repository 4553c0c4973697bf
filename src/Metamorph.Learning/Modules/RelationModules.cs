namespace Metamorph.Learning;

/// <summary>The two networks of a <see cref="RelationNetwork"/> for images (Sung et al. 2018, https://arxiv.org/abs/1711.06025, figure 2).</summary>
public static class RelationModules
{
    /// <summary>
    /// The paper's embedding of images (figure 2): four blocks of which the first two halve them. As in the authors' code for Omniglot these two have
    /// no padding: 28 x 28 pixels become maps of 5 x 5.
    /// </summary>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="filters">Channels of the maps; the paper has 64.</param>
    /// <returns>The module.</returns>
    public static Module Maps(int channels, int filters = 64)
    {
        var plain = new ConvBlock(filters, filters) { Downsample = Downsample.None };
        return new Sequential(new ConvBlock(channels, filters) { Padding = 0 }, new ConvBlock(filters, filters) { Padding = 0 }, plain, plain);
    }

    /// <summary>The paper's relation module (figure 2) for pairs of <see cref="Maps"/>: two blocks that halve, a layer of ReLUs, and one number.</summary>
    /// <param name="image">What an image is: [channels, height, width].</param>
    /// <param name="filters">Channels of the maps and of both blocks; the paper has 64.</param>
    /// <param name="hidden">Features of the layer; the paper has 8.</param>
    /// <returns>The module.</returns>
    /// <exception cref="ShapeException">The image is too small.</exception>
    public static Module Relations(Shape image, int filters = 64, int hidden = 8)
    {
        if (image.Rank != 3) throw new ShapeException($"Relations: an image is {image}. Expected [channels, height, width].");
        var (outer, inner) = (new ConvBlock(filters, filters) { Padding = 0 }, new ConvBlock(filters, filters));
        int height = Halved(image[1]), width = Halved(image[2]);
        if (height < 1 || width < 1) throw new ShapeException($"Relations: an image of {image[1]} by {image[2]} pixels is none after four halvings. Expected at least 22 by 22: give larger images, or an embedding and a relation module of your own.");
        return new Sequential(new ConvBlock(2 * filters, filters), inner, new Flatten(), new Linear(filters * height * width, hidden), Activation.Relu, new Linear(hidden, 1));

        int Halved(int pixels) => inner.Halved(inner.Halved(outer.Halved(outer.Halved(pixels))));
    }
}
