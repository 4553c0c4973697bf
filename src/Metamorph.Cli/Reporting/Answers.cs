namespace Metamorph.Cli.Reporting;

/// <summary>What a model says of the queries of some tasks.</summary>
/// <param name="Mode">Whose statistics its batch norms took.</param>
/// <param name="Ways">Classes of a task.</param>
/// <param name="Queries">Queries of a task.</param>
/// <param name="Probabilities">Of every class: task after task, query after query.</param>
/// <param name="Labels">The true classes: task after task.</param>
internal sealed record Answers(string Mode, int Ways, int Queries, double[] Probabilities, int[] Labels)
{
    /// <summary>Tasks side by side: what layers make of their images has to be in memory.</summary>
    private const int Together = 10;

    /// <summary>Adapts a model to tasks and asks for the classes of their queries.</summary>
    /// <param name="model">The model.</param>
    /// <param name="draw">Some of the tasks.</param>
    /// <param name="tasks">How many there are.</param>
    /// <param name="ways">Classes of each.</param>
    internal static Answers Of(ModelInMode model, Func<Range, Episode> draw, int tasks, int ways)
    {
        List<double> probabilities = [];
        List<int> labels = [];
        int queries = 0;
        for (int first = 0; first < tasks; first += Together)
        {
            var some = draw(first..Math.Min(first + Together, tasks));
            queries = some.Query.Rows;
            probabilities.AddRange(model.Logits(model.Adapt(some.Support), some.Query, ways).Softmax().ToDoubles());
            labels.AddRange(some.Query.Y.ToArray<int>());
        }

        return new(model.Mode, ways, queries, [.. probabilities], [.. labels]);
    }

    /// <summary>The number of tasks.</summary>
    internal int Tasks => Labels.Length / Queries;

    /// <summary>The class that a query is told to be of.</summary>
    /// <param name="query">Its place among the queries of all tasks.</param>
    internal int Told(int query)
    {
        var of = Probabilities.AsSpan(query * Ways, Ways);
        int best = 0;
        for (int i = 1; i < of.Length; i++)
            if (of[i] > of[best]) best = i;
        return best;
    }

    /// <summary>How sure that is: its probability.</summary>
    /// <inheritdoc cref="Told"/>
    internal double Confidence(int query) => Probabilities[query * Ways + Told(query)];

    /// <summary>Whether it is right.</summary>
    /// <inheritdoc cref="Told"/>
    internal bool IsRight(int query) => Told(query) == Labels[query];

    /// <summary>The places of the queries of a task.</summary>
    internal IEnumerable<int> OfTask(int task) => Enumerable.Range(task * Queries, Queries);

    /// <summary>Whether confidence is accuracy.</summary>
    internal Calibration Calibration => Calibration.Of(Tensor.Of(Probabilities, [Labels.Length, Ways]), Tensor.Of(Labels, [Labels.Length]));
}
