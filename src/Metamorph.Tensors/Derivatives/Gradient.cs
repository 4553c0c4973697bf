using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

/// <summary>
/// Derivatives of functions of tensors, nested to any depth. There are no flags: an operation is recorded exactly when a derivative
/// that is being taken can see it. Second order is what happens; first order is <see cref="Tensor.Stop"/>. All that a function
/// captures is seen: a learned rate or loss needs no registration.
/// </summary>
public static partial class Gradient
{
    /// <summary>The gradient of a function that returns one number per task.</summary>
    /// <typeparam name="T">What holds the variables: a tensor, a set of parameters.</typeparam>
    /// <param name="f">Returns <c>[tasks;]</c>, with the tasks of <paramref name="at"/>.</param>
    /// <param name="at">Where it is taken.</param>
    /// <returns>Shapes and tasks as <paramref name="at"/>; zeros where the function does not depend on it.</returns>
    /// <exception cref="ShapeException">The function returned more than a number, or its tasks differ from those of the variables.</exception>
    /// <exception cref="DTypeException">A variable holds integers.</exception>
    public static T Of<T>(Func<T, Tensor> f, T at)
        where T : ITensors<T> => WithValue(f, at).Gradient;

    /// <inheritdoc cref="Of{T}"/>
    public static Tensor Of(Func<Tensor, Tensor> f, Tensor at) => Of<Tensor>(f, at);

    /// <summary>A function's value and its gradient.</summary>
    /// <inheritdoc cref="Of{T}"/>
    public static (Tensor Value, T Gradient) WithValue<T>(Func<T, Tensor> f, T at)
        where T : ITensors<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        return WithAuxiliary(x => f(x) is var y ? (y, y) : default, at);
    }

    /// <inheritdoc cref="WithValue{T}"/>
    public static (Tensor Value, Tensor Gradient) WithValue(Func<Tensor, Tensor> f, Tensor at) => WithValue<Tensor>(f, at);

    /// <summary>The gradient of a function, and whatever else it computed on the way: predictions, losses of single tasks.</summary>
    /// <typeparam name="T">What holds the variables.</typeparam>
    /// <typeparam name="TAuxiliary">What else is handed out.</typeparam>
    /// <param name="f">Returns the number to differentiate, <c>[tasks;]</c> with the tasks of <paramref name="at"/>, and the rest.</param>
    /// <param name="at">Where it is taken.</param>
    /// <returns>The rest, and the gradient.</returns>
    /// <exception cref="ShapeException">The function returned more than a number, or its tasks differ from those of the variables.</exception>
    /// <exception cref="DTypeException">A variable holds integers.</exception>
    public static (TAuxiliary Auxiliary, T Gradient) WithAuxiliary<T, TAuxiliary>(Func<T, (Tensor Value, TAuxiliary Auxiliary)> f, T at)
        where T : ITensors<T>
        where TAuxiliary : ITensors<TAuxiliary>
    {
        ArgumentNullException.ThrowIfNull(f);
        return Run(f, at, new Scope());
    }

    /// <summary>A gradient together with the largest number of bytes that its graph held at any moment, as the engine counts them.</summary>
    /// <inheritdoc cref="Of{T}"/>
    /// <returns>The gradient, and the most bytes held.</returns>
    public static (T Gradient, long PeakBytes) WithMemory<T>(Func<T, Tensor> f, T at)
        where T : ITensors<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        var memory = new GraphMemory();
        return (Run(x => f(x) is var y ? (y, y) : default, at, new Scope(memory)).Gradient, memory.Peak);
    }

    private static (TAuxiliary Auxiliary, T Gradient) Run<T, TAuxiliary>(Func<T, (Tensor Value, TAuxiliary Auxiliary)> f, T at, Scope scope)
        where T : ITensors<T>
        where TAuxiliary : ITensors<TAuxiliary>
    {
        var (variables, (y, auxiliary)) = Listen(f, at, scope, "Gradient.Of");
        var leaves = variables.Tensors;
        RequireOneNumber(y, variables);
        var between = Graph.Between([y], leaves);
        if (y.Tasks is not null && TaskFlow.Crossing(between, leaves, [y]) is { } crossing)
            throw new ShapeException($"Gradient.Of: {crossing}, between the variables, which differ by task, and the result. That would be no gradient per task: reduce over tasks outside of Gradient.Of.");
        var cotangents = Graph.Reverse(between, [y], [Tensor.Full(1, [], y.DType, y.Tasks)], leaves);
        return (Release(auxiliary), at.With([.. leaves.Select((x, i) => cotangents[i] ?? ZerosLike(x))]));
    }

    /// <summary>Runs a function on variables that a scope listens to.</summary>
    private static (T Variables, TResult Result) Listen<T, TResult>(Func<T, TResult> f, T at, Scope scope, string operation)
        where T : ITensors<T>
    {
        try
        {
            var given = at.Tensors;
            for (int i = 0; i < given.Count; i++)
                if (given[i].DType == DType.Int32)
                    throw new DTypeException($"{operation}: the variable '{at.NameOf(i)}' {given[i].Form} holds Int32, which has no derivative. Capture it in the function instead of giving it as a variable.");
            var variables = at.With([.. given.Select(x => Graph.Watch(x, scope))]);
            return (variables, f(variables));
        }
        finally
        {
            scope.Stop();
        }
    }

    /// <summary>Lets go of the graph of tensors that no further derivative listens to.</summary>
    private static T Release<T>(T value)
        where T : ITensors<T> => value.With([.. value.Tensors.Select(x => x.Node is not null && x.Scope is null ? x.Stop() : x)]);

    private static Tensor ZerosLike(Tensor x) => Tensor.Zeros(x.Shape, x.DType, x.Tasks);

    private static void RequireOneNumber<T>(Tensor y, T variables)
        where T : ITensors<T>
    {
        if (y.Rank != 0)
            throw new ShapeException($"Gradient.Of: the function returned {y.Form}. Expected one number per task, []. Reduce it, e.g. loss.Mean().");
        y.Floating("Gradient.Of: the function's result");
        var leaves = variables.Tensors;
        for (int i = 0; i < leaves.Count; i++)
        {
            var x = leaves[i];
            if (x.Tasks == y.Tasks) continue;
            throw new ShapeException(x.Tasks is null
                ? $"Gradient.Of: the function returned {y.Form}, one number for each of {y.Tasks} tasks, but the variable '{variables.NameOf(i)}' {x.Form} is shared by all tasks. For a gradient per task, give parameters.PerTask({y.Tasks}); for one meta-gradient, return loss.MeanOverTasks()."
                : $"Gradient.Of: the function returned {y.Form}, but the variable '{variables.NameOf(i)}' is {x.Form}. Expected a result with {x.Tasks} tasks: do not reduce over tasks inside of a gradient per task.");
        }
    }
}
