namespace Metamorph.Learning;

/// <summary>Whose mean and variance a batch norm takes off: a mode that is chosen, never guessed, and printed with every result.</summary>
public abstract record Statistics
{
    internal const string Mean = "mean";
    internal const string Variance = "variance";

    /// <summary>Those of the batch at hand: a prediction depends on the examples beside it ("transductive").</summary>
    public static Statistics Batch { get; } = new BatchStatistics();

    /// <summary>Those that were measured: a prediction depends on its own example alone.</summary>
    /// <param name="measured">From <see cref="Measure(Module, ParameterSet, IEnumerable{Learning.Batch}, Key)"/>, for the module that the context is given to.</param>
    /// <returns>The mode.</returns>
    public static Statistics Running(ParameterSet measured) => new RunningStatistics(measured);

    /// <summary>
    /// The statistics of every batch norm over some batches: the mean and variance of all their examples together, as the average of
    /// the batches' first and second moments ("precise batch norm", Wu and Johnson 2021, https://arxiv.org/abs/2105.07576, section 3).
    /// They are measured after training, or now and then, and kept beside the parameters: no optimizer sees them.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="parameters">Its parameters, without tasks or one set per task of the batches.</param>
    /// <param name="batches">Examples of training tasks, at least one batch; every batch, and every task in it, counts the same.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>mean and variance [channels] of every batch norm, under the names of its parameters: to be kept under <c>statistics/</c>.</returns>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public static ParameterSet Measure(Module module, ParameterSet parameters, IEnumerable<Batch> batches, Key key)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var sums = ParameterSet.Empty;
        int count = 0;
        foreach (var batch in batches)
        {
            // Second moments are averaged as first ones are; a mean is seen before its variance.
            var seen = OfEach(module, parameters, batch, new() { Key = key.Fold(count++) });
            var moments = new ParameterSet(seen.Select((m, i) => (m.Name, i % 2 == 0 ? m.Value : m.Value + seen.Tensors[i - 1] * seen.Tensors[i - 1]))).MeanOverTasks();
            sums = sums.Count == 0 ? moments : sums + moments;
        }

        if (count == 0) throw new ArgumentException("Statistics.Measure: no batches. Expected at least one.");
        var means = (Tensor)(1.0 / count) * sums;
        return new(means.Select((m, i) => (m.Name, i % 2 == 0 ? m.Value : (m.Value - means.Tensors[i - 1] * means.Tensors[i - 1]).Maximum(0.0))));
    }

    /// <summary>The statistics of every batch norm over one batch, for each task by itself.</summary>
    /// <param name="module">The module.</param>
    /// <param name="parameters">Its parameters, without tasks or one set per task of the batch.</param>
    /// <param name="batch">Examples.</param>
    /// <param name="context">What travels with them; null: no noise.</param>
    /// <returns>mean and variance [tasks; channels] of every batch norm, under the names of its parameters.</returns>
    public static ParameterSet OfEach(Module module, ParameterSet parameters, Batch batch, Context? context = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(batch);
        var seen = new List<(string Name, Tensor Value)>();
        var watch = new MeasuringStatistics("", (norm, moment, value) => seen.Add((norm + moment, value)));
        module.Apply(parameters, batch.X, (context ?? new()) with { Weight = batch.Weight, Statistics = watch });
        return new(seen);
    }

    /// <summary>What a result is printed with: "batch statistics" or "running statistics".</summary>
    /// <returns>The text.</returns>
    public abstract override string ToString();

    /// <summary>What a result says of its model's batch norms, for machines: <c>batch</c>, <c>running</c>, <c>per-step</c>, which are statistics of the batch with a scale and a shift of every inner step, or <c>none</c> where there is no batch norm.</summary>
    /// <param name="kind">Which there are.</param>
    /// <returns>The word.</returns>
    public string Mode(BatchNormKind kind) => kind == BatchNormKind.None ? "none" : !OfBatchAtHand ? "running" : kind == BatchNormKind.PerStep ? "per-step" : "batch";

    /// <summary>The mean or the variance to normalise by, given how to find that of the batch at hand: [tasks; channels].</summary>
    internal abstract Tensor Of(string moment, Func<Tensor> batch);

    /// <summary>Whether the batch at hand is asked.</summary>
    internal virtual bool OfBatchAtHand => true;

    /// <summary>The mode for a part of a module.</summary>
    internal virtual Statistics Part(string name) => this;

    private sealed record BatchStatistics : Statistics
    {
        public override string ToString() => "batch statistics";

        internal override Tensor Of(string moment, Func<Tensor> batch) => batch();
    }

    private sealed record RunningStatistics(ParameterSet Measured) : Statistics
    {
        public override string ToString() => "running statistics";

        internal override bool OfBatchAtHand => false;

        internal override Tensor Of(string moment, Func<Tensor> batch) => Measured[moment];

        internal override Statistics Part(string name) => new RunningStatistics(Measured.AtOrEmpty(name));
    }

    private sealed record MeasuringStatistics(string Norm, Action<string, string, Tensor> Seen) : Statistics
    {
        public override string ToString() => "batch statistics, being measured";

        internal override Tensor Of(string moment, Func<Tensor> batch)
        {
            var value = batch();
            Seen(Norm, moment, value);
            return value;
        }

        internal override Statistics Part(string name) => this with { Norm = $"{Norm}{name}/" };
    }
}
