using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

public static partial class Gradient
{
    /// <summary>
    /// A function's value and its directional derivative, d f(at + e direction) / de at e = 0: forward mode, by pushing tangents
    /// along the recorded graph. The direction may depend on variables of other derivatives.
    /// </summary>
    /// <typeparam name="TIn">What holds the variables.</typeparam>
    /// <typeparam name="TOut">What the function returns.</typeparam>
    /// <param name="f">Any function.</param>
    /// <param name="at">Where it is taken.</param>
    /// <param name="direction">Shapes, tasks and dtypes as <paramref name="at"/>.</param>
    /// <returns>The value, and a tangent of the same form.</returns>
    /// <exception cref="ShapeException">The direction has another form than <paramref name="at"/>.</exception>
    public static (TOut Value, TOut Tangent) Along<TIn, TOut>(Func<TIn, TOut> f, TIn at, TIn direction)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        var (points, directions) = (at.Tensors, direction.Tensors.ToArray());
        if (points.Count != directions.Length)
            throw new ShapeException($"Gradient.Along: {directions.Length} tensors as direction for {points.Count} variables. Expected one for each.");
        for (int i = 0; i < directions.Length; i++)
        {
            if (directions[i].IsWeak) directions[i] = directions[i].Strengthen(points[i].DType, "Gradient.Along");
            if (directions[i].Shape != points[i].Shape || directions[i].Tasks != points[i].Tasks || directions[i].DType != points[i].DType)
                throw new ShapeException($"Gradient.Along: the variable '{at.NameOf(i)}' is {points[i].Form} {points[i].DType} and its direction {directions[i].Form} {directions[i].DType}. Expected the same.");
        }

        var (variables, y) = Listen(f, at, new Scope(), "Gradient.Along");
        var results = y.Tensors;
        var tangents = Graph.Forward(results, variables.Tensors, directions);
        return (Release(y), y.With([.. results.Select((r, i) => tangents[i] ?? ZerosLike(r))]));
    }

    /// <inheritdoc cref="Along{TIn, TOut}"/>
    public static (Tensor Value, Tensor Tangent) Along(Func<Tensor, Tensor> f, Tensor at, Tensor direction) => Along<Tensor, Tensor>(f, at, direction);

    /// <summary>The Hessian of a function times a vector, forward over reverse: the tangent of its gradient along the vector.</summary>
    /// <typeparam name="T">What holds the variables.</typeparam>
    /// <param name="f">Returns one number per task, <c>[tasks;]</c>, with the tasks of <paramref name="at"/>.</param>
    /// <param name="at">Where it is taken.</param>
    /// <param name="vector">Shapes, tasks and dtypes as <paramref name="at"/>.</param>
    /// <returns>Shapes and tasks as <paramref name="at"/>.</returns>
    /// <exception cref="ShapeException">The vector has another form than <paramref name="at"/>, or the function returned more than a number.</exception>
    public static T HessianVector<T>(Func<T, Tensor> f, T at, T vector)
        where T : ITensors<T> => Along(x => Of(f, x), at, vector).Tangent;

    /// <inheritdoc cref="HessianVector{T}"/>
    public static Tensor HessianVector(Func<Tensor, Tensor> f, Tensor at, Tensor vector) => HessianVector<Tensor>(f, at, vector);
}
