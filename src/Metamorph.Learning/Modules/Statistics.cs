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
    public static ParameterSet Measure(Module module, ParameterSet parameters, IEnumerable<Batch> batches, Key key) =>
        Gather(module, batches.Select(b => ((IReadOnlyList<ParameterSet>)[parameters], b)), key, steps: false);

    /// <summary>The same for each inner step, with the parameters that a task has at that step.</summary>
    /// <param name="module">The module.</param>
    /// <param name="batches">The parameters before inner step 0, 1, ..., as many for every batch, and examples.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>mean and variance [steps, channels] of every batch norm.</returns>
    /// <inheritdoc cref="Measure(Module, ParameterSet, IEnumerable{Learning.Batch}, Key)"/>
    public static ParameterSet Measure(Module module, IEnumerable<(IReadOnlyList<ParameterSet> AtSteps, Batch Batch)> batches, Key key) =>
        Gather(module, batches, key, steps: true);

    /// <summary>What a result is printed with: "batch statistics" or "running statistics".</summary>
    /// <returns>The text.</returns>
    public abstract override string ToString();

    /// <summary>What a result says of its model's batch norms, for machines: <c>batch</c>, <c>running</c>, <c>per-step</c>, which are statistics of the batch with a scale and a shift of every inner step, or <c>none</c> where there is no batch norm.</summary>
    /// <param name="kind">Which there are.</param>
    /// <returns>The word.</returns>
    public string Mode(BatchNormKind kind) => kind == BatchNormKind.None ? "none" : !OfBatchAtHand ? "running" : kind == BatchNormKind.PerStep ? "per-step" : "batch";

    /// <summary>The mean or the variance to normalise by, given how to find that of the batch at hand: [tasks; channels].</summary>
    internal abstract Tensor Of(string moment, Func<Tensor> batch, int? step);

    /// <summary>Whether the batch at hand is asked.</summary>
    internal virtual bool OfBatchAtHand => true;

    /// <summary>The mode for a part of a module.</summary>
    internal virtual Statistics Part(string name) => this;

    /// <summary>What holds at an inner step: [channels] of [steps, channels], or of [channels] for all. Later steps, and what is no inner step, have the last.</summary>
    internal static Tensor AtStep(Tensor perStep, int? step) => perStep.Rank == 1
        ? perStep
        : perStep.Slice(0, Math.Min(step ?? int.MaxValue, perStep.Shape[0] - 1), 1).Reshape([perStep.Shape[1]]);

    private static ParameterSet Gather(Module module, IEnumerable<(IReadOnlyList<ParameterSet> AtSteps, Batch Batch)> batches, Key key, bool steps)
    {
        var moments = new List<Dictionary<string, (Tensor First, Tensor Second)>>();
        int count = 0;
        foreach (var (atSteps, batch) in batches)
        {
            for (int step = 0; step < atSteps.Count; step++)
            {
                if (moments.Count == step) moments.Add([]);
                var (sums, means) = (moments[step], new Dictionary<string, Tensor>());
                var watch = new MeasuringStatistics("", (norm, moment, value) =>
                {
                    // The mean is seen first.
                    if (moment == Mean)
                    {
                        means[norm] = value;
                        return;
                    }

                    var (first, second) = (means[norm].MeanOverTasks(), (value + means[norm] * means[norm]).MeanOverTasks());
                    sums[norm] = sums.TryGetValue(norm, out var sum) ? (sum.First + first, sum.Second + second) : (first, second);
                });
                module.Apply(atSteps[step], batch.X, new() { Key = key.Fold(count).Fold(step), Step = steps ? step : null, Weight = batch.Weight, Statistics = watch });
            }

            count++;
        }

        if (count == 0) throw new ArgumentException("Statistics.Measure: no batches. Expected at least one.");
        return new(moments[0].Keys.SelectMany(norm =>
        {
            Tensor[] means = [.. moments.Select(m => m[norm].First * (1.0 / count))];
            Tensor[] variances = [.. moments.Zip(means, (m, mean) => (m[norm].Second * (1.0 / count) - mean * mean).Maximum(0.0))];
            return new[] { (norm + Mean, Joined(means)), (norm + Variance, Joined(variances)) };
        }));

        Tensor Joined(Tensor[] perStep) => steps ? Tensor.Concatenate([.. perStep.Select(s => s.Expand(0))]) : perStep[0];
    }

    private sealed record BatchStatistics : Statistics
    {
        public override string ToString() => "batch statistics";

        internal override Tensor Of(string moment, Func<Tensor> batch, int? step) => batch();
    }

    private sealed record RunningStatistics(ParameterSet Measured) : Statistics
    {
        public override string ToString() => "running statistics";

        internal override bool OfBatchAtHand => false;

        internal override Tensor Of(string moment, Func<Tensor> batch, int? step) => AtStep(Measured[moment], step);

        internal override Statistics Part(string name) => new RunningStatistics(Measured.AtOrEmpty(name));
    }

    private sealed record MeasuringStatistics(string Norm, Action<string, string, Tensor> Seen) : Statistics
    {
        public override string ToString() => "batch statistics, being measured";

        internal override Tensor Of(string moment, Func<Tensor> batch, int? step)
        {
            var value = batch();
            Seen(Norm, moment, value);
            return value;
        }

        internal override Statistics Part(string name) => this with { Norm = $"{Norm}{name}/" };
    }
}
