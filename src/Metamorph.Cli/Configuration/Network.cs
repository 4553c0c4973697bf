using System.Globalization;

namespace Metamorph.Cli.Configuration;

/// <summary>The model that a configuration names, whole and in two parts.</summary>
/// <param name="Whole">Body and head.</param>
/// <param name="Head">The prefix of the head's parameters: what ANIL adapts and BOIL does not.</param>
/// <param name="Body">The model without its head: what metric-based learners embed by.</param>
/// <param name="Features">Features of the body.</param>
internal sealed record Network(Module Whole, string Head, Module Body, int Features)
{
    /// <summary>The model that sees texts as words in their order.</summary>
    internal const string Transformer = "transformer";

    /// <summary>The model for examples of a form.</summary>
    /// <exception cref="UsageException">There is no such model, or not for examples of that form.</exception>
    internal static Network Of(RunConfiguration c, Shape form, int outputs)
    {
        var network = c.Network;
        var headWeight = network.ZeroHead ? Initializers.Zeros : Initializers.Glorot;
        switch (network.Kind)
        {
            case "perceptron":
                int inputs = form.Size, features = network.Hidden.LastOrDefault(inputs);
                var whole = Perceptron(network, inputs, outputs);
                Module body = network.Hidden.Count == 0 ? new Sequential() : new Sequential(Perceptron(network with { Hidden = [.. network.Hidden.SkipLast(1)] }, inputs, features), whole.Activation);
                return form.Rank == 1 ? new(whole, whole.Head, body, features)
                    : new(new Sequential(new Flatten(), whole), $"1/{whole.Head}", new Sequential(new Flatten(), body), features);
            case "conv4" or "conv4-stride":
                RequireImage(network.Kind, form);
                bool stride = network.Kind == "conv4-stride";
                var conv = new Conv4(form, outputs)
                {
                    Filters = Learners.Positive("network.filters", network.Filters),
                    Downsample = stride ? Downsample.Stride : Downsample.MaxPool,
                    MeanOverSpace = stride && network.MeanOverSpace,
                    Norm = Norm(c),
                    HeadWeight = headWeight,
                };
                var head = conv with { Outputs = null };
                return new(conv, Conv4.Head, head, head.Features);
            case "hashed":
                RequireText(network.Kind, form);
                var hashed = new HashedTextEncoder(Buckets(c), network.Features > 0 ? network.Features : 256, outputs) { HeadWeight = headWeight };
                return new(hashed, HashedTextEncoder.Head, hashed with { Outputs = null }, hashed.Features);
            case Transformer:
                RequireText(network.Kind, form);
                var transformer = new TextTransformer(Buckets(c), form[0], network.Features > 0 ? network.Features : 64, outputs) { HeadWeight = headWeight };
                return new(transformer, TextTransformer.Head, transformer with { Outputs = null }, transformer.Width);
            default:
                throw Learners.Unknown("network.kind", network.Kind, "perceptron", "conv4", "conv4-stride", "hashed", Transformer);
        }
    }

    /// <summary>Whether a model takes the tokens of texts, and not numbers.</summary>
    internal static bool TakesTokens(RunConfiguration c) => c.Learner == "tfidf-centroid" || c.Network.Kind is "hashed" or Transformer;

    /// <summary>The perceptron of a configuration.</summary>
    internal static Mlp Perceptron(NetworkConfiguration network, int inputs, int outputs) => new([inputs, .. network.Hidden.Select(h => Learners.Positive("network.hidden", h)), outputs])
    {
        Activation = Activation.All.FirstOrDefault(a => a.Name == network.Activation)
            ?? throw Learners.Unknown("network.activation", network.Activation, [.. Activation.All.Select(a => a.Name)]),
        Weight = network.Initializer switch
        {
            "glorot" => Initializers.Glorot,
            "he" => Initializers.He,
            "lecun" => Initializers.LeCun,
            "orthogonal" => Initializers.Orthogonal,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double deviation) && deviation > 0 => Initializers.TruncatedNormal(deviation),
            var other => throw Learners.Unknown("network.initializer", other, "glorot", "he", "lecun", "orthogonal", "a standard deviation as 0.01"),
        },
    };

    /// <summary>Batch norm; of MAML++ with a scale and a shift of every inner step.</summary>
    private static Func<int, Module> Norm(RunConfiguration c) => c.Learner == "maml++"
        ? channels => new BatchNorm(channels) { Steps = Learners.Positive("inner.steps", c.Inner.Steps) }
        : channels => new BatchNorm(channels);

    /// <summary>How many buckets words are hashed into.</summary>
    internal static int Buckets(RunConfiguration c) => Learners.Positive("classes.buckets", c.Classes?.Buckets ?? c.Tagging?.Buckets ?? 0);

    private static void RequireText(string kind, Shape form)
    {
        if (form.Rank != 1) throw new UsageException($"network.kind is '{kind}', which takes texts, and an example is {form}. Expected texts, or another network.kind.");
    }

    private static void RequireImage(string kind, Shape form)
    {
        if (form.Rank != 3) throw new UsageException($"network.kind is '{kind}', which takes images, and an example is {form}. Expected examples of [channels, height, width], or network.kind=hashed for texts and perceptron for rows of numbers.");
    }
}
