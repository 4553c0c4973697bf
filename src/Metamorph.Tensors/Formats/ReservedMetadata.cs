using System.Text.Encodings.Web;
using System.Text.Json;

namespace Metamorph.Tensors.Formats;

/// <summary>
/// What a file's free text says of tensors beyond the format: JSON arrays of the names of tensors whose first axis is the task axis,
/// and of those that are weak. Other programs may ignore it; they read <c>[tasks, ...]</c> and 64-bit numbers.
/// </summary>
internal static class ReservedMetadata
{
    private const string TasksKey = "metamorph.tasks", WeakKey = "metamorph.weak";

    internal static bool Contains(string key) => key is TasksKey or WeakKey;

    /// <summary>The text for these tensors; nothing where none has tasks or is weak.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        string[] tasks = [.. tensors.Where(t => t.Value.Tasks is not null).Select(t => t.Name)];
        string[] weak = [.. tensors.Where(t => t.Value.IsWeak).Select(t => t.Name)];
        if (tasks.Length > 0) yield return new(TasksKey, Array(tasks));
        if (weak.Length > 0) yield return new(WeakKey, Array(weak));
    }

    /// <summary>The header with its entries marked, and without the text that says so.</summary>
    /// <exception cref="SafetensorsException">It speaks of tensors that are not there, or cannot be so.</exception>
    internal static SafetensorsHeader Restore(SafetensorsHeader header, string file)
    {
        var (tasks, weak) = (Names(header, TasksKey, file), Names(header, WeakKey, file));
        if (tasks.Count + weak.Count == 0 && !header.Metadata.Keys.Any(Contains)) return header;
        var entries = header.Entries.Select(e => e with { HasTasks = tasks.Remove(e.Name), IsWeak = weak.Remove(e.Name) }).ToArray();
        if (tasks.Concat(weak).FirstOrDefault() is string unknown)
            throw Refusal($"names a tensor {SafetensorsException.Quote(unknown)} that is not in the file", "names of its tensors");
        foreach (var entry in entries)
        {
            if (entry.HasTasks && entry.Sizes.Length == 0) throw Refusal($"says that {entry.Form} has tasks", "a tensor with a first axis");
            if (entry.IsWeak && entry.Type != StoredType.F64) throw Refusal($"says that {entry.Form} is weak", "a tensor of F64");
        }

        return header with { Entries = entries, Metadata = header.Metadata.Where(t => !Contains(t.Key)).ToDictionary() };

        SafetensorsException Refusal(string found, string expected) =>
            new(file, header.MetadataAt, $"{TasksKey} or {WeakKey} in {SafetensorsHeader.MetadataName} {found}", expected);
    }

    // By hand: the reflection behind a serializer does not survive ahead-of-time compilation.
    private static string Array(string[] names) =>
        $"[{string.Join(",", names.Select(n => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(n)}\""))}]";

    private static HashSet<string> Names(SafetensorsHeader header, string key, string file)
    {
        if (!header.Metadata.TryGetValue(key, out string? text)) return [];
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2 });
            return [.. json.RootElement.EnumerateArray().Select(name => name.GetString() ?? throw new JsonException("null is no name"))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string found = $"{key} in {SafetensorsHeader.MetadataName} is {SafetensorsException.Quote(text)}";
            throw new SafetensorsException(file, header.MetadataAt, found, "a JSON array of names of tensors", e);
        }
    }
}
