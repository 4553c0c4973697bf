namespace Metamorph.Learning.Tests;

public sealed class GruCellTests
{
    private static readonly GruCell Cell = new(2, 3);

    [Fact]
    public void A_step_is_its_definition_in_plain_numbers()
    {
        var parameters = Random(1, Cell.Init(new Key(0)));
        var (x, h) = (new Key(2).Uniform(-2, 2, [4, 2], dtype: DType.Float64), new Key(3).Uniform(-1, 1, [4, 3], dtype: DType.Float64));
        var (y, next) = Cell.Step(parameters, x, new(("hidden", h)));
        Assert.Same(y, next["hidden"]);
        double[] expected = new double[4 * 3], of = x.ToDoubles(), state = h.ToDoubles();
        for (int row = 0; row < 4; row++)
        {
            for (int unit = 0; unit < 3; unit++)
            {
                double r = Sigmoid(From("input", of, 2, row, unit) + From("hidden", state, 3, row, unit) + parameters["bias"].ToDoubles()[unit]);
                double z = Sigmoid(From("input", of, 2, row, 3 + unit) + From("hidden", state, 3, row, 3 + unit) + parameters["bias"].ToDoubles()[3 + unit]);
                double inner = From("hidden", state, 3, row, 6 + unit) + parameters["hidden-bias"].ToDoubles()[unit];
                double n = Math.Tanh(From("input", of, 2, row, 6 + unit) + parameters["bias"].ToDoubles()[6 + unit] + r * inner);
                expected[row * 3 + unit] = (1 - z) * n + z * state[row * 3 + unit];
            }
        }

        Nearly.Equal(expected, y, 1e-15);

        double From(string weight, double[] values, int features, int row, int gate) =>
            Enumerable.Range(0, features).Sum(i => values[row * features + i] * parameters[weight].ToDoubles()[i * 9 + gate]);

        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
    }

    [Fact]
    public void A_closed_update_gate_keeps_the_state_and_a_closed_reset_gate_forgets_it()
    {
        var h = Tensor.Of([0.5, -0.5, 2], [1, 3]);
        var x = Tensor.Zeros([1, 2], DType.Float64);

        // Biases of +-1000 make gates of exactly 1 and 0; n + (h - n) is h to rounding.
        Nearly.Equal(h, With(reset: 0, update: 1000), 1e-15);
        Nearly.Equal([Math.Tanh(7.0), Math.Tanh(7), Math.Tanh(7)], With(reset: -1000, update: -1000), 1e-15);

        Tensor With(double reset, double update)
        {
            var p = Random(1, Cell.Init(new Key(0)));
            var bias = Tensor.Of(reset, reset, reset, update, update, update, 7.0, 7, 7);
            return Cell.Step(p.Replace(new(("bias", bias))), x, new(("hidden", h))).Y;
        }
    }

    [Fact]
    public void Parameters_and_the_first_state_have_their_shapes()
    {
        Assert.Equal("input [2, 9], hidden [3, 9], bias [9], hidden-bias [3]", Cell.Init(new Key(1)).ToString());
        Assert.Equal("hidden [3; 5, 3]", Cell.Start(5, DType.Float64, 3).ToString());
    }

    private static ParameterSet Random(ulong seed, ParameterSet like)
    {
        int draws = 0;
        return like.Map(p => new Key(seed).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }
}
