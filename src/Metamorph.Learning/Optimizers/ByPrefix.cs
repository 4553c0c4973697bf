namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>An optimizer of its own for each part of the parameters, as in <c>ByPrefix(("start", Adam(1e-3)), ("rate", Sgd(1e-4)))</c>.</summary>
    /// <param name="parts">Prefixes, without a slash at their ends, and optimizers. Every parameter has exactly one of the prefixes.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer ByPrefix(params IReadOnlyList<(string Prefix, Optimizer Optimizer)> parts) => new(
        parameters =>
        {
            foreach (string name in parameters.Names)
                if (parts.Count(p => name.StartsWith(p.Prefix + "/", StringComparison.Ordinal)) is var fits && fits != 1)
                    throw new ArgumentException($"ByPrefix: the parameter '{name}' has {fits} of the prefixes [{string.Join(", ", parts.Select(p => p.Prefix))}]. Expected exactly one.");
            return ParameterSet.Join(parts.Select(p => (p.Prefix, p.Optimizer.Init(parameters.AtOrEmpty(p.Prefix)))));
        },
        (gradient, state, parameters) =>
        {
            var (updates, states) = (gradient, new List<(string, ParameterSet)>());
            foreach (var (prefix, optimizer) in parts)
            {
                var (update, next) = optimizer.Update(gradient.AtOrEmpty(prefix), state.AtOrEmpty(prefix), parameters.AtOrEmpty(prefix));
                updates = updates.Replace(ParameterSet.Join((prefix, update)));
                states.Add((prefix, next));
            }

            return (updates, ParameterSet.Join(states));
        });
}
