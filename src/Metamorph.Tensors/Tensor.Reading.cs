using System.Numerics;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>All numbers, task after task, row after row.</summary>
    /// <typeparam name="T">float, double or int, as <see cref="DType"/> says. A weak tensor can be read as float or double.</typeparam>
    /// <returns>A new array of tasks x size entries.</returns>
    /// <exception cref="DTypeException">The tensor holds another kind of number.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var asked = DTypeOf<T>();
        if (IsWeak && asked == DType.Float32) return Cast(DType.Float32).ToArray<T>();
        return asked == DType
            ? Values<T>().ToArray()
            : throw new DTypeException($"ToArray<{NameOf(asked)}>: {Form} holds {DType}. Ask for {NameOf(DType)}, or convert first: x.Cast(DType.{asked}).ToArray<{NameOf(asked)}>().");
    }

    /// <summary>The numbers of a tensor with two axes in all (counting the task axis) as a 2-D array.</summary>
    /// <typeparam name="T">float, double or int, as <see cref="DType"/> says.</typeparam>
    /// <returns>A new array <c>[rows, columns]</c>, or <c>[tasks, size]</c>.</returns>
    /// <exception cref="ShapeException">The tensor has not two axes.</exception>
    public T[,] ToArray2D<T>()
        where T : unmanaged
    {
        int[] sizes = Tasks is int tasks ? [tasks, .. Shape.Span] : Shape.ToArray();
        if (sizes is not [int rows, int columns])
            throw new ShapeException($"ToArray2D: {Form} has {sizes.Length} axes, tasks included. Expected two. Reshape it first, or use ToArray.");
        T[] values = ToArray<T>();
        var result = new T[rows, columns];
        for (int i = 0; i < values.Length; i++) result[i / columns, i % columns] = values[i];
        return result;
    }

    /// <summary>The one number that a tensor holds.</summary>
    /// <param name="x">A tensor <c>[]</c> without tasks, or with one entry in all.</param>
    /// <exception cref="ShapeException">It holds more than one number, or none.</exception>
    public static explicit operator double(Tensor x) => x.Number("double");

    /// <summary>The one number that a tensor holds.</summary>
    /// <param name="x">A tensor <c>[]</c> without tasks, or with one entry in all.</param>
    /// <exception cref="ShapeException">It holds more than one number, or none.</exception>
    public static explicit operator float(Tensor x) => (float)x.Number("float");

    /// <summary>The one integer that an Int32 tensor holds.</summary>
    /// <param name="x">A tensor <c>[]</c> without tasks, or with one entry in all.</param>
    /// <exception cref="ShapeException">It holds more than one number, or none.</exception>
    /// <exception cref="DTypeException">It does not hold integers.</exception>
    public static explicit operator int(Tensor x) => x.DType == DType.Int32
        ? (int)x.Number("int")
        : throw new DTypeException($"an int was asked of {x.Form}, which holds {x.DType}. Convert first: x.Cast(DType.Int32).");

    /// <summary>All numbers as double, whatever the dtype, task after task, row after row: for reports.</summary>
    /// <returns>A new array of tasks x size entries.</returns>
    public double[] ToDoubles() => DType switch
    {
        DType.Float32 => Numbers<float>(),
        DType.Float64 => Numbers<double>(),
        _ => Numbers<int>(),
    };

    private static string NameOf(DType dtype) => dtype switch
    {
        DType.Float32 => "float",
        DType.Float64 => "double",
        _ => "int",
    };

    private double[] Numbers<T>()
        where T : unmanaged, INumber<T>
    {
        var values = Values<T>();
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = double.CreateTruncating(values[i]);
        return numbers;
    }

    private double Number(string type) => Count == 1
        ? ToDoubles()[0]
        : throw new ShapeException($"a {type} was asked of {Form}, which holds {Count} numbers. Expected one. Reduce it first, e.g. x.Mean() or x.MeanOverTasks().");
}
