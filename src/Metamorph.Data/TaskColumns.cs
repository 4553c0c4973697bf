namespace Metamorph.Data;

/// <summary>Which columns of a table tasks are made of.</summary>
/// <param name="Table">What messages call the table: the path of its file.</param>
/// <param name="Task">The column that says which task a row belongs to.</param>
/// <param name="Target">The column to be predicted.</param>
/// <param name="Features">The columns to predict it from, in order.</param>
public sealed record TaskColumns(string Table, string Task, string Target, IReadOnlyList<string> Features)
{
    /// <summary>Refuses columns that are not those that a model knows.</summary>
    /// <param name="features">The model's features, in order.</param>
    /// <param name="target">The model's target.</param>
    /// <exception cref="TableException">The features or the target are others; the message names them.</exception>
    public void Require(IReadOnlyList<string> features, string target)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (Target != target)
            throw new TableException($"{Table}: the target is {Quoted.Text(Target)}. Expected {Quoted.Text(target)}, as where the model was trained. Rename the column, or name the one that the model predicts.");
        if (ReferenceEquals(Features, features) || Features.SequenceEqual(features)) return;
        string[] missing = [.. features.Except(Features)], further = [.. Features.Except(features)];
        string differ = (missing.Length, further.Length) switch
        {
            (0, 0) => "are in another order",
            (_, 0) => $"lack {Quoted.List(missing)}",
            (0, _) => $"have {Quoted.List(further)} besides",
            _ => $"lack {Quoted.List(missing)} and have {Quoted.List(further)} besides",
        };
        throw new TableException($"{Table}: the features {differ}. Expected those that the model was trained on, in this order: {Quoted.List(features)}. Ask for them by name where the tasks are made.");
    }
}
