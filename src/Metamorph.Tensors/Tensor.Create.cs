using System.Numerics;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>A plain C# number. It is weak: it takes the dtype of the first tensor that it meets.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Tensor(double value) => new(new Storage<double>([value]), DType.Float64, [], null) { IsWeak = true };

    /// <summary>One 64-bit number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>[]</returns>
    public static Tensor Of(double value) => Of([value], []);

    /// <summary>One 32-bit number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>[]</returns>
    public static Tensor Of(float value) => Of([value], []);

    /// <summary>One integer.</summary>
    /// <param name="value">The number.</param>
    /// <returns>[]</returns>
    public static Tensor Of(int value) => Of([value], []);

    /// <summary>A tensor of these numbers (copied), given row after row; with tasks, task after task.</summary>
    /// <param name="values">tasks x size numbers.</param>
    /// <param name="shape">What one task sees.</param>
    /// <param name="tasks">The number of tasks; null: shared by all.</param>
    /// <returns>[tasks; shape]</returns>
    /// <exception cref="ShapeException">The numbers do not fill the shape.</exception>
    public static Tensor Of(float[] values, Shape shape, int? tasks = null) => Filled<float>(values, shape, tasks);

    /// <inheritdoc cref="Of(float[], Shape, int?)"/>
    public static Tensor Of(double[] values, Shape shape, int? tasks = null) => Filled<double>(values, shape, tasks);

    /// <inheritdoc cref="Of(float[], Shape, int?)"/>
    public static Tensor Of(int[] values, Shape shape, int? tasks = null) => Filled<int>(values, shape, tasks);

    /// <summary>A vector of these numbers (copied).</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>[n]</returns>
    public static Tensor Of(params float[] values) => Filled<float>(values, [values.Length], null);

    /// <inheritdoc cref="Of(float[])"/>
    public static Tensor Of(params double[] values) => Filled<double>(values, [values.Length], null);

    /// <inheritdoc cref="Of(float[])"/>
    public static Tensor Of(params int[] values) => Filled<int>(values, [values.Length], null);

    /// <summary>A matrix of these numbers (copied).</summary>
    /// <param name="values">Rows and columns.</param>
    /// <returns>[rows, columns]</returns>
    public static Tensor Of(float[,] values) => Filled<float>([.. values.Cast<float>()], [values.GetLength(0), values.GetLength(1)], null);

    /// <inheritdoc cref="Of(float[,])"/>
    public static Tensor Of(double[,] values) => Filled<double>([.. values.Cast<double>()], [values.GetLength(0), values.GetLength(1)], null);

    /// <inheritdoc cref="Of(float[,])"/>
    public static Tensor Of(int[,] values) => Filled<int>([.. values.Cast<int>()], [values.GetLength(0), values.GetLength(1)], null);

    /// <summary>The same number everywhere. Takes the memory of one number.</summary>
    /// <param name="value">The number; a whole one for Int32.</param>
    /// <param name="shape">What one task sees.</param>
    /// <param name="dtype">The kind of number.</param>
    /// <param name="tasks">The number of tasks; null: shared by all.</param>
    /// <returns>[tasks; shape]</returns>
    public static Tensor Full(double value, Shape shape, DType dtype = DType.Float32, int? tasks = null)
    {
        Storage one = dtype switch
        {
            DType.Float32 => new Storage<float>([(float)value]),
            DType.Float64 => new Storage<double>([value]),
            _ => new Storage<int>([Whole(value, "Full")]),
        };
        return new Tensor(one, dtype, [], null).View(shape, tasks, 0, new int[shape.Rank + 1]);
    }

    /// <summary>0 everywhere.</summary>
    /// <inheritdoc cref="Full"/>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, int? tasks = null) => Full(0, shape, dtype, tasks);

    /// <summary>1 everywhere.</summary>
    /// <inheritdoc cref="Full"/>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32, int? tasks = null) => Full(1, shape, dtype, tasks);

    /// <summary>0, 1, 2, ...</summary>
    /// <param name="count">How many.</param>
    /// <param name="dtype">The kind of number.</param>
    /// <returns>[count]</returns>
    public static Tensor Arange(int count, DType dtype = DType.Int32) => Filled<int>([.. Enumerable.Range(0, count)], [count], null).Cast(dtype);

    /// <summary>Numbers at equal distances, both ends included.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="last">The last number.</param>
    /// <param name="count">How many: at least 2.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <returns>[count]</returns>
    public static Tensor Linspace(double first, double last, int count, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        // Weighted from both ends by fractions that end at exactly 1, so that the last number is exactly the last.
        return Filled<double>([.. Enumerable.Range(0, count).Select(i => first * ((count - 1 - i) / (count - 1.0)) + last * (i / (count - 1.0)))], [count], null).Cast(dtype);
    }

    /// <summary>The unit matrix.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="dtype">The kind of number.</param>
    /// <returns>[size, size]</returns>
    public static Tensor Eye(int size, DType dtype = DType.Float32)
    {
        int[] values = new int[size * size];
        for (int i = 0; i < size; i++) values[i * (size + 1)] = 1;
        return Filled<int>(values, [size, size], null).Cast(dtype);
    }

    private static Tensor Filled<T>(ReadOnlySpan<T> values, Shape shape, int? tasks)
        where T : unmanaged, INumber<T>
    {
        if (tasks < 0) throw new ShapeException($"Tensor.Of: {tasks} tasks. Expected 0 or more, or null for a tensor that all tasks share.");
        if (values.Length != (long)shape.Size * (tasks ?? 1))
        {
            string form = tasks is int t ? $"[{t}; {string.Join(", ", shape)}]" : shape.ToString();
            throw new ShapeException($"Tensor.Of: {values.Length} numbers do not fill {form}. Expected {(long)shape.Size * (tasks ?? 1)}.");
        }

        return new(new Storage<T>(values.ToArray()), DTypeOf<T>(), shape, tasks);
    }

    private static int Whole(double value, string operation) => value == Math.Round(value) && value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new DTypeException($"{operation}: {value} is not a whole 32-bit number, and the tensor holds Int32. Use a whole number, or Cast the tensor to a floating-point dtype first.");
}
