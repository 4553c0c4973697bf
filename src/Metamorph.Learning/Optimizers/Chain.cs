namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>Optimizers one after another: the updates of each are the gradient of the next, as in <c>Chain(ClipByNorm(1.0), Adam(1e-3))</c>.</summary>
    /// <param name="parts">First to last.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Chain(params IReadOnlyList<Optimizer> parts) => new(
        parameters => ParameterSet.Join(parts.Select((part, i) => ($"{i}", part.Init(parameters)))),
        (gradient, state, parameters) =>
        {
            var states = new List<(string, ParameterSet)>();
            for (int i = 0; i < parts.Count; i++)
            {
                (gradient, var next) = parts[i].Update(gradient, state.AtOrEmpty($"{i}"), parameters);
                states.Add(($"{i}", next));
            }

            return (gradient, ParameterSet.Join(states));
        });
}
