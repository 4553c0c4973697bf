using System.Text.Json;

namespace Metamorph.Data;

/// <summary>Data sets by name.</summary>
/// <param name="sets">The data sets.</param>
public sealed class Catalogue(IReadOnlyList<DataSet> sets)
{
    private static readonly Lazy<Catalogue> Embedded = new(Read);

    /// <summary>The data sets that are known: those that results are reported on, and those that tasks of other kinds are drawn from.</summary>
    public static Catalogue Known => Embedded.Value;

    /// <summary>All of them.</summary>
    public IReadOnlyList<DataSet> Sets => sets;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. sets.Select(s => s.Name)];

    /// <summary>The data set of a name, or the only one whose packed form is in a folder of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Null if there is none, or several are in the folder.</returns>
    public DataSet? Find(string name) => sets.FirstOrDefault(s => s.Name == name) ?? (InFolder(name) is [var only] ? only : null);

    /// <summary>The data sets whose packed form is in a folder.</summary>
    /// <param name="folder">Its name.</param>
    public IReadOnlyList<DataSet> InFolder(string folder) => [.. sets.Where(s => s.Packed?.Split('/')[0] == folder)];

    private static Catalogue Read()
    {
        using var json = Resource("datasets.json");
        var sets = JsonSerializer.Deserialize(json, CatalogueJson.Default.DataSetArray)!;
        using var lines = new StreamReader(Resource("packed.sha256"));
        var packed = SumList.Parse(lines.ReadToEnd(), "packed.sha256");
        return new([.. sets.Select(s => s with { PackedFiles = [.. packed.Where(p => s.Packed is not null && p.Key.StartsWith(s.Packed, StringComparison.Ordinal)).Select(p => new DataFile(p.Key, Sha256: p.Value))] })]);
    }

    private static Stream Resource(string name) => typeof(Catalogue).Assembly.GetManifestResourceStream(name)!;
}
