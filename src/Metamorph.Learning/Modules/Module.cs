using System.Text;

namespace Metamorph.Learning;

/// <summary>A mapping (parameters, x) to y. A module holds no tensors and changes none: <see cref="Init"/> makes parameters, <see cref="Apply"/> uses those that it is given.</summary>
public abstract record Module
{
    /// <summary>Which batch norms are in it, with which results are printed. A module that is made of others says the greatest of theirs.</summary>
    public virtual BatchNormKind BatchNormKind => BatchNormKind.None;

    /// <summary>New parameters.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <returns>Float32, without tasks; empty for a module that has none.</returns>
    public abstract ParameterSet Init(Key key);

    /// <summary>The result for x. Written for one task: with a task axis on the parameters, on x or on both, it holds for each.</summary>
    /// <param name="parameters">Of the names and shapes of <see cref="Init"/>.</param>
    /// <param name="x">The input.</param>
    /// <param name="context">What travels with x.</param>
    /// <returns>The result.</returns>
    public abstract Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null);

    /// <summary>A table of the parameters: names, shapes and counts.</summary>
    /// <returns>The text, a line each.</returns>
    public string Summary()
    {
        var parameters = Init(new Key(0));
        int width = Math.Max(9, parameters.Names.Select(n => n.Length).DefaultIfEmpty(0).Max());
        var text = new StringBuilder($"{"parameter".PadRight(width)}  {"shape",-16}  {"count",10}\n");
        foreach (var (name, value) in parameters) text.Append($"{name.PadRight(width)}  {value.Shape,-16}  {value.Size,10}\n");
        return text.Append($"{"total".PadRight(width)}  {"",-16}  {parameters.Size,10}").ToString();
    }
}
