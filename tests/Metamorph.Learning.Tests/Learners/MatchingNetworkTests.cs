namespace Metamorph.Learning.Tests.Learners;

public sealed class MatchingNetworkTests
{
    private static readonly double[][] Support = [[1, 0], [3, 4], [-1, 1], [0.5, -2]], Queries = [[2, 1], [-1, -3], [0.2, 0.1]];
    private static readonly int[] Labels = [0, 1, 1, 2];
    private static readonly Batch Rows = new(Matrix(Support), Tensor.Of(Labels));

    [Theory]
    [InlineData(1)]
    [InlineData(7.5)]
    public void A_class_has_the_softmax_of_cosines_over_the_support_that_its_examples_have(double scale)
    {
        // An embedding that does nothing.
        var learner = new MatchingNetwork(new Flatten(), Losses.CrossEntropy, 3) { Scale = scale };
        var predicted = learner.Predict(learner.Adapt(ParameterSet.Empty, Rows, new Key(0)), Matrix(Queries));
        Nearly.Equal([.. Queries.SelectMany(q => Expected(q, Support, scale))], predicted.Exp(), 1e-11);
        Nearly.Equal([.. Queries.Select((q, i) => -Math.Log(Expected(q, Support, scale)[i]))], Losses.CrossEntropy(predicted, Tensor.Of(0, 1, 2)), 1e-11);
    }

    [Fact]
    public void An_example_of_weight_2_is_two_examples_and_one_of_weight_0_none()
    {
        var learner = new MatchingNetwork(new Flatten(), Losses.CrossEntropy, 3);
        var weighted = learner.Adapt(ParameterSet.Empty, Rows with { Weight = Tensor.Of(1.0, 0, 2, 1) }, new Key(0));
        double[][] support = [Support[0], Support[2], Support[2], Support[3]];
        Nearly.Equal([.. Queries.SelectMany(q => Expected(q, support, 1))], learner.Predict(weighted, Matrix(Queries)).Exp(), 1e-11);
    }

    [Fact]
    public void In_full_context_support_and_queries_pass_through_the_paper_s_LSTMs()
    {
        var context = new FullContext(2, 2);
        var learner = new MatchingNetwork(new Flatten(), Losses.CrossEntropy, 3) { FullContext = context };
        var meta = learner.Init(new Key(3)).Cast(DType.Float64).Map(p => p + 0.1);
        var (forward, backward, reader) = (meta.At("context/forward"), meta.At("context/backward"), meta.At("context/query"));

        // A.1: g(x_i) = forward h_i + backward h_i + g'(x_i).
        double[][] g = [.. Support.Select(s => (double[])[.. s])];
        foreach (var (cell, order) in new[] { (forward, Enumerable.Range(0, 4)), (backward, Enumerable.Range(0, 4).Reverse()) })
        {
            double[] h = [0, 0], c = [0, 0];
            foreach (int i in order)
            {
                (h, c) = Lstm(cell, Support[i], h, c);
                g[i] = Sum(g[i], h);
            }
        }

        // A.2: h_k = LSTM(f', [h, r]) + f', r = sum of softmax(h g) g.
        double[] Read(double[] query)
        {
            double[] h = query, c = [0, 0];
            for (int k = 0; k < 2; k++)
            {
                double[] a = [.. g.Select(s => Math.Exp(s[0] * h[0] + s[1] * h[1]))];
                double[] r = [.. Enumerable.Range(0, 2).Select(j => g.Zip(a, (s, w) => w * s[j]).Sum() / a.Sum())];
                (h, c) = Lstm(reader, [.. query, .. r], h, c);
                h = Sum(h, query);
            }

            return h;
        }

        double[] expected = [.. Queries.SelectMany(q => Expected(Read(q), g, 1))];
        var adapted = learner.Adapt(meta, Rows, new Key(0));
        Nearly.Equal(expected, learner.Predict(adapted, Matrix(Queries)).Exp(), 1e-11);

        // Rows that do not count are passed over, also between others.
        var between = new Batch(Matrix([Support[0], [50, -70], .. Support[1..]]), Tensor.Of(0, 2, 1, 1, 2), Tensor.Of(1.0, 0, 1, 1, 1));
        Nearly.Equal(expected, learner.Predict(learner.Adapt(meta, between, new Key(0)), Matrix(Queries)).Exp(), 1e-11);
    }

    /// <summary>Equation 1: the attention of a query over support examples, summed over each of three classes.</summary>
    private static double[] Expected(double[] query, double[][] support, double scale)
    {
        double[] a = [.. support.Select(s => Math.Exp(scale * Cosine(query, s)))];
        return [.. Enumerable.Range(0, 3).Select(c => a.Where((_, i) => LabelOf(support, i) == c).Sum() / a.Sum())];

        static double Cosine(double[] x, double[] y) => (x[0] * y[0] + x[1] * y[1]) / Math.Sqrt((x[0] * x[0] + x[1] * x[1]) * (y[0] * y[0] + y[1] * y[1]));

        static int LabelOf(double[][] support, int i) => Array.FindIndex(Support, s => s == support[i]) is var place and >= 0 ? Labels[place] : Labels[i];
    }

    private static (double[] H, double[] C) Lstm(ParameterSet cell, double[] x, double[] h, double[] c)
    {
        var (input, hidden, bias) = (cell["input"].ToArray2D<double>(), cell["hidden"].ToArray2D<double>(), cell["bias"].ToDoubles());
        double[] gates = [.. Enumerable.Range(0, 8).Select(j => bias[j] + x.Select((v, i) => v * input[i, j]).Sum() + h.Select((v, i) => v * hidden[i, j]).Sum())];
        double[] next = [.. Enumerable.Range(0, 2).Select(j => Sigmoid(gates[2 + j]) * c[j] + Sigmoid(gates[j]) * Math.Tanh(gates[4 + j]))];
        return ([.. next.Select((v, j) => Sigmoid(gates[6 + j]) * Math.Tanh(v))], next);

        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static Tensor Matrix(double[][] rows) => Tensor.Of([.. rows.SelectMany(r => r)], [rows.Length, rows[0].Length]);
}
