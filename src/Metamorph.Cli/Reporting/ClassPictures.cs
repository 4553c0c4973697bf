using System.Globalization;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;
using Metamorph.Data;
using Metamorph.Reports;
using Cell = Metamorph.Reports.Cell;

namespace Metamorph.Cli.Reporting;

/// <summary>What a model makes of new classes: tasks in pictures, maps of where it puts them, what it takes for what, how it does with more examples and classes, and how sure it is.</summary>
internal sealed class ClassPictures
{
    /// <summary>Tasks that are shown.</summary>
    private const int Shown = 2;

    /// <summary>Tasks whose queries are counted, at most.</summary>
    private const int Counted = 100;

    /// <summary>Queries of each class of the one task whose queries are all counted, at most.</summary>
    private const int ManyQueries = 50;

    /// <summary>Queries of each class that are shown as texts.</summary>
    private const int ShownTexts = 3;

    /// <summary>Classes of a matrix of all of them.</summary>
    private const int MostClasses = 20;

    private readonly JudgedClasses judged;
    private readonly IReadOnlyList<ModelInMode> models;
    private readonly IReadOnlyList<Answers> answers;
    private readonly ClassEpisodes episodes;
    private readonly IReadOnlyList<IReadOnlyList<string>> names;

    private readonly Action<string> begin;

    private ClassPictures(JudgedClasses judged, IReadOnlyList<ModelInMode> models, Action<string> begin)
    {
        (this.judged, this.models, this.begin, episodes) = (judged, models, begin, judged.Episodes(judged.Form));
        int tasks = Math.Min(Counted, judged.Configuration.Evaluation.Tasks);
        answers = [.. models.Select(m =>
        {
            begin($"{tasks} tasks of {judged.Form}{m.InWords}");
            return Answers.Of(m, range => episodes.Draw(judged.Key, range), tasks, judged.Form.Ways);
        })];
        names = [.. Enumerable.Range(0, tasks).Select(t => episodes.Names(judged.Key, t))];
    }

    /// <summary>The sections of a page.</summary>
    /// <param name="judged">The classes that results are measured on.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="meta">Its meta-parameters.</param>
    /// <param name="begin">Is told what is measured next, and ends it by an exception.</param>
    internal static IEnumerable<Section> Of(JudgedClasses judged, FewShotLearner learner, ParameterSet meta, Action<string> begin)
    {
        var models = ModelInMode.All(judged.IsOfAnyWays(meta) ? judged.Learner(judged.Form.Ways) : learner, meta, judged.Configuration.Validation.Steps);
        var pictures = new ClassPictures(judged, models, begin);
        return ((Section[])
        [
            new("New tasks, example by example", [.. pictures.Tasks()]),
            new("Where it puts them", [.. pictures.Maps()]),
            new("What is taken for what", [.. pictures.Confused()]),
            new("With more examples, and more classes", [.. pictures.Forms()]),
            new("How sure it is, and how right", [.. Reliability.Of(pictures.answers)]),
        ]).Where(s => s.Blocks.Count > 0);
    }

    /// <summary>Whether its examples are pictures.</summary>
    private bool ArePictures => judged.Examples.Content is ByteRows;

    private bool AreSounds => judged.Examples.AreSounds;

    private string Mode => models[0].Mode == "none" ? "" : $" Batch norm: {models[0].Mode}.";

    private int ShownTasks => Math.Min(Shown, names.Count);

    private string First => ShownTasks == 1 ? "The first task" : "The first two tasks";

    private IEnumerable<Block> Tasks()
    {
        if (!ArePictures) return Texts();
        int queries = judged.Form.Queries, shown = Math.Min(queries, TaskPictures.Queries);
        string asked = shown < queries ? $"the first {shown} of {queries} queries" : "the queries";
        return
        [
            new Paragraph($"{First} of {Part} classes; nobody chose {(ShownTasks == 1 ? "it" : "them")}. In a blue frame is what the model adapts to, beside it are {asked} of each class: ✓ is told rightly, ✗ taken for the class of that number, with how sure the model is.{(AreSounds ? " A sound is a picture: time from left to right, frequency from below to above, the brighter the louder." : "")}{Mode}"),
            .. Enumerable.Range(0, ShownTasks).Select(t => TaskPictures.Of(Title(t), episodes.Draw(judged.Key, t..(t + 1)), names[t], answers[0], t * answers[0].Queries, AreSounds)),
        ];
    }

    /// <summary>The queries of the first task as they read, where they can be read.</summary>
    private IEnumerable<Block> Texts()
    {
        if (judged.Examples.Content.TextOf(0) is null) yield break;
        var (content, of) = (judged.Examples.Content, episodes.Of(judged.Key, 0));
        yield return new Paragraph($"The first task of {Part} classes; nobody chose it. {Title(0)}; below are the support and the first {Math.Min(ShownTexts, judged.Form.Queries)} of {judged.Form.Queries} queries of each class.{Mode}");
        yield return new DataTable([new("support"), new("class")], [.. of.Support.Select((row, i) => (IReadOnlyList<Cell>)[content.TextOf(row)!, names[0][i / judged.Form.Shots]])]);
        yield return new DataTable(
            [new("query"), new("class"), new("told"), new("sure", IsNumber: true)],
            [
                .. of.Query.Select((row, i) => (Row: row, Place: i)).Where(q => q.Place % judged.Form.Queries < ShownTexts).Select(q => (IReadOnlyList<Cell>)
                [
                    content.TextOf(q.Row)!, names[0][answers[0].Labels[q.Place]], $"{(answers[0].IsRight(q.Place) ? "✓" : "✗")} {names[0][answers[0].Told(q.Place)]}", Figures.Percent(answers[0].Confidence(q.Place), 0),
                ]),
            ]);
    }

    private IEnumerable<Block> Maps()
    {
        // Learners that compare examples as they are have no network.
        if (models[0].Learner is FittedLearner) yield break;
        var (c, form) = (judged.Configuration, judged.Examples.Content.Form);
        var body = models[0].Learner is RelationNetwork ? RelationModules.Maps(form[0], c.Network.Filters) : Network.Of(c, form, judged.Form.Ways).Body;
        Chart?[] maps = [.. Enumerable.Range(0, ShownTasks).Select(Map)];
        if (maps.Any(m => m is null)) yield break;
        yield return new Paragraph($"The same {(ShownTasks == 1 ? "task" : "tasks")}, as the last step sees {(ShownTasks == 1 ? "it" : "them")}: the features of each example along the two directions in which they differ most (principal components). Large, filled marks are support examples, outlines are queries. What is apart in other directions may look near here.{Mode}");
        yield return new Charts([.. maps.Select(m => m!)]);

        Chart? Map(int t)
        {
            var task = episodes.Draw(judged.Key, t..(t + 1));
            var adapted = models[0].Adapt(task.Support);
            var (support, query) = (Features(task.Support), Features(task.Query));
            return support is null || query is null ? null : EmbeddingMap.Of($"Task {t + 1}", names[t], support, task.Support.Y.ToArray<int>(), query, task.Query.Y.ToArray<int>());

            Tensor? Features(Batch batch) => Embedded.Of(body, adapted, batch.X, models[0].On(batch));
        }
    }

    private IEnumerable<Block> Confused()
    {
        var (told, confusions) = (answers[0], new Confusions(answers[0], names));
        bool fewClasses = confusions.Classes.Count <= MostClasses;
        string counted = string.Create(CultureInfo.InvariantCulture, $"{told.Labels.Length:#,0} queries of {told.Tasks:#,0} tasks, of which {told.Labels.Length - Enumerable.Range(0, told.Labels.Length).Count(told.IsRight):#,0} were told wrongly");
        if (fewClasses)
        {
            yield return new Paragraph($"Labels mean another class in every task, so mistakes are counted by the names of classes: {counted}. A number says how many in a hundred queries of the class on its left were taken for the class above it, in tasks where both were.{Mode}");
            yield return new Charts(confusions.Matrix());
        }
        else
        {
            // As many queries as every class has examples for, within bounds of memory.
            var form = judged.Form with { Queries = Math.Max(judged.Form.Queries, Math.Min(ManyQueries, judged.LeastExamples - judged.Form.Shots)) };
            var many = judged.Episodes(form);
            yield return new Paragraph($"The matrix is of one task, the first with {form.Queries} queries of each class. The table counts by the names of classes, since labels mean another class in every task: {counted}; each row says of how many queries in tasks where both classes were.{Mode}");
            begin($"one task of {form}");
            yield return new Charts(Confusions.OfTask(Answers.Of(models[0], range => many.Draw(judged.Key, range), 1, form.Ways), many.Names(judged.Key, 0)));
        }

        if (!confusions.HasAny) yield break;
        yield return confusions.Table(10);
        if (ArePictures) yield return Mistakes.Of(told, names, t => episodes.Draw(judged.Key, t..(t + 1)), 6, AreSounds);
    }

    private IEnumerable<Block> Forms()
    {
        var charts = AccuracyByForm.Of(judged, models, begin);
        if (charts.Count == 0) yield break;
        yield return new Paragraph($"The same model on tasks of other forms than {judged.Form}: {AccuracyByForm.Words(judged)}, as far as the {judged.Classes.Count} {Part} classes have examples. Bands are 95 % intervals over tasks.");
        yield return new Charts(charts);
    }

    private string Part => judged.Part.ToString().ToLowerInvariant();

    private string Title(int task)
    {
        var of = answers[0];
        return string.Create(CultureInfo.InvariantCulture, $"Task {task + 1}: {of.OfTask(task).Count(of.IsRight)} of {of.Queries} queries told rightly");
    }
}
