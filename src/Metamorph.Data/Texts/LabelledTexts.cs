namespace Metamorph.Data;

/// <summary>Texts with their classes as they are read, line by line, and made examples of at the end.</summary>
/// <param name="name">What messages call the data: the path of a file or folder.</param>
internal sealed class LabelledTexts(string name)
{
    private readonly List<string> texts = [];
    private readonly List<string> labels = [];
    private readonly Dictionary<string, (Split? Part, string Place)> classes = new(StringComparer.Ordinal);

    /// <summary>What of each class has in common with others, such as its domain; null: nothing is known.</summary>
    internal Func<string, string>? GroupOf { get; init; }

    /// <summary>The classes that are known; null: all that come.</summary>
    internal IReadOnlyList<string>? Known { get; init; }

    /// <summary>What else is to be said of the data.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>One more example.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">Its class.</param>
    /// <param name="part">The part that the class is of; null: none is given.</param>
    /// <param name="place">File and line, <c>intents.tsv:7</c>.</param>
    internal void Add(string text, string label, Split? part, string place)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new TableException($"{place}: the text is empty. Expected some words. Fill it in or leave the line out.");
        if (string.IsNullOrWhiteSpace(label)) throw new TableException($"{place}: the text {Quoted.Text(text)} has no class. Expected one. Fill it in or leave the line out.");
        if (Known is not null && !Known.Contains(label, StringComparer.Ordinal))
            throw new TableException($"{place}: the class {Quoted.Text(label)} is none of the {Known.Count} known. The nearest is {Quoted.Text(EditDistance.Nearest(label, Known))}. Expected one of {Quoted.List([.. Known])}: a model of fixed classes cannot learn another.");
        if (!classes.TryGetValue(label, out var first)) classes[label] = first = (part, place);
        if (first.Part != part)
            throw new TableException($"{place}: an example of class {Quoted.Text(label)} is of part '{part}', and that at {first.Place} is of '{first.Part}'. Expected all of a class in one part, since whole classes are held out. Read without the column of parts to split by class anew.");
        texts.Add(text);
        labels.Add(label);
    }

    /// <summary>The examples, their classes in the order of their names, or in that in which they are known.</summary>
    internal Examples Made(HashedTokens tokens)
    {
        if (texts.Count == 0) throw new TableException($"{name}: there is no example. Expected at least one text with its class.");
        string[] names = Known is null ? [.. classes.Keys.Order(StringComparer.Ordinal)] : [.. Known];
        var place = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        var rows = new TokenRows(texts, tokens);
        if (rows.Cut > 0) Notes.Add($"{rows.Cut} of {rows.Count} texts have more than {tokens.Length} tokens and were cut");
        if (rows.Wordless > 0) Notes.Add($"{rows.Wordless} of {rows.Count} texts have no letter and no digit");
        bool hasParts = Known is null && classes.Values.All(c => c.Part is not null);
        return new(name, rows, [.. labels.Select(l => place[l])], names)
        {
            Parts = hasParts ? [.. names.Select(n => classes[n].Part!.Value)] : null,
            Groups = GroupOf is null ? null : [.. names.Select(GroupOf)],
            Notes = Notes,
        };
    }

    /// <summary>The part that a cell names.</summary>
    internal static Split PartOf(string cell, string place) => cell.Trim().ToLowerInvariant() switch
    {
        "train" or "training" => Split.Train,
        "valid" or "validation" or "val" or "dev" => Split.Validation,
        "test" => Split.Test,
        _ => throw new TableException($"{place}: there is no part {Quoted.Text(cell)}. Expected train, validation (valid, val, dev) or test."),
    };
}
