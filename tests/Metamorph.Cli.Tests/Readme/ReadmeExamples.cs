using System.Xml.Linq;
using Metamorph.Reports;

namespace Metamorph.Cli.Tests.Readme;

/// <summary>The README's examples: what stands between the marks stands in the README, word for word.</summary>
public sealed class ReadmeExamples
{
    private static readonly Mlp SharedNetwork = new(1, 40, 40, 1);

    [Fact]
    public void Train_adapt_predict()
    {
        // readme
        var network = new Mlp(1, 40, 40, 1);
        var maml = new Maml(network, Losses.SquaredError, rule: Optimizers.Sgd(0.01), steps: 1);
        var waves = new Sinusoids(Support: 10, Query: 10);

        ParameterSet meta = ParameterSet.Empty;
        foreach (var step in MetaTraining.Run<Episode>(maml, waves.Draw, outer: Optimizers.Adam(1e-3), metaBatch: 25, key: new Key(42)))
        {
            meta = step.Meta;
            if (step.Iteration == 500) break;
        }

        var support = new Batch(X: Tensor.Of(new float[,] { { -2 }, { 0 }, { 1 } }), Y: Tensor.Of(new float[,] { { -1.8f }, { 0 }, { 1.7f } }));
        ParameterSet adapted = maml.Adapt(meta, support, new Key(0));
        Tensor predicted = maml.Predict(adapted, Tensor.Of(new float[,] { { -1 }, { 2 } }));
        // end
        Assert.Equal("[2, 1]", predicted.Form);
        var test = waves.Draw(new Key(1), 200);
        double[] before = Evaluation.Errors(maml, meta, test, Losses.SquaredError, [0], new Key(0))[0], after = Evaluation.Errors(maml, meta, test, Losses.SquaredError, [1], new Key(0))[0];
        Assert.True(after.Average() < before.Average());
    }

    [Fact]
    public void Derivatives_inside_derivatives()
    {
        // readme
        // One step of gradient descent on rate x^2 / 2, and the derivative of where it ends by the rate and by the start.
        Tensor Step(Tensor rate, Tensor x) => x - Gradient.Of(z => 0.5 * rate * z * z, at: x);

        Tensor byRate = Gradient.Of(rate => Step(rate, Tensor.Of(3.0)), at: Tensor.Of(0.1));   // -x = -3
        Tensor byStart = Gradient.Of(x => Step(Tensor.Of(0.1), x), at: Tensor.Of(3.0));        // 1 - rate = 0.9
        // end
        Assert.Equal(-3, (double)byRate);
        Assert.Equal(0.9, (double)byStart);
    }

    [Fact]
    public void Tasks_do_not_mix_by_accident()
    {
        // readme
        var weights = Tensor.Ones([1, 1]);
        var x = new Key(1).Normal([10, 1], tasks: 32);
        var error = Assert.Throws<ShapeException>(() => Gradient.Of(w => x.MatMul(w).Power(2).Mean(), at: weights));
        Assert.Contains("give parameters.PerTask(32); for one meta-gradient, return loss.MeanOverTasks()", error.Message);
        // end
    }

    [Fact]
    public void A_learner_is_a_page()
    {
        var network = SharedNetwork;

        // readme
        var rule = new InnerRule(
            Init: (start, key) => start.Map(p => Tensor.Full(0.01, p.Shape)),
            Of: rates => Optimizers.Sgd(rates));
        var metaSgd = new Maml(network, Losses.SquaredError, rule, steps: 1);
        // end
        var (tasks, same) = (new Sinusoids(5, 5).Draw(new Key(2), 3), new MetaSgd(network, Losses.SquaredError, 0.01, 1));
        Assert.Equal(
            same.MetaLoss(same.Init(new Key(1)), tasks, new Key(0)).ToArray<float>(), metaSgd.MetaLoss(metaSgd.Init(new Key(1)), tasks, new Key(0)).ToArray<float>());
    }

    [Fact]
    public void A_chart_and_a_page()
    {
        // readme
        double[] steps = [0, 1, 5, 10];
        var chart = new Plot("Error after adaptation")
        {
            X = new("steps"),
            Y = new("squared error", "cm²") { Scale = AxisScale.Log10 },
            Series =
            [
                new Line("MAML", steps, [3.2, 1.7, 0.6, 0.4]) { Lower = [3.0, 1.5, 0.5, 0.3], Upper = [3.4, 1.9, 0.7, 0.5] },
                new Line("fine-tuned", steps, [3.7, 4.2, double.NaN, 2.9]) { Dashed = true },
            ],
        };
        string svg = chart.ToSvg();
        string html = new Page("My experiment", new Section("Errors", new Paragraph("Five runs each."), new Charts(chart))).ToHtml();
        // end
        Assert.Equal("Error after adaptation", XElement.Parse(svg).Elements().First().Value);
        Assert.Contains("Five runs each.", html, StringComparison.Ordinal);
    }
}
