using System.Collections;

namespace Metamorph.Learning;

/// <summary>
/// Tensors by name, in a fixed order: the one tree of the library. Parameters, gradients, updates, moments, learned rates and hidden
/// states are sets of parameters. Names of parts are joined by slashes, as <c>0/weight</c>. A set never changes.
/// </summary>
public sealed class ParameterSet : ITensors<ParameterSet>, IEnumerable<(string Name, Tensor Value)>
{
    private readonly ParameterNames names;
    private readonly Tensor[] values;

    /// <summary>A set of these parameters.</summary>
    /// <param name="parameters">Names, each once, and tensors.</param>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public ParameterSet(params IEnumerable<(string Name, Tensor Value)> parameters)
    {
        (string Name, Tensor Value)[] items = [.. parameters];
        names = new(Array.ConvertAll(items, i => i.Name));
        values = Array.ConvertAll(items, i => i.Value);
    }

    private ParameterSet(ParameterNames names, Tensor[] values) => (this.names, this.values) = (names, values);

    /// <summary>No parameters.</summary>
    public static ParameterSet Empty { get; } = new([]);

    /// <summary>The number of tensors.</summary>
    public int Count => values.Length;

    /// <summary>The number of numbers that one task sees.</summary>
    public int Size => values.Sum(v => v.Size);

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => names.All;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Tensors => values;

    /// <summary>A parameter by name.</summary>
    /// <param name="name">Its whole name.</param>
    /// <exception cref="KeyNotFoundException">There is no such parameter; the message lists those that there are.</exception>
    public Tensor this[string name] => names.Place(name) is var place and >= 0 ? values[place]
        : throw new KeyNotFoundException($"no parameter '{name}'. There are: {this}.");

    /// <summary>Parts under prefixes: <c>Join(("start", s), ("rate", r))</c> has names <c>start/...</c> and <c>rate/...</c>.</summary>
    /// <param name="parts">Prefixes and sets.</param>
    /// <returns>One set.</returns>
    public static ParameterSet Join(params IEnumerable<(string Prefix, ParameterSet Part)> parts) =>
        new(parts.SelectMany(p => p.Part.Select(i => ($"{p.Prefix}/{i.Name}", i.Value))));

    /// <summary>The part under a prefix, its names without it.</summary>
    /// <param name="prefix">Without a slash at its end.</param>
    /// <returns>The part.</returns>
    /// <exception cref="KeyNotFoundException">Nothing is under that prefix.</exception>
    public ParameterSet At(string prefix) => AtOrEmpty(prefix) is { Count: > 0 } part ? part
        : throw new KeyNotFoundException($"no parameters under '{prefix}/'. There are: {this}.");

    /// <summary>The part under a prefix; empty if there is none, as for a module without parameters.</summary>
    /// <param name="prefix">Without a slash at its end.</param>
    /// <returns>The part, its names without the prefix.</returns>
    public ParameterSet AtOrEmpty(string prefix)
    {
        var (found, places) = names.At(prefix);
        return new(found, Array.ConvertAll(places, i => values[i]));
    }

    /// <summary>The parameters whose names fit.</summary>
    /// <param name="chosen">Which names.</param>
    /// <returns>A set of them, in the same order.</returns>
    public ParameterSet Where(Func<string, bool> chosen) => Array.TrueForAll(names.All, n => chosen(n)) ? this : new(this.AsEnumerable().Where(i => chosen(i.Name)));

    /// <summary>This set with the values of another in place of its own, by name.</summary>
    /// <param name="part">Some of the names of this set.</param>
    /// <returns>A set with the names of this.</returns>
    /// <exception cref="KeyNotFoundException">A name is not in this set.</exception>
    public ParameterSet Replace(ParameterSet part)
    {
        if (part.names.SameAs(names)) return part;
        var replaced = (Tensor[])values.Clone();
        foreach (var (name, value) in part)
        {
            _ = this[name];
            replaced[names.Place(name)] = value;
        }

        return new(names, replaced);
    }

    /// <summary>A function of every tensor.</summary>
    /// <param name="f">The function.</param>
    /// <returns>A set of the same names.</returns>
    public ParameterSet Map(Func<Tensor, Tensor> f) => new(names, Array.ConvertAll(values, v => f(v)));

    /// <summary>A function of every tensor and the one of the same name in another set.</summary>
    /// <param name="other">A set of the same names.</param>
    /// <param name="f">The function.</param>
    /// <returns>A set of the same names.</returns>
    /// <exception cref="ArgumentException">The names differ; the message says where.</exception>
    public ParameterSet Zip(ParameterSet other, Func<Tensor, Tensor, Tensor> f)
    {
        RequireSameNames(other);
        var result = new Tensor[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = f(values[i], other.values[i]);
        return new(names, result);
    }

    /// <inheritdoc/>
    public ParameterSet With(IReadOnlyList<Tensor> tensors) => tensors.Count == values.Length ? new(names, [.. tensors])
        : throw new ArgumentException($"{tensors.Count} tensors for the {values.Length} names of {this}. Expected as many.");

    /// <summary>The same names with the tensors of a longer list, from a place on.</summary>
    internal ParameterSet From(IReadOnlyList<Tensor> tensors, int first)
    {
        var own = new Tensor[values.Length];
        for (int i = 0; i < own.Length; i++) own[i] = tensors[first + i];
        return new(names, own);
    }

    /// <inheritdoc/>
    public string NameOf(int index) => names.All[index];

    /// <summary>Every tensor the same for each of some tasks; null leaves them as they are.</summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <returns>[tasks; ...] each</returns>
    public ParameterSet PerTask(int? tasks) => tasks is null ? this : Map(v => v.PerTask(tasks));

    /// <summary>The same numbers as constants.</summary>
    /// <returns>A set of the same names.</returns>
    public ParameterSet Stop() => Map(v => v.Stop());

    /// <summary>The mean over tasks of every tensor.</summary>
    /// <returns>A set without tasks.</returns>
    public ParameterSet MeanOverTasks() => Map(v => v.MeanOverTasks());

    /// <summary>Some of the tasks, of every tensor that has tasks.</summary>
    /// <param name="tasks">Which.</param>
    /// <returns>A set of the same names.</returns>
    public ParameterSet TakeTasks(Range tasks) => Map(v => v.TakeTasks(tasks));

    /// <summary>The same numbers in another dtype.</summary>
    /// <param name="dtype">Float32 or Float64. Integers stay as they are.</param>
    /// <returns>A set of the same names.</returns>
    public ParameterSet Cast(DType dtype) => Map(v => v.DType == DType.Int32 ? v : v.Cast(dtype));

    /// <summary>All numbers of a task in one vector, in the order of the names.</summary>
    /// <returns>[tasks; P]</returns>
    public Tensor Flatten() => Count == 0 ? Tensor.Zeros([0]) : Tensor.Concatenate([.. values.Select(v => v.Flatten())]);

    /// <summary>The set of this structure that a vector was made from.</summary>
    /// <param name="flat">[tasks; P]</param>
    /// <returns>A set of the same names and shapes, with the tasks of the vector.</returns>
    /// <exception cref="ShapeException">The vector has another length.</exception>
    public ParameterSet Unflatten(Tensor flat)
    {
        if (flat.Rank != 1 || flat.Size != Size) throw new ShapeException($"Unflatten: {flat} for a set of {Size} numbers. Expected [{Size}].");
        int start = 0;
        return Map(v =>
        {
            var part = flat.Slice(0, start, v.Size).Reshape(v.Shape);
            start += v.Size;
            return part;
        });
    }

    /// <summary>The sum of the products of all numbers with those of another set.</summary>
    /// <param name="other">A set of the same names.</param>
    /// <returns>[tasks;]; a plain 0 for sets of nothing.</returns>
    public Tensor Dot(ParameterSet other) => Zip(other, (a, b) => (a * b).Sum()).values is [var first, .. var rest] ? rest.Aggregate(first, (a, b) => a + b) : 0.0;

    /// <summary>The Euclidean length of all numbers together. Its derivative at zero is infinite.</summary>
    /// <returns>[tasks;]</returns>
    public Tensor Norm() => Dot(this).Sqrt();

    /// <summary>Sums by name.</summary>
    /// <param name="a">A set.</param>
    /// <param name="b">A set of the same names.</param>
    public static ParameterSet operator +(ParameterSet a, ParameterSet b) => a.Zip(b, (p, q) => p + q);

    /// <summary>Differences by name.</summary>
    /// <param name="a">A set.</param>
    /// <param name="b">A set of the same names.</param>
    public static ParameterSet operator -(ParameterSet a, ParameterSet b) => a.Zip(b, (p, q) => p - q);

    /// <summary>The negative of every tensor.</summary>
    /// <param name="a">A set.</param>
    public static ParameterSet operator -(ParameterSet a) => a.Map(p => -p);

    /// <summary>Products by name, entry by entry.</summary>
    /// <param name="a">A set.</param>
    /// <param name="b">A set of the same names.</param>
    public static ParameterSet operator *(ParameterSet a, ParameterSet b) => a.Zip(b, (p, q) => p * q);

    /// <summary>Every tensor times a factor: a number, or one number per task.</summary>
    /// <param name="factor">[tasks;]</param>
    /// <param name="a">A set.</param>
    public static ParameterSet operator *(Tensor factor, ParameterSet a) => a.Map(p => factor * p);

    /// <summary>Every name with the form of its tensor: <c>0/weight [1, 40], 0/bias [40]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", this.Select(i => $"{i.Name} {i.Value.Form}"));

    /// <inheritdoc/>
    public IEnumerator<(string Name, Tensor Value)> GetEnumerator() => names.All.Zip(values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void RequireSameNames(ParameterSet other)
    {
        if (other.names.SameAs(names)) return;
        string[] missing = [.. names.All.Except(other.names.All)], further = [.. other.names.All.Except(names.All)];
        throw new ArgumentException(
            $"two sets of parameters do not fit each other: {(missing.Length + further.Length == 0 ? "the order of their names differs" : $"only the first has [{string.Join(", ", missing)}], only the second [{string.Join(", ", further)}]")}. Expected the same names in the same order: {string.Join(", ", names.All)}.");
    }
}
