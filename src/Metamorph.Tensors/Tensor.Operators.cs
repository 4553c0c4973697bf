
namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Two operands as one dtype, one shape and one number of tasks: size-1 axes are stretched, missing ones are put in front.</summary>
    internal static (Tensor A, Tensor B) Align(Tensor a, Tensor b, string operation)
    {
        (a, b) = OneDType(a, b, operation);
        if (a.Tasks == b.Tasks && a.Shape == b.Shape) return (a, b);
        var shape = Broadcast(a, b, operation);
        int? tasks = OneTasks(a, b, operation);
        return (a.StretchTo(shape, tasks), b.StretchTo(shape, tasks));
    }

    /// <summary>Two operands as one dtype: a weak one takes the other's.</summary>
    internal static (Tensor A, Tensor B) OneDType(Tensor a, Tensor b, string operation)
    {
        if (a.DType == b.DType && a.IsWeak == b.IsWeak) return (a, b);
        if (a.IsWeak && !b.IsWeak) return (a.Strengthen(b.DType, operation), b);
        if (b.IsWeak && !a.IsWeak) return (a, b.Strengthen(a.DType, operation));
        throw new DTypeException($"{operation}: {a.Form} holds {a.DType} and {b.Form} holds {b.DType}. Dtypes do not mix by themselves: convert one, e.g. x.Cast(DType.{a.DType}).");
    }

    /// <summary>The number of tasks of a result of two operands.</summary>
    internal static int? OneTasks(Tensor a, Tensor b, string operation) => a.Tasks is int x && b.Tasks is int y && x != y
        ? throw new ShapeException($"{operation}: {a.Form} has {x} tasks and {b.Form} has {y}. Expected equal numbers of tasks, or one side without a task axis.")
        : a.Tasks ?? b.Tasks;

    /// <summary>Requires floating-point numbers.</summary>
    internal Tensor Floating(string operation) => DType != DType.Int32
        ? this
        : throw new DTypeException($"{operation}: {Form} holds Int32. Expected Float32 or Float64: convert it with x.Cast(DType.Float32).");

    /// <summary>Requires integers.</summary>
    internal Tensor Integer(string operation) => DType == DType.Int32
        ? this
        : throw new DTypeException($"{operation}: the indices {Form} hold {(IsWeak ? "a plain number" : DType)}. Expected Int32: Tensor.Of(int) makes one, x.Cast(DType.Int32) converts.");

    /// <summary>A weak tensor with the dtype of the tensor that it meets.</summary>
    internal Tensor Strengthen(DType dtype, string operation)
    {
        if (dtype == DType.Int32 && Recorded is null)
            foreach (double value in ToDoubles()) Whole(value, operation);
        return Scope is null && Recorded is null && Count == 1 ? Full(ToDoubles()[0], Shape, dtype, Tasks) : new CastPrimitive(dtype, false).Apply(this);
    }

    /// <summary>Stretched to a shape and a number of tasks that are known to fit.</summary>
    internal Tensor StretchTo(Shape shape, int? tasks) => Tasks == tasks && Shape == shape ? this : new BroadcastToPrimitive(shape, tasks).Apply(this);

    private static Shape Broadcast(Tensor a, Tensor b, string operation)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int p = i <= a.Rank ? a.Shape[^i] : 1, q = i <= b.Rank ? b.Shape[^i] : 1;
            sizes[^i] = p == q || q == 1 ? p : p == 1 ? q
                : throw new ShapeException($"{operation}: {a.Form} and {b.Form} do not fit: sizes {p} and {q} meet at axis -{i}. Expected equal sizes, or 1 on one side.");
        }

        return sizes;
    }
}
