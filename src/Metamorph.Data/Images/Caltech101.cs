namespace Metamorph.Data;

/// <summary>
/// Caltech 101 (Li, Fergus and Perona 2004, https://doi.org/10.22002/D1.20086): photographs of objects of 101 classes, here in colour and brought to 32x32, at most 80 of each class.
/// </summary>
public static class Caltech101
{
    /// <summary>Reads all images. Their classes have parts: there is no split in common use, and this one is of the files.</summary>
    /// <param name="folder">The folder of <c>images32.idx4.gz</c>, <c>labels.idx1.gz</c> and <c>classes.csv</c>: see <see cref="LabelledImages"/>.</param>
    /// <returns>Images [3, 32, 32].</returns>
    /// <inheritdoc cref="LabelledImages.Read" path="/exception"/>
    public static Examples Read(string folder) => LabelledImages.Read(folder);
}
