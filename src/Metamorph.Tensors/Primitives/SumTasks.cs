using System.Numerics.Tensors;

namespace Metamorph.Tensors;

/// <summary>Sums of tasks: task i of the input is added to task Into[i] of the result. The transpose of taking tasks.</summary>
internal sealed record SumTasksPrimitive(int[] Into, int Tasks) : LinearMap
{
    /// <inheritdoc/>
    public bool Equals(SumTasksPrimitive? other) => other is not null && Tasks == other.Tasks && Into.AsSpan().SequenceEqual(other.Into);

    /// <inheritdoc/>
    public override int GetHashCode() => Into.Length;

    internal override bool MovesTasks => true;

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new TakeTasksPrimitive(Into).Apply(cotangent);

    internal override int[]? TaskOrigins(int[] origins, int input, Tensor[] x, Tensor y)
    {
        int[] sums = new int[Tasks];
        Array.Fill(sums, Derivatives.TaskFlow.None);
        for (int i = 0; i < Into.Length; i++)
        {
            ref int sum = ref sums[Into[i]];
            if (sum != Derivatives.TaskFlow.None && sum != origins[i]) return null;
            sum = origins[i];
        }

        return sums;
    }

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Tasks is not null))
            yield return new(
                x => new SumTasksPrimitive([.. Enumerable.Range(0, x[0].Tasks!.Value).Select(i => i % 2)], 3).Apply(x), [x],
                (x, i) => Enumerable.Range(0, x[0].Shape[0]).Sum(t => t % 2 == i[0] ? x[0][[t, .. i[1..]]] : 0), AcrossTasks: true);
        yield return new(x => x[0].MeanOverGroups(2), [Example.Draw(key, [3], 4)], (x, i) => (x[0][2 * i[0], i[1]] + x[0][2 * i[0] + 1, i[1]]) / 2, AcrossTasks: true);
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(x.Shape, Tasks, x.IsWeak);
        var from = Laid.Rows(x);
        return y.By(() =>
        {
            var rows = from.Read<T>();
            var target = y.Target<T>();
            target.Clear();
            for (int i = 0; i < Into.Length; i++)
            {
                var sum = target.Slice(Into[i] * x.Size, x.Size);
                TensorPrimitives.Add(sum, rows[i], sum);
            }
        });
    }
}
