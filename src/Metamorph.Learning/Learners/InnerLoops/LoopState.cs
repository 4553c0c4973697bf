namespace Metamorph.Learning;

/// <summary>Where an inner loop stands: the parameters and the optimizer's state.</summary>
internal sealed record LoopState(ParameterSet Parameters, ParameterSet Optimizer) : ITensors<LoopState>
{
    public IReadOnlyList<Tensor> Tensors => [.. Parameters.Tensors, .. Optimizer.Tensors];

    public LoopState With(IReadOnlyList<Tensor> tensors) =>
        new(Parameters.With([.. tensors.Take(Parameters.Count)]), Optimizer.With([.. tensors.Skip(Parameters.Count)]));

    public string NameOf(int index) => index < Parameters.Count ? Parameters.NameOf(index) : Optimizer.NameOf(index - Parameters.Count);

    internal static LoopState Start(Optimizer rule, ParameterSet start) => new(start, rule.Init(start));

    internal LoopState Step(Optimizer rule, ParameterSet gradient)
    {
        var (parameters, optimizer) = rule.Step(gradient, Optimizer, Parameters);
        return new(parameters, optimizer);
    }
}
