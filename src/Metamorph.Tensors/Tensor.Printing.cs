using System.Globalization;
using System.Text;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    private const int MostPrinted = 24;

    /// <summary>Tasks and shape as text, <c>[32; 5, 784]</c>: what messages call it.</summary>
    public string Form => Tasks is int tasks ? $"[{tasks}; {string.Join(", ", Shape)}]" : Shape.ToString();

    /// <summary>Tasks, shape and dtype, and the values of a small tensor: <c>[2; 3] Float32 {[1, 2, 3], [4, 5, 6]}</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder($"{Form} {(IsWeak ? "weak" : DType.ToString())}");
        if (Count > MostPrinted) return text.ToString();
        var values = new Queue<string>(ToDoubles().Select(v => DType == DType.Float32
            ? ((float)v).ToString("G6", CultureInfo.InvariantCulture)
            : v.ToString("G8", CultureInfo.InvariantCulture)));
        text.Append(' ');
        if (Tasks is int tasks) Braces(text, '{', '}', tasks, () => Print(text, values, 0));
        else Print(text, values, 0);
        return text.ToString();
    }

    private void Print(StringBuilder text, Queue<string> values, int axis)
    {
        if (axis == Rank) text.Append(values.Dequeue());
        else Braces(text, '[', ']', Shape[axis], () => Print(text, values, axis + 1));
    }

    private static void Braces(StringBuilder text, char open, char close, int count, Action print)
    {
        text.Append(open);
        for (int i = 0; i < count; i++)
        {
            if (i > 0) text.Append(", ");
            print();
        }

        text.Append(close);
    }
}
