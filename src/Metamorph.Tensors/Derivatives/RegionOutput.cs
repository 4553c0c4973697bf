
namespace Metamorph.Tensors.Derivatives;

/// <summary>One result of a region. A region is recorded as one node for each of its results, all with the same inputs; a pass handles them together.</summary>
internal sealed record RegionOutput(RegionCall Call, int Index) : Primitive
{
    internal override string Name => Call.Name;

    internal override bool MovesTasks => Call.Crossing is not null;

    internal override int[]? TaskOrigins(int[] origins, int input, Tensor[] x, Tensor y) => MovesTasks ? null : base.TaskOrigins(origins, input, x, y);

    internal override Tensor Forward(Tensor[] x) => throw Together();

    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) => throw Together();

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => throw Together();

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var example in Example.Unary(key, x => Checkpoint.Step(z => z * z * z + z, x), x => x * x * x + x)) yield return example;
        foreach (var example in Example.Unary(
            key, x => Gradient.Custom(z => z * z * z, (z, _, c) => 3.0 * z * z * c, x), x => x * x * x)) yield return example;
    }

    private InvalidOperationException Together() => new($"{Name} is run, pulled and pushed by {nameof(RegionCalls)}, all results together.");
}
