namespace Metamorph.Learning;

/// <summary>
/// One step of meta-training as a function of tensors and a key. It is recorded once for each phase of the learner and form of the tasks, and replayed
/// from then on; a learner that looks at numbers while it computes, or tasks that are more than tensors, run as they are.
/// </summary>
/// <param name="learner">What is trained.</param>
/// <param name="outer">What turns meta-gradients into updates.</param>
/// <param name="chunk">Tasks side by side at most; null: all.</param>
/// <param name="threads">Threads at most; null: one for each processor.</param>
internal sealed class TrainingStep<TTask>(MetaLearner<TTask> learner, Optimizer outer, int? chunk, int? threads)
    where TTask : ITasks<TTask>
{
    private readonly Dictionary<int, Func<TensorList, Key, TensorList>> recorded = [];
    private Shapes? shapes;

    // All tensors of a step's argument; the next step uses it again.
    private Tensor[] argument = [];

    /// <summary>Why steps run as they are and not from a recording; null: they are recorded.</summary>
    internal string? Unrecorded { get; private set; }

    /// <summary>Takes a step.</summary>
    /// <param name="meta">The meta-parameters before it.</param>
    /// <param name="state">The optimizer's state before it.</param>
    /// <param name="batch">The tasks.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <param name="iteration">From 1.</param>
    internal StepResult Run(ParameterSet meta, ParameterSet state, TTask batch, Key key, int iteration)
    {
        int phase = learner.Phase(iteration);
        var schedule = learner.Schedule(iteration);
        if (batch.Tensors is null) Unrecorded ??= $"{typeof(TTask).Name} is more than tensors";
        if (Unrecorded is not null) return Step(meta, state, batch, schedule, key, phase);

        shapes = new(meta, state, batch, schedule);
        if (!recorded.TryGetValue(phase, out var run)) recorded[phase] = run = Recorded(phase);
        try
        {
            return StepResult.Of(run(shapes.All(ref argument), key), meta, state);
        }
        catch (RecordingException e)
        {
            Unrecorded = e.Message;
            return Step(meta, state, batch, schedule, key, phase);
        }
    }

    /// <summary>Some tasks of a meta-batch after others, each with the key of its noise, the place of its first task, and its share of the whole.</summary>
    internal static IEnumerable<(TTask Tasks, Key Key, int First, double Share)> Chunks(TTask batch, Key key, int? chunk)
    {
        int size = chunk ?? batch.Tasks;
        if (batch.Tasks <= size) return [(batch, key, 0, 1)];
        return Enumerable.Range(0, (batch.Tasks + size - 1) / size).Select(i =>
        {
            var some = batch.Take((i * size)..Math.Min((i + 1) * size, batch.Tasks));
            return (some, key.Fold(i * size), i * size, (double)some.Tasks / batch.Tasks);
        });
    }

    private Func<TensorList, Key, TensorList> Recorded(int phase) => Replay.Of<TensorList, TensorList>(
        (all, key) => Step(shapes!.Meta(all), shapes.State(all), shapes.Batch(all), shapes.Schedule(all), key, phase).ToTensors(), threads, reuse: true);

    private StepResult Step(ParameterSet meta, ParameterSet state, TTask batch, ParameterSet schedule, Key key, int phase)
    {
        var (losses, gradient) = MetaGradient(learner.At(phase, schedule), meta, batch, key);
        var wrong = gradient.Tensors.Append(losses).Select(x => (1.0 - x.IsFinite()).Sum().SumOverTasks().Cast(DType.Float32)).Aggregate((a, b) => a + b);
        var (next, after) = outer.Step(gradient, state, meta);
        return new(losses, wrong, next, after);
    }

    /// <summary>The losses of all chunks, and the gradient of the mean over all tasks: the mean of the chunks' gradients, weighted by their tasks.</summary>
    private (Tensor Losses, ParameterSet Gradient) MetaGradient(MetaLearner<TTask> now, ParameterSet meta, TTask batch, Key key)
    {
        var losses = new List<Tensor>();
        ParameterSet? sum = null;
        foreach (var part in Chunks(batch, key, chunk))
        {
            var (some, gradient) = now.MetaGradient(meta, part.Tasks, part.Key);
            if (part.Share == 1) return (some, gradient);
            losses.Add(some);
            var weighted = (Tensor)part.Share * gradient;
            sum = sum is null ? weighted : sum + weighted;
        }

        return (Tensor.StackTasks(losses), sum!);
    }

    /// <summary>The parts of a step's argument, as one list of tensors and back.</summary>
    private sealed class Shapes(ParameterSet meta, ParameterSet state, TTask batch, ParameterSet schedule)
    {
        private readonly IReadOnlyList<Tensor> tasks = batch.Tensors!;

        /// <summary>All parts one after another.</summary>
        /// <param name="into">Where they are put, if it has their length; otherwise an array that has.</param>
        internal TensorList All(ref Tensor[] into)
        {
            int count = meta.Count + state.Count + tasks.Count + schedule.Count;
            if (into.Length != count) into = new Tensor[count];
            int at = 0;
            Put(meta.Tensors, into);
            Put(state.Tensors, into);
            Put(tasks, into);
            Put(schedule.Tensors, into);
            return new(into);

            void Put(IReadOnlyList<Tensor> part, Tensor[] all)
            {
                for (int i = 0; i < part.Count; i++) all[at++] = part[i];
            }
        }

        internal ParameterSet Meta(TensorList all) => meta.From(all.Tensors, 0);

        internal ParameterSet State(TensorList all) => state.From(all.Tensors, meta.Count);

        internal TTask Batch(TensorList all) => batch.With([.. all.Tensors.Skip(meta.Count + state.Count).Take(tasks.Count)]);

        internal ParameterSet Schedule(TensorList all) => schedule.From(all.Tensors, meta.Count + state.Count + tasks.Count);
    }
}

/// <summary>What a step of meta-training makes.</summary>
/// <param name="Losses">The tasks' meta-losses before the step: [tasks;].</param>
/// <param name="Wrong">How many numbers of the losses and of the gradient are not finite: [].</param>
/// <param name="Meta">The meta-parameters after it.</param>
/// <param name="State">The optimizer's state after it.</param>
internal sealed record StepResult(Tensor Losses, Tensor Wrong, ParameterSet Meta, ParameterSet State)
{
    internal TensorList ToTensors() => new([Losses, Wrong, .. Meta.Tensors, .. State.Tensors]);

    internal static StepResult Of(TensorList all, ParameterSet meta, ParameterSet state) =>
        new(all.Tensors[0], all.Tensors[1], meta.From(all.Tensors, 2), state.From(all.Tensors, 2 + meta.Count));
}
