using System.Globalization;
using System.Text.Json;
using Metamorph.Tensors.Formats;

namespace Metamorph.Learning.Tests;

/// <summary>Losses, gradients and adapted parameters against reference cases computed by another system in Float64.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, DType, int> Cases => GoldenCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_reproduced(string name, DType dtype, int threads)
    {
        var file = GoldenCases.Read(name);
        var c = new Case(name, file, dtype, threads);
        Assert.True(file.Metadata.TryGetValue("kind", out string? kind), $"{name} has no 'kind' in its metadata");
        switch (kind)
        {
            case "mlp-regression": Adaptation(c, x => x.Perceptron(), Losses.SquaredError); break;
            case "conv-classification": Adaptation(c, x => x.Convolutions(), Losses.CrossEntropy); break;
            case "higher-order": HigherOrder(c); break;
            case "prototypical": Prototypical(c); break;
            case "lstm-optimizer": LstmOptimizer(c); break;
            default: Assert.Fail($"{name}: unknown kind '{kind}'"); break;
        }
    }

    /// <summary>MAML, first-order MAML, ANIL, Reptile, Meta-SGD and MAML++ on a network.</summary>
    private static void Adaptation(Case c, Func<Case, Module> network, Loss loss)
    {
        double alpha = c.Number("alpha");
        int steps = (int)c.Number("steps");
        var theta = c.Layers("theta.");
        var net = network(c);
        var tasks = new Episode(c.Batch("support"), c.Batch("query"));
        Optimizer sgd = Optimizers.Sgd(alpha);

        var none = new Maml(net, loss, sgd, 0);
        var support = new Episode(tasks.Support, tasks.Support);
        Check("support", none, theta, support);
        var maml = new Maml(net, loss, sgd, steps);
        Check("maml", maml, theta, tasks);
        foreach (InnerLoop loop in new InnerLoop[] { new Checkpointed(), new Mixed() })
            Check("maml", new Maml(net, loss, sgd, steps, loop), theta, tasks);
        Check("fomaml", new FirstOrderMaml(net, loss, sgd, steps), theta, tasks);
        string head = Case.Layer(c.Text("head"));
        Check("anil", new Anil(net, loss, sgd, steps, head), theta, tasks);

        var adapted = c.Run(m => maml.Adapt(m, tasks.Support, new Key(0)).TakeTasks(0..1).MeanOverTasks(), Meta(theta));
        c.Close("adapted0", c.Layers("expect.adapted0."), adapted);
        var direction = c.MetaGradient(new Reptile(net, loss, sgd, steps), Meta(theta), tasks).Gradient.At("start");
        c.Close("reptile.direction", c.Layers("expect.reptile.direction."), -direction);

        var metaSgd = new MetaSgd(net, loss, alpha, steps);
        var rates = theta.Map(p => Tensor.Full(alpha, p.Shape, p.DType));
        var (_, gradient) = c.MetaGradient(metaSgd, Meta(theta, rates), tasks);
        c.Close("metasgd.gradient", c.Layers("expect.metasgd.gradient."), gradient.At("start"));
        c.Close("metasgd.rate_gradient", c.Layers("expect.metasgd.rate_gradient."), gradient.At("rule"));

        if (!c.Has("expect.mamlpp.loss")) return;
        var plus = new MamlPlusPlus(net, loss, alpha, steps) { StepWeights = c["msl.weights"] };
        var (losses, plusGradient) = c.MetaGradient(plus, Meta(theta, c.ByTensor(c["mamlpp.rates"])), tasks);
        c.Close("mamlpp.loss", new(("loss", c["expect.mamlpp.loss"])), new(("loss", losses.MeanOverTasks())));
        c.Close("mamlpp.gradient", c.Layers("expect.mamlpp.gradient."), plusGradient.At("start"));
        c.Close("mamlpp.rate_gradient", c.ByTensor(c["expect.mamlpp.rate_gradient"]), plusGradient.At("rule"));

        void Check(string group, FewShotLearner learner, ParameterSet start, Episode on)
        {
            var (perTask, found) = c.MetaGradient(learner, Meta(start), on);
            if (c.Has($"expect.{group}.loss")) c.Close($"{group}.loss", new(("loss", c[$"expect.{group}.loss"])), new(("loss", perTask.MeanOverTasks())));
            c.Close($"{group}.gradient", c.Layers($"expect.{group}.gradient."), found.At("start"));
        }
    }

    /// <summary>Gradient, Hessian-vector product, and the gradient of v'Hv.</summary>
    private static void HigherOrder(Case c)
    {
        var (theta, v) = (c.Layers("theta."), c.Layers("v."));
        var net = c.Perceptron();
        Tensor Loss(ParameterSet p) => (net.Apply(p, c["x"]) - c["y"]).Power(2).Mean();
        c.Close("gradient", c.Layers("expect.gradient."), c.Run(p => Gradient.Of(Loss, p), theta));
        var hvp = c.Layers("expect.hvp.");
        c.Close("hvp, forward over reverse", hvp, c.Run(p => Gradient.HessianVector(Loss, p, v), theta));
        c.Close("hvp, reverse over reverse", hvp, c.Run(at => Gradient.Of(p => Gradient.Of(Loss, p).Dot(v), at), theta));
        c.Close("hvp, reverse over forward", hvp, c.Run(at => Gradient.Of(p => Gradient.Along(Loss, p, v).Tangent, at), theta));
        var third = c.Layers("expect.third.");
        c.Close("third, reverse over forward over reverse", third, c.Run(at => Gradient.Of(p => Gradient.HessianVector(Loss, p, v).Dot(v), at), theta));
        c.Close("third, reverse three times", third, c.Run(at => Gradient.Of(p => Gradient.Of(q => Gradient.Of(Loss, q).Dot(v), p).Dot(v), at), theta));
    }

    /// <summary>Minus squared distances, their cross-entropy, and its gradient.</summary>
    private static void Prototypical(Case c)
    {
        var theta = c.Layers("theta.");
        var learner = new PrototypicalNetwork(c.Convolutions(), Losses.CrossEntropy, (int)c.Number("ways"));
        var meta = ParameterSet.Join(("embedding", theta));
        var tasks = new Episode(new(c["support.x"], c["support.y"]), new(c["query.x"], c["query.y"]));
        var (loss, gradient) = c.MetaGradient(learner, meta, tasks);
        c.Close("loss", new(("loss", c["expect.loss"])), new(("loss", loss)));
        c.Close("gradient", c.Layers("expect.gradient."), gradient.At("embedding"));

        c.Close("logits", new(("logits", c["expect.logits"])), c.Run(Logits, meta));

        ParameterSet Logits(ParameterSet m)
        {
            Tensor? seen = null;
            Loss watched = (predicted, target) => Losses.CrossEntropy(seen = predicted, target);
            new PrototypicalNetwork(c.Convolutions(), watched, (int)c.Number("ways")).MetaLoss(m, tasks, new Key(0));
            return new(("logits", seen!));
        }
    }

    /// <summary>Losses along the way of an optimizer that is an LSTM, and the gradients of their mean with gradients as constants and differentiated.</summary>
    private static void LstmOptimizer(Case c)
    {
        int steps = (int)c.Number("steps");
        var phi = Rule("phi.", Bias);
        var start = new ParameterSet(("theta", c["theta0"]));
        Tensor Loss(ParameterSet p) => (c["W"].MatMul(p["theta"].Expand(-1)).Flatten() - c["y"]).Power(2).Mean();
        IReadOnlyList<ParameterSet> Way(ParameterSet rule, InnerLoop loop) => loop.Run(
            (p, _) => Loss(p), InnerRule.Lstm((int)c.Number("hidden"), c.Number("scale")).Of(rule), start, [.. Enumerable.Range(1, steps)]);
        Tensor Losses(ParameterSet rule, InnerLoop loop) => Tensor.Concatenate([.. Way(rule, loop).Select(p => Loss(p).Expand(0))]);

        c.Close("losses", new(("losses", c["expect.losses"])), c.Run(p => new(("losses", Losses(p, new Unrolled()))), phi));
        c.Close("loss", new(("loss", c["expect.loss"])), c.Run(p => new(("loss", Losses(p, new Unrolled()).Mean())), phi));
        c.Close("theta", new(("theta", c["expect.theta"])), c.Run(p => Way(p, new Unrolled())[^1], phi));
        c.Close("gradient", Rule("expect.gradient.", Either), c.Run(at => Gradient.Of(p => Losses(p, new FirstOrder()).Mean(), at), phi));
        foreach (InnerLoop loop in new InnerLoop[] { new Unrolled(), new Checkpointed(), new Mixed() })
            c.Close("full_gradient", Rule("expect.full_gradient.", Either), c.Run(at => Gradient.Of(p => Losses(p, loop).Mean(), at), phi));

        // There are two biases there, which are added, and one here: its gradient is that of either.
        Tensor Bias(string prefix) => c[$"{prefix}lstm.bias_ih"] + c[$"{prefix}lstm.bias_hh"];
        Tensor Either(string prefix) => c[$"{prefix}lstm.bias_ih"];

        ParameterSet Rule(string prefix, Func<string, Tensor> bias) => new(
            ("lstm/input", c[$"{prefix}lstm.weight_ih"].Transpose()), ("lstm/hidden", c[$"{prefix}lstm.weight_hh"].Transpose()),
            ("lstm/bias", bias(prefix)), ("out/weight", c[$"{prefix}out.weight"].Transpose()));
    }

    private static ParameterSet Meta(ParameterSet start, ParameterSet? rule = null) => ParameterSet.Join(("start", start), ("rule", rule ?? ParameterSet.Empty));

    /// <summary>A case in one dtype, with the names and layouts of this library.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">What it holds.</param>
    /// <param name="dtype">In which it is computed.</param>
    /// <param name="threads">Threads of the replay; 0: as it is written.</param>
    private sealed class Case(string name, Safetensors file, DType dtype, int threads)
    {
        /// <summary>Relative over a whole group, as the README of the cases says.</summary>
        private double Tolerance => dtype == DType.Float64 ? 1e-9 : 1e-4;

        internal Tensor this[string tensor] => file[tensor] is var x && x.DType == DType.Int32 ? x : x.Cast(dtype);

        internal bool Has(string tensor) => file.Tensors.Any(t => t.Name == tensor);

        internal string Text(string key) => file.Metadata.TryGetValue(key, out string? text) ? text
            : throw new KeyNotFoundException($"{name} has no '{key}' in its metadata");

        internal double Number(string key) => double.Parse(Text(key), CultureInfo.InvariantCulture);

        /// <summary>What a function makes of parameters, as it is written or the second time that it is replayed.</summary>
        internal ParameterSet Run(Func<ParameterSet, ParameterSet> f, ParameterSet at)
        {
            if (threads == 0) return f(at);
            var replayed = Replay.Of(f, threads);
            replayed(at);
            return replayed(at);
        }

        internal (Tensor Losses, ParameterSet Gradient) MetaGradient(FewShotLearner learner, ParameterSet meta, Episode tasks)
        {
            var all = Run(
                x =>
                {
                    var (losses, gradient) = learner.MetaGradient(x.At("meta"), tasks.With(x.At("tasks").Tensors), new Key(0));
                    return ParameterSet.Join(("losses", new(("", losses))), ("gradient", gradient));
                },
                ParameterSet.Join(("meta", meta), ("tasks", new(tasks.Tensors.Select((t, i) => ($"{i}", t))))));
            return (all.At("losses").Tensors[0], all.At("gradient"));
        }

        internal Batch Batch(string part) => new(this[$"{part}.x"].AxisToTasks(), this[$"{part}.y"].AxisToTasks());

        /// <summary>"layer2" and "block2" are "2" here, and parts are joined by slashes.</summary>
        internal static string Layer(string layer) => layer
            .Replace("layer", "", StringComparison.Ordinal).Replace("block", "", StringComparison.Ordinal).Replace('.', '/');

        /// <summary>All layers under a prefix. Weights of linear layers are [out, in] there and [in, out] here.</summary>
        internal ParameterSet Layers(string prefix)
        {
            string[] names = [.. file.Tensors.Select(t => t.Name).Where(n => n.StartsWith(prefix, StringComparison.Ordinal))];
            Assert.True(names.Length > 0, $"{name} has no tensors under '{prefix}'");
            return new(names.Select(n => (Layer(n[prefix.Length..]), this[n] is { Rank: 2 } weight ? weight.Transpose() : this[n])));
        }

        internal Mlp Perceptron()
        {
            var theta = Layers("theta.");
            int layers = theta.Count / 2;
            return new([theta["0/weight"].Shape[0], .. Enumerable.Range(0, layers).Select(i => theta[$"{i}/weight"].Shape[1])])
            {
                Activation = Activation.All.Single(a => a.Name == Text("activation")),
            };
        }

        internal Conv4 Convolutions()
        {
            var theta = Layers("theta.");
            return new(this["support.x"].Shape.ToArray()[^3..], theta.Names.Contains("head/bias") ? theta["head/bias"].Size : null)
            {
                Filters = theta["0/conv/bias"].Size,
                Blocks = theta.Names.Count(n => n.EndsWith("conv/weight", StringComparison.Ordinal)),
                Downsample = file.Metadata.GetValueOrDefault("downsample") == "stride" ? Downsample.Stride : Downsample.MaxPool,
            };
        }

        /// <summary>[steps, parameter tensors] in the order of the metadata, as [steps] for each parameter.</summary>
        internal ParameterSet ByTensor(Tensor rates)
        {
            string[] order = JsonSerializer.Deserialize<string[]>(Text("parameters"))!;
            return new(order.Select((p, i) => (Layer(p), rates.Slice(1, i, 1).Flatten())));
        }

        internal void Close(string group, ParameterSet expected, ParameterSet actual)
        {
            Assert.Equal(expected.Names, actual.Names);
            Assert.All(actual, p => Assert.Equal(dtype, p.Value.DType));
            var (e, a) = (expected.Cast(DType.Float64), actual.Cast(DType.Float64));
            double error = (double)(e - a).Norm() / (double)e.Norm();
            Assert.True(error <= Tolerance, $"{name}, {group}: relative error {error:g3} in {dtype}, at most {Tolerance:g1} expected");
        }
    }
}
