namespace Metamorph.Data;

/// <summary>Examples, each of a class: what episodes are drawn from.</summary>
public sealed class Examples
{
    private readonly int[][] rows;

    /// <summary>Puts examples and their classes together.</summary>
    /// <param name="name">Where they come from, for messages.</param>
    /// <param name="content">The examples.</param>
    /// <param name="labels">The class of each, as a place in <paramref name="classes"/>.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <exception cref="ArgumentException">There is not a label for each example, or one is of no class.</exception>
    public Examples(string name, ExampleRows content, IReadOnlyList<int> labels, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (labels.Count != content.Count) throw new ArgumentException($"{name}: there are {content.Count} examples and {labels.Count} labels. Expected a label for each.");
        var byClass = new List<int>[classes.Count];
        for (int i = 0; i < byClass.Length; i++) byClass[i] = [];
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes.Count) throw new ArgumentException($"{name}: example {i} is of class {labels[i]}. Expected a place among {classes.Count} classes, from 0.");
            byClass[labels[i]].Add(i);
        }

        (Name, Content, Labels, Classes, rows) = (name, content, labels, classes, [.. byClass.Select(r => r.ToArray())]);
    }

    /// <summary>Where they come from.</summary>
    public string Name { get; }

    /// <summary>The examples.</summary>
    public ExampleRows Content { get; }

    /// <summary>The class of each example, as a place in <see cref="Classes"/>.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The part that each class is of, where the data set says it; null, the default value: it does not.</summary>
    public IReadOnlyList<Split>? Parts { get; init; }

    /// <summary>What the classes of one episode have in common where that is asked for: an alphabet, a speaker, a domain; one for each class. Null, the default value: nothing.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Whether the pictures are of sounds, whose first row is the lowest band of frequencies: people see it at the bottom. The default value is false.</summary>
    public bool AreSounds { get; init; }

    /// <summary>What was left out on the way and what else people are to know. The default value is nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The examples of a class, as places.</summary>
    /// <param name="class">Its place in <see cref="Classes"/>.</param>
    public IReadOnlyList<int> Of(int @class) => rows[@class];
}
