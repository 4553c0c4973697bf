namespace Metamorph.Learning.Tests;

public sealed class RecurrentTests
{
    private static readonly Tensor X = new Key(5).Uniform(-2, 2, [3, 4, 2], 2, DType.Float64);

    public static TheoryData<Cell> Cells => [new GruCell(2, 3), new LstmCell(2, 3)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_y_is_that_of_a_step_from_the_state_before(Cell cell)
    {
        var parameters = cell.Init(new Key(1)).Cast(DType.Float64);
        var y = new Recurrent(cell).Apply(parameters, X);
        Assert.Equal("[2; 3, 4, 3]", y.Form);
        var state = cell.Start(3, DType.Float64, 2);
        for (int i = 0; i < 4; i++)
        {
            (var expected, state) = cell.Step(parameters, X.Slice(1, i, 1).Reshape([3, 2]), state);
            Nearly.Equal(expected, y.Slice(1, i, 1).Reshape([3, 3]), 0);
        }

        Nearly.Equal(y.Slice(1, 3, 1).Reshape([3, 3]), new Recurrent(cell) { Last = true }.Apply(parameters, X), 0);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Steps_that_do_not_count_are_as_if_they_were_not_there(Cell cell)
    {
        var parameters = cell.Init(new Key(1)).Cast(DType.Float64);

        // One sequence ends after 4 steps, one after 2, and one has gaps; what stands at other steps are the largest numbers there are.
        double[,] counts = { { 1, 1, 1, 1 }, { 1, 1, 0, 0 }, { 0, 1, 0, 1 } };
        var mask = Tensor.Of(counts);
        var spoilt = mask.Expand(-1).Where(X, double.MaxValue);
        var last = new Recurrent(cell) { Last = true };
        Tensor Loss(ParameterSet p) => last.Apply(p, spoilt, new() { Mask = mask }).Power(2).Sum().MeanOverTasks();
        var (y, gradient) = (last.Apply(parameters, spoilt, new() { Mask = mask }), Gradient.Of(Loss, parameters));
        var expected = parameters.Map(p => 0.0 * p);
        for (int row = 0; row < 3; row++)
        {
            int[] kept = [.. Enumerable.Range(0, 4).Where(i => counts[row, i] == 1)];
            var alone = Tensor.Concatenate([.. kept.Select(i => X.Slice(0, row, 1).Slice(1, i, 1))], 1);
            Nearly.Equal(last.Apply(parameters, alone), y.Slice(0, row, 1), 1e-15, $"{row}");
            expected += Gradient.Of(p => last.Apply(p, alone).Power(2).Sum().MeanOverTasks(), parameters);
        }

        Nearly.Equal(expected, gradient, 1e-14);
        var all = new Recurrent(cell).Apply(parameters, spoilt, new() { Mask = mask });
        Assert.Equal(new double[6], all.Slice(0, 2, 1).Slice(1, 0, 1).ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Second_derivatives_are_differences_of_first_ones(Cell cell)
    {
        var module = new Recurrent(cell) { Last = true };
        var parameters = module.Init(new Key(1)).Cast(DType.Float64);
        var x = X.Alone(0);
        var mask = Tensor.Of(new[,] { { 1.0, 1, 1, 1 }, { 1, 1, 0, 0 }, { 0, 1, 0, 1 } });
        var v = parameters.Map(p => new Key(9).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
        Tensor Loss(ParameterSet p) => module.Apply(p, x, new() { Mask = mask }).Power(2).Sum();
        GradientCheck.Passes(p => Gradient.Of(Loss, p).Dot(v), parameters, 1e-7, $"{cell}");
    }

    [Fact]
    public void What_is_no_sequence_and_a_mask_that_does_not_fit_are_refused()
    {
        var module = new Recurrent(new GruCell(2, 3));
        var parameters = module.Init(new Key(1)).Cast(DType.Float64);
        Assert.Contains("the input is [5, 2]. Expected sequences of at least one step, [n, length, features]", Refused(Tensor.Zeros([5, 2], DType.Float64), null), StringComparison.Ordinal);
        Assert.Contains("the input is [5, 0, 2]", Refused(Tensor.Zeros([5, 0, 2], DType.Float64), null), StringComparison.Ordinal);
        Assert.Contains("Context.Mask is [4, 3] and the sequences are [2; 3, 4, 2]. Expected a number for each place of each, [3, 4].", Refused(X, Tensor.Ones([4, 3])), StringComparison.Ordinal);

        string Refused(Tensor x, Tensor? mask) => Assert.Throws<ShapeException>(() => module.Apply(parameters, x, new() { Mask = mask })).Message;
    }
}
