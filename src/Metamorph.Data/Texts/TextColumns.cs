namespace Metamorph.Data;

/// <summary>Where a file has its texts, their classes and the part of the data that each class is of.</summary>
/// <param name="Text">The column, or the property of each line of JSON, with the texts.</param>
/// <param name="Label">That with the classes.</param>
/// <param name="Split">That with the parts: train; validation, valid, val or dev; test. Null: there is none, whatever the columns are called. The default one may be missing.</param>
public sealed record TextColumns(string Text = "text", string Label = "label", string? Split = TextColumns.DefaultSplit)
{
    internal const string DefaultSplit = "split";

    /// <summary>The classes that are known, such as those that a model was trained on: an example of any other is refused. Null, the default value: those that the file has.</summary>
    public IReadOnlyList<string>? Classes { get; init; }
}
