using System.Text.Json.Serialization;

namespace Metamorph.Data;

/// <summary>A published data set: what it is, whose it is, and where its files are.</summary>
/// <param name="Name">What commands call it; also the folder that its files are kept in.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Licence">What its authors permit.</param>
/// <param name="Citation">What to cite.</param>
/// <param name="Homepage">Where its authors describe it.</param>
/// <param name="Files">Its files as they are published. None is named as one of the packed form in the same folder.</param>
public sealed record DataSet(string Name, string Title, string Licence, string Citation, Uri Homepage, IReadOnlyList<DataFile> Files)
{
    /// <summary>What else there is to say; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// With what the paths of its packed form begin, such as <c>text-intents/clinc</c>: a part or another encoding of the data that is
    /// passed on by other ways. Null: there is none.
    /// </summary>
    public string? Packed { get; init; }

    /// <summary>The files of the packed form, named from the folder of all data sets on.</summary>
    [JsonIgnore]
    public IReadOnlyList<DataFile> PackedFiles { get; init; } = [];

    /// <summary>How many bytes there are to fetch; null: of some file it is not known.</summary>
    [JsonIgnore]
    public long? Size => Files.All(f => f.Size is not null) ? Files.Sum(f => f.Size) : null;
}
