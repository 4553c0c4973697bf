namespace Metamorph.Tensors;

/// <summary>Tasks by index: task i of the result is task Tasks[i] of the input.</summary>
internal sealed record TakeTasksPrimitive(int[] Tasks) : LinearMap
{
    /// <inheritdoc/>
    public bool Equals(TakeTasksPrimitive? other) => other is not null && Tasks.AsSpan().SequenceEqual(other.Tasks);

    /// <inheritdoc/>
    public override int GetHashCode() => Tasks.Length;

    internal override bool MovesTasks => true;

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new SumTasksPrimitive(Tasks, x[0].Tasks!.Value).Apply(cotangent);

    internal override int[]? TaskOrigins(int[] origins, int input, Tensor[] x, Tensor y) => Array.ConvertAll(Tasks, t => origins[t]);

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Tasks is not null))
            yield return new(x => x[0].TakeTasks([1, 0, 1]), [x], (x, i) => x[0][[1 - i[0] % 2, .. i[1..]]], AcrossTasks: true);
        yield return new(x => x[0].TakeTasks(1..), [Example.Draw(key, [2], 3)], (x, i) => x[0][i[0] + 1, i[1]], AcrossTasks: true);
        yield return new(x => x[0].RepeatTasks(2), [Example.Draw(key, [2], 3)], (x, i) => x[0][i[0] / 2, i[1]], AcrossTasks: true);
        yield return new(x => x[0].TileTasks(2), [Example.Draw(key, [2], 3)], (x, i) => x[0][i[0] % 3, i[1]], AcrossTasks: true);
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(x.Shape, Tasks.Length, x.IsWeak);
        var from = Laid.Rows(x);
        return y.By(() =>
        {
            var rows = from.Read<T>();
            for (int i = 0; i < Tasks.Length; i++) rows[Tasks[i]].CopyTo(y.Target<T>()[(i * x.Size)..]);
        });
    }
}
