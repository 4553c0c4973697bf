namespace Metamorph.Tensors.Derivatives;

/// <summary>Within one pass over a graph: brings the results of each region together, so that it is pulled or pushed once for all of them.</summary>
internal sealed class RegionCalls
{
    private readonly Dictionary<RegionCall, (int Waiting, Tensor?[] Values)> calls = [];

    /// <param name="between">The tensors that the pass visits.</param>
    internal RegionCalls(List<Tensor> between)
    {
        foreach (var tensor in between)
            if (tensor.Node!.Primitive is RegionOutput output)
                calls[output.Call] = calls.TryGetValue(output.Call, out var call)
                    ? call with { Waiting = call.Waiting + 1 }
                    : (1, new Tensor?[output.Call.Outputs]);
    }

    /// <summary>Cotangents of the region's inputs once the last of its results on the way has been visited; null before.</summary>
    internal Tensor?[]? Reverse(RegionOutput output, Tensor tensor, Tensor? cotangent, bool[] needed)
    {
        var call = calls[output.Call];
        call.Values[output.Index] = cotangent;
        calls[output.Call] = call with { Waiting = call.Waiting - 1 };
        if (call.Waiting > 1) return null;
        calls.Remove(output.Call);
        return Array.TrueForAll(call.Values, c => c is null) ? null : output.Call.Reverse(tensor.Node!.Inputs, call.Values, needed);
    }

    /// <summary>The tangent of one result; the region is pushed when the first of them is visited.</summary>
    internal Tensor? Tangent(RegionOutput output, Tensor[] inputs, Tensor?[] tangents)
    {
        var call = calls[output.Call];
        if (call.Waiting > 0) calls[output.Call] = call = (0, output.Call.Tangent(inputs, tangents));
        return call.Values[output.Index];
    }
}
