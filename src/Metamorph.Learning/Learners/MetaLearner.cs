namespace Metamorph.Learning;

/// <summary>
/// A mapping from meta-parameters and tasks to losses, whose meta-parameters are to be learned. A learner holds its configuration and
/// no numbers that are learned.
/// </summary>
/// <typeparam name="TTask">Tasks side by side: <see cref="Episode"/> for few-shot learning.</typeparam>
public abstract class MetaLearner<TTask>
    where TTask : ITasks<TTask>
{
    /// <summary>Whether <see cref="MetaGradient"/> is the derivative of the mean of <see cref="MetaLoss"/>.</summary>
    public virtual bool Exact => true;

    /// <summary>New meta-parameters.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <returns>Float32, without tasks.</returns>
    public abstract ParameterSet Init(Key key);

    /// <summary>What is to become small, for each task.</summary>
    /// <param name="meta">The meta-parameters, without tasks.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>[tasks;]</returns>
    public abstract Tensor MetaLoss(ParameterSet meta, TTask tasks, Key key);

    /// <summary>The losses of the tasks, and the gradient of their mean.</summary>
    /// <param name="meta">The meta-parameters, without tasks.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>[tasks;], and a set of the names of <paramref name="meta"/>.</returns>
    public virtual (Tensor Losses, ParameterSet Gradient) MetaGradient(ParameterSet meta, TTask tasks, Key key) => Gradient.WithAuxiliary(
        m =>
        {
            var losses = MetaLoss(m, tasks, key);
            return (losses.MeanOverTasks(), losses);
        },
        meta);

    /// <summary>Numbers of the learner's own that change from iteration to iteration, such as weights of annealed losses: <see cref="At(int, ParameterSet)"/> takes them.</summary>
    /// <param name="iteration">From 1.</param>
    /// <returns>Of the same form for all iterations between two that <see cref="Phase"/> tells apart.</returns>
    public virtual ParameterSet Schedule(int iteration) => ParameterSet.Empty;

    /// <summary>A number for all iterations at which the learner does the same but for the numbers of its <see cref="Schedule"/>.</summary>
    /// <param name="iteration">From 1.</param>
    /// <returns>0 where nothing changes.</returns>
    public virtual int Phase(int iteration) => 0;

    /// <summary>The learner as it is in a phase of training.</summary>
    /// <param name="phase">From <see cref="Phase"/>.</param>
    /// <param name="schedule">From <see cref="Schedule"/>.</param>
    /// <returns>This, unless something changes.</returns>
    public virtual MetaLearner<TTask> At(int phase, ParameterSet schedule) => this;

    /// <summary>The learner as it is at an iteration of training.</summary>
    /// <param name="iteration">From 1.</param>
    /// <returns>This, unless something changes.</returns>
    public MetaLearner<TTask> At(int iteration) => At(Phase(iteration), Schedule(iteration));
}
