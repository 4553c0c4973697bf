using System.Globalization;
using System.Text.Json;
using Metamorph.Cli.Configuration;
using Metamorph.Data;

namespace Metamorph.Cli.Problems;

/// <summary>Files that a person has of new classes, as a trained model takes them: a folder for each class to adapt to, and a folder of files to tell the class of.</summary>
internal sealed class ClassFiles
{
    /// <summary>Under which adapted tasks hold the names of their classes.</summary>
    private const string ClassesText = "classes";

    private readonly RunConfiguration c;
    private readonly ClassesConfiguration classes;
    private readonly Shape form;

    private readonly int together;
    private readonly bool pairs;

    private ClassFiles(RunConfiguration c, Shape form, int together, bool pairs) => (this.c, classes, this.form, this.together, this.pairs) = (c, c.Classes!, form, together, pairs);

    /// <summary>The files that a model takes.</summary>
    /// <param name="c">Its configuration.</param>
    /// <param name="model">Its tensors.</param>
    /// <param name="text">The text beside them.</param>
    /// <exception cref="IOException">The text does not say what an example is.</exception>
    internal static ClassFiles Of(RunConfiguration c, ParameterSet model, IReadOnlyDictionary<string, string> text)
    {
        string said = text.GetValueOrDefault(ClassProblem.FormText, "");
        int[] sizes = [.. said.Split('x').Select(s => int.TryParse(s, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        return sizes.All(s => s > 0) ? new(c, sizes, Learners.Together(model), text.GetValueOrDefault(ClassProblem.PairsText) == "true") : throw new IOException($"the model says of its examples '{said}'. Expected a form as 1x28x28, as 'metamorph train' writes it.");
    }

    /// <summary>The learner of the configuration.</summary>
    internal FewShotLearner Learner => Learners.Of(c, form, Math.Max(classes.Ways, classes.TrainWays), Losses.CrossEntropy, together);

    /// <summary>Whether the model's examples are texts, of which a file has many.</summary>
    internal bool AreTexts => form.Rank == 1 && Network.TakesTokens(c);

    private int Ways => Math.Max(classes.Ways, classes.TrainWays);

    private ExampleChoices Choices => form.Rank == 3 ? ClassProblem.Choices(c) with { Size = (form[1], form[2]), Colour = form[0] == 3 } : ClassProblem.Choices(c) with { Tokens = Tokens };

    private HashedTokens Tokens => ClassProblem.Choices(c).Tokens ?? new HashedTokens(Length: form[0]) { Pairs = pairs };

    /// <summary>Reads examples to adapt to: one task of all their classes.</summary>
    /// <param name="path">A folder for each class; or a data set that is known.</param>
    /// <returns>[1; n, form], and the names of the classes in the order of their labels.</returns>
    /// <exception cref="IOException">There are fewer than two classes, more than the model tells apart, or examples of another form.</exception>
    internal (Batch Support, IReadOnlyList<string> Names) Support(string path)
    {
        var examples = ExampleFolder.Read(path, Choices);
        int count = examples.Classes.Count;
        if (count < 2 || count > Ways)
            throw new IOException($"'{path}' has {count} classes ({string.Join(", ", examples.Classes.Take(10))}{(count > 10 ? ", ..." : "")}). Expected from 2 to {Ways}, as many as the model was trained to tell apart.");
        RequireForm(path, examples.Content);
        int[] all = [.. Enumerable.Range(0, examples.Content.Count)];
        var present = count == Ways ? null : Tensor.Of([.. Enumerable.Range(0, Ways).Select(w => w < count ? 1f : 0f)], [Ways], 1);
        return (new(examples.Content.Take(all, 1, []), Tensor.Of([.. examples.Labels], [all.Length], 1), Classes: present), examples.Classes);
    }

    /// <summary>Reads files to tell the class of.</summary>
    /// <param name="path">A file, or a folder of files, with folders inside or without; of texts a text in every line, or in the column <c>text</c> of a table; or arrays in an NPZ file.</param>
    /// <returns>[1; n, form], and the files' names, those of examples in a file with their places behind, or the texts.</returns>
    /// <exception cref="IOException">There is no file.</exception>
    internal (Tensor X, IReadOnlyList<string> Files) Input(string path)
    {
        string[] files = File.Exists(path) ? [path] : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0) throw new IOException($"'{path}' holds no file. Expected a picture, a sound, or a file of texts, or a folder of some.");
        if (files is [var array] && ArrayExamples.Is(array))
        {
            var rows = ArrayExamples.ReadUnlabelled(array);
            RequireForm(array, rows);
            int[] places = [.. Enumerable.Range(0, rows.Count)];
            return (rows.Take(places, 1, []), [.. places.Select(i => string.Create(CultureInfo.InvariantCulture, $"{array}[{i}]"))]);
        }

        if (AreTexts)
        {
            string[] texts = [.. files.SelectMany(f => TextFile.Texts(f))];
            if (texts.Length == 0) throw new IOException($"'{path}' has no text. Expected one in every line, or in the column 'text' of a .csv, .tsv or .jsonl file.");
            return (new TokenRows(texts, Tokens).Take([.. Enumerable.Range(0, texts.Length)], 1, []), texts);
        }

        if (form.Rank == 1) throw new IOException($"'{path}' is no NPZ file, and the model sees rows of {form} numbers. Expected one, as numpy.savez writes it, with the rows as x.");
        byte[] bytes = [.. files.SelectMany(Bytes)];
        return (new ByteRows(bytes, form).Take([.. Enumerable.Range(0, files.Length)], 1, []), files);

        byte[] Bytes(string file)
        {
            if (file.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
            {
                var sound = LogMel.Speech(classes.Rate);
                return sound.Form == form ? sound.Of(Wav.Read(file)) : throw new IOException($"{file}: sounds of a second at {classes.Rate} Hz are pictures {sound.Form}, and the model sees {form}. Expected files of the kind that it was trained on.");
            }

            var picture = ImageFile.Read(file);
            return (form[0] == 3 ? picture.ToColour() : picture.ToGrey()).Resize(form[2], form[1]).Pixels.ToArray();
        }
    }

    /// <summary>The text of adapted tasks: the model's own and the names of the classes.</summary>
    internal static IReadOnlyDictionary<string, string> Text(IReadOnlyDictionary<string, string> text, IReadOnlyList<string> names) =>
        new Dictionary<string, string>(text) { [ClassesText] = JsonSerializer.Serialize(names) };

    /// <summary>The names of the classes that a model was adapted to.</summary>
    /// <exception cref="IOException">They are missing or damaged.</exception>
    internal static IReadOnlyList<string> Names(IReadOnlyDictionary<string, string> text)
    {
        try
        {
            if (text.TryGetValue(ClassesText, out string? names) && JsonSerializer.Deserialize<string[]>(names) is { Length: > 0 } read) return read;
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new IOException($"the adapted task does not say what its classes are. Expected a file that 'metamorph adapt --out' has written.");
    }

    private void RequireForm(string path, ExampleRows content)
    {
        if (content.Form != form) throw new IOException($"'{path}' has examples {content.Form}, and the model sees {form}. Expected examples of the kind that it was trained on.");
    }
}
