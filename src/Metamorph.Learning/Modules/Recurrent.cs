namespace Metamorph.Learning;

/// <summary>
/// A cell run over sequences, from the state of its <see cref="Cell.Start"/> on. Its parameters are those of the cell. Steps that do not count, by
/// <see cref="Context.Mask"/>, are passed over whatever they hold: state and y stay as they were, so that the last y is that of the last step that counts.
/// </summary>
/// <param name="Cell">What is done at every step.</param>
public sealed record Recurrent(Cell Cell) : Module
{
    /// <summary>Whether y is that of the last step alone, and not of all. The default value is false.</summary>
    public bool Last { get; init; }

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => Cell.Init(key);

    /// <param name="x">[tasks; n, length, features]</param>
    /// <returns>[tasks; n, length, outputs], or [tasks; n, outputs] of the last step; 0 before the first step that counts.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (x.Rank != 3 || x.Shape[1] == 0) throw new ShapeException($"Recurrent: the input is {x.Form}. Expected sequences of at least one step, [n, length, features]: x.Expand(1) makes them of rows.");
        var (rows, length) = (x.Shape[0], x.Shape[1]);
        var mask = context?.MaskOf(x, "Recurrent");
        if (mask is not null) x = mask.Expand(-1).Where(x, 0.0);
        var (state, ys) = (Cell.Start(rows, x.DType, x.Tasks), new Tensor[length]);
        for (int i = 0; i < length; i++)
        {
            var (y, next) = Cell.Step(parameters, x.Slice(1, i, 1).Reshape([rows, x.Shape[2]]), state);
            if (mask is null)
            {
                (ys[i], state) = (y, next);
                continue;
            }

            var counts = mask.Slice(1, i, 1).Reshape([rows]);
            ys[i] = Kept(y, i > 0 ? ys[i - 1] : Tensor.Zeros(y.Shape, y.DType));
            state = next.Zip(state, Kept);

            Tensor Kept(Tensor now, Tensor before) => counts.Reshape([rows, .. Enumerable.Repeat(1, now.Rank - 1)]).Where(now, before);
        }

        return Last ? ys[^1] : Tensor.Stack(ys, 1);
    }
}
