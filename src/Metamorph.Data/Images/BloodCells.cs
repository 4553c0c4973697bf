namespace Metamorph.Data;

/// <summary>
/// Blood cells seen through a microscope (BCCD, https://github.com/Shenggan/BCCD_Dataset): single red cells, white cells and platelets, in colour and brought to 32x32. Three
/// classes are too few to train on: all are for testing models that were trained elsewhere.
/// </summary>
public static class BloodCells
{
    /// <summary>Reads all images.</summary>
    /// <param name="folder">The folder of <c>images32.idx4.gz</c>, <c>labels.idx1.gz</c> and <c>index.csv</c>: see <see cref="LabelledImages"/>.</param>
    /// <returns>Images [3, 32, 32] of the classes RBC, WBC and Platelets.</returns>
    /// <inheritdoc cref="LabelledImages.Read" path="/exception"/>
    public static Examples Read(string folder) => LabelledImages.Read(folder);
}
