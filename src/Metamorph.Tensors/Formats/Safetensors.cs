using System.Text;

namespace Metamorph.Tensors.Formats;

/// <summary>
/// Tensors with names, and free text beside them, as a <c>.safetensors</c> file holds them: a header of JSON, then the numbers. Such
/// a file holds no code and can be read from anyone.
/// </summary>
/// <remarks>
/// The format: https://github.com/huggingface/safetensors. It knows no task axis: a tensor <c>[32; 5, 784]</c> is stored as
/// <c>[32, 5, 784]</c> with its name in the text under <c>metamorph.tasks</c>, and <see cref="Read(string)"/> makes it
/// <c>[32; 5, 784]</c> again. Weak tensors are kept in the same way under <c>metamorph.weak</c>.
/// </remarks>
/// <example><code>
/// new Safetensors([("weight", weight), ("bias", bias)]).Write("model.safetensors");
/// Tensor weight = Safetensors.Read("model.safetensors")["weight"];
/// </code></example>
public sealed class Safetensors
{
    private const int MostListed = 50;

    private readonly Dictionary<string, Tensor> byName;
    private readonly string origin;

    /// <summary>Tensors to be written.</summary>
    /// <param name="tensors">Their names, all different, and the tensors, in the order in which they will be read again.</param>
    /// <param name="metadata">Free text by key; null: none.</param>
    /// <exception cref="ArgumentException">A name stands twice or cannot be stored, or a tensor has too many axes.</exception>
    public Safetensors(IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        : this([.. tensors], metadata ?? new Dictionary<string, string>(), "Safetensors")
    {
        foreach (var (name, tensor) in Tensors)
        {
            ThrowIfUnpairedSurrogate(name, "the name of a tensor");
            if (name == SafetensorsHeader.MetadataName)
                throw new ArgumentException($"Safetensors: a tensor is called '{name}', which the format keeps for its text. Expected another name.", nameof(tensors));
            int axes = tensor.Rank + (tensor.Tasks is null ? 0 : 1);
            if (axes <= SafetensorsEntry.MostAxes) continue;
            throw new ArgumentException($"Safetensors: tensor '{name}' has {axes} axes, tasks included. Expected at most {SafetensorsEntry.MostAxes}. Reshape it first.", nameof(tensors));
        }

        foreach (var (key, text) in Metadata)
        {
            ThrowIfUnpairedSurrogate(key, "a key of the metadata");
            ThrowIfUnpairedSurrogate(text, $"the metadata's text '{key}'");
            if (ReservedMetadata.Contains(key))
                throw new ArgumentException($"Safetensors: the metadata have a text '{key}', which is kept for tensors with tasks and weak tensors. Expected another key.", nameof(metadata));
        }
    }

    private Safetensors((string Name, Tensor Value)[] tensors, IReadOnlyDictionary<string, string> metadata, string origin)
    {
        (Tensors, Metadata, byName, this.origin) = (tensors.AsReadOnly(), metadata.ToDictionary().AsReadOnly(), new(tensors.Length), origin);
        foreach (var (name, tensor) in tensors)
        {
            if (!byName.TryAdd(name, tensor)) throw new ArgumentException($"Safetensors: two tensors are called '{name}'. Expected every name once.", nameof(tensors));
        }
    }

    /// <summary>The tensors and their names, in the order of the file.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Tensors { get; }

    /// <summary>Free text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists what there is.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (byName.TryGetValue(name, out var tensor)) return tensor;
            string listed = string.Join(", ", Tensors.Take(MostListed).Select(t => $"{SafetensorsException.Quote(t.Name)} {t.Value.Form}"));
            string more = Tensors.Count > MostListed ? $" and {Tensors.Count - MostListed} more" : "";
            throw new KeyNotFoundException($"{origin}: no tensor {SafetensorsException.Quote(name)}. There are: {(listed.Length > 0 ? listed : "none")}{more}.");
        }
    }

    /// <summary>
    /// Reads a file. F32, F64 and I32 are read as they are, F16 and BF16 as Float32, which has all their numbers, and I64, U8 and BOOL as
    /// Int32. Nothing in the file is trusted: no memory is taken that its size does not account for.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors and its text.</returns>
    /// <exception cref="SafetensorsException">It breaks a rule of the format, holds another dtype, or an integer outside of Int32.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Safetensors Read(string path)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
        return Read(stream, path);
    }

    /// <summary>Reads what a stream holds from where it stands to its end, as <see cref="Read(string)"/> does.</summary>
    /// <param name="stream">A stream that knows its length. It is left open.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>Its tensors and its text.</returns>
    /// <exception cref="SafetensorsException">It breaks a rule of the format, holds another dtype, or an integer outside of Int32.</exception>
    /// <exception cref="ArgumentException">The stream does not know its length.</exception>
    public static Safetensors Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException(
                $"Safetensors.Read: {name} does not know its length, against which the header is checked. " +
                "Expected a stream that can seek: copy it into a MemoryStream or a file first.", nameof(stream));
        }

        var (tensors, metadata) = SafetensorsReader.Read(stream, name);
        return new(tensors, metadata, name);
    }

    /// <summary>Writes a file, whole or not at all: on any failure, what was there before stays as it is. See <see cref="AtomicFile"/>.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes to a stream. The same tensors and the same text give the same bytes.</summary>
    /// <param name="stream">A stream that can be written to. It is left open, and need not be able to seek.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(stream, this);
    }

    /// <summary>Refuses half of a surrogate pair: it is no character, and UTF-8 has no bytes for it.</summary>
    private static void ThrowIfUnpairedSurrogate(string text, string what)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!Rune.TryGetRuneAt(text, i, out _)) throw new ArgumentException($"Safetensors: {what} holds an unpaired surrogate at {i}. Expected whole characters.");
            i++;
        }
    }
}
