using System.Globalization;
using System.Security.Cryptography;
using Metamorph.Tensors.Formats;

namespace Metamorph.Learning;

/// <summary>
/// All that training needs to go on as if it had never stopped. Keys are not among it: those of an iteration follow from the seed and
/// the iteration. As a file: safetensors, with a digest of everything that is in it, because a changed bit among numbers is a number too.
/// </summary>
/// <param name="Step">The last step that was done, and the best one.</param>
/// <param name="Configuration">The configuration of the run, as JSON.</param>
/// <param name="Seconds">How long the run had taken.</param>
/// <param name="MetricsBytes">How much of <c>metrics.jsonl</c> had been written: what comes after it belongs to later steps.</param>
public sealed record TrainingCheckpoint(ValidatedStep Step, string Configuration, double Seconds, long MetricsBytes)
{
    private const string Last = "last", Best = "best", Meta = "meta", Optimizer = "optimizer", Losses = "losses", Iteration = "iteration",
        Validation = "validation", BestIteration = "best.iteration", BestValidation = "best.validation", ConfigurationText = "configuration",
        SecondsText = "seconds", MetricsText = "metrics.bytes", Digest = "sha256";

    /// <summary>The content of a file.</summary>
    internal Safetensors ToFile()
    {
        var (last, best) = (Step.Step, Step.Best);
        var text = new Dictionary<string, string>
        {
            [Iteration] = Text(last.Iteration),
            [BestValidation] = Text(Step.BestValidation),
            [ConfigurationText] = Configuration,
            [SecondsText] = Text(Seconds),
            [MetricsText] = Text(MetricsBytes),
        };
        if (Step.Validation is double measured) text[Validation] = Text(measured);
        if (best is not null) text[BestIteration] = Text(best.Iteration);

        // Where the best step is the last one, it is not stored twice.
        bool apart = best is not null && best.Iteration != last.Iteration;
        var tensors = ParameterSet.Join(apart ? [(Last, Parts(last)), (Best, Parts(best!))] : [(Last, Parts(last))]);
        return new(tensors, new Dictionary<string, string>(text) { [Digest] = DigestOf(new(tensors, text)) });
    }

    /// <summary>The checkpoint that a file holds.</summary>
    /// <param name="file">Its content.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The content is not that which was written.</exception>
    internal static TrainingCheckpoint Of(Safetensors file, string name)
    {
        var written = new Safetensors(file.Tensors, file.Metadata.Where(m => m.Key != Digest).ToDictionary());
        if (!file.Metadata.TryGetValue(Digest, out string? digest) || digest != DigestOf(written))
            throw new InvalidDataException($"{name}: the content does not agree with its digest ({Digest} {digest ?? "is missing"}). Expected a checkpoint whose bytes are those that were written.");
        var (tensors, text) = (new ParameterSet(file.Tensors), file.Metadata);
        var last = Of(tensors.At(Last), Whole(Iteration));
        var best = !text.ContainsKey(BestIteration) ? null : Whole(BestIteration) == last.Iteration ? last : Of(tensors.At(Best), Whole(BestIteration));
        double? validation = text.ContainsKey(Validation) ? Real(Validation) : null;
        return new(new(last, validation, best, Real(BestValidation)), text[ConfigurationText], Real(SecondsText), long.Parse(text[MetricsText], CultureInfo.InvariantCulture));

        int Whole(string key) => int.Parse(text[key], CultureInfo.InvariantCulture);
        double Real(string key) => double.Parse(text[key], CultureInfo.InvariantCulture);
    }

    private static ParameterSet Parts(MetaStep step) =>
        new(ParameterSet.Join((Meta, step.Meta), (Optimizer, step.Optimizer)).AsEnumerable().Append((Losses, step.Losses)));

    private static MetaStep Of(ParameterSet parts, int iteration) => new(iteration, parts[Losses], parts.AtOrEmpty(Meta), parts.AtOrEmpty(Optimizer));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>SHA-256 of the bytes that equal content always gives.</summary>
    private static string DigestOf(Safetensors content)
    {
        using var sha = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write)) content.Write(stream);
        return Convert.ToHexStringLower(sha.Hash!);
    }
}
