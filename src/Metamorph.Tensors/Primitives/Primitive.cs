using System.Numerics;
using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

/// <summary>
/// An operation that carries its own derivative. Its fields are static (axes, sizes); all numbers, indices included, are input
/// tensors. Both rules are written in tensors, so a derivative of a derivative costs no further code. Prefer one of the kinds
/// <see cref="Elementwise"/>, <see cref="LinearMap"/> and <see cref="Bilinear"/>, which need less.
/// </summary>
internal abstract record Primitive
{
    /// <summary>
    /// The result, whose values are still to come about (<see cref="Tensor.Pending"/>) unless it is a view. Inputs have been brought to fitting dtypes,
    /// shapes and tasks; their values are not looked at here, but by the work. Not overridden: <see cref="Forward{T}"/> for the first one's dtype.
    /// </summary>
    internal virtual Tensor Forward(Tensor[] x) => x[0].DType switch
    {
        DType.Float32 => Forward<float>(x),
        DType.Float64 => Forward<double>(x),
        _ => Forward<int>(x),
    };

    /// <summary>The result for inputs of one dtype, for primitives that treat all alike.</summary>
    private protected virtual Tensor Forward<T>(Tensor[] x)
        where T : unmanaged, INumber<T> => throw new NotSupportedException($"{Name} overrides neither Forward nor Forward<T>.");

    /// <summary>Cotangents of the inputs, given the result's: c' dy/dx. Null: zero.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The result.</param>
    /// <param name="cotangent">Of the shape, tasks and dtype of <paramref name="y"/>.</param>
    /// <param name="needed">For every input, whether its cotangent is of use.</param>
    internal abstract Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed);

    /// <summary>The tangent of the result, given those of the inputs: dy/dx t.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The result.</param>
    /// <param name="tangents">At least one is not null; null: zero.</param>
    internal abstract Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents);

    /// <summary>Cases that the laws are checked on: see <see cref="Example"/>.</summary>
    internal abstract IEnumerable<Example> Examples(Key key);

    /// <summary>Whether the derivative is zero wherever there is one, so that nothing need be recorded.</summary>
    internal virtual bool IsConstant => false;

    /// <summary>What messages call it.</summary>
    internal virtual string Name => GetType().Name.Replace("Primitive", "", StringComparison.Ordinal);

    /// <summary>Whether tasks of the result may come from other tasks of an input, even if there are as many.</summary>
    internal virtual bool MovesTasks => false;

    /// <summary>Where each task of the result comes from, given where each task of an input does: see <see cref="TaskFlow"/>.</summary>
    /// <param name="origins">Of the input, which has tasks.</param>
    /// <param name="input">The input's place.</param>
    /// <param name="x">All inputs.</param>
    /// <param name="y">The result.</param>
    /// <returns>Origins, one for every task of the result, or null where tasks have been mixed.</returns>
    internal virtual int[]? TaskOrigins(int[] origins, int input, Tensor[] x, Tensor y) => y.Tasks == x[input].Tasks ? origins : null;

    /// <summary>Runs it, and records it if a derivative listens.</summary>
    internal Tensor Apply(params Tensor[] x)
    {
        var y = Forward(x);
        return Record(Array.Exists(x, a => a.Recorded is not null) ? y.Record(new Recorded(this, x, y)) : y.Complete(), x);
    }

    /// <summary>The same for another number of tasks, where its result has some.</summary>
    internal virtual Primitive OnTasks(int tasks) => this;

    /// <summary>Records a result of this primitive if a derivative listens to one of the inputs.</summary>
    internal Tensor Record(Tensor y, Tensor[] x)
    {
        if (IsConstant || y.DType == DType.Int32) return y;
        Scope? outermost = null;
        foreach (var input in x)
            if (input.Scope is { } scope && (outermost is null || scope.Id < outermost.Id)) outermost = scope;
        if (outermost is null) return y;
        y.Node = new(this, x, outermost);
        outermost.Memory?.Record(y, x);
        return y;
    }

    /// <summary>Whether a result of these inputs is weak: all floating-point inputs are.</summary>
    private protected static bool IsWeak(Tensor[] x) => Array.TrueForAll(x, a => a.IsWeak || a.DType == DType.Int32) && Array.Exists(x, a => a.IsWeak);
}
