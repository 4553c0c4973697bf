namespace Metamorph.Tensors;

/// <summary>One result in a step that is being recorded: what makes it, of what, and what it looks like. It holds no numbers, but those of constants.</summary>
internal sealed class Recorded
{
    private Recorded(Tensor form)
    {
        (DType, Shape, Tasks, IsWeak) = (form.DType, form.Shape, form.Tasks, form.IsWeak);
    }

    /// <summary>What a primitive makes of inputs.</summary>
    /// <param name="primitive">The primitive.</param>
    /// <param name="inputs">Its inputs, recorded ones and constants.</param>
    /// <param name="result">What the result looks like.</param>
    internal Recorded(Primitive primitive, Tensor[] inputs, Tensor result)
        : this(result)
    {
        Primitive = primitive;
        Inputs = Array.ConvertAll(inputs, Of);
    }

    /// <summary>The recorded form of a tensor: a constant if it is not a part of the recording.</summary>
    internal static Recorded Of(Tensor x) => x.Recorded ?? new(x) { Constant = x };

    /// <summary>A tensor without numbers that stands for an input of the step.</summary>
    /// <param name="like">What it looks like.</param>
    /// <param name="index">Which input it is.</param>
    internal static Tensor Input(Tensor like, int index) => Tensor.Allocate(like.DType, like.Shape, like.Tasks, like.IsWeak).Record(new(like) { Index = index });

    /// <summary>Results made later have larger numbers.</summary>
    internal long Id { get; } = Derivatives.Serial.Next();

    /// <summary>What makes it; null: it is an input or a constant.</summary>
    internal Primitive? Primitive { get; }

    /// <summary>Of what.</summary>
    internal Recorded[] Inputs { get; } = [];

    /// <summary>The number of the input that it is, or -1.</summary>
    internal int Index { get; private init; } = -1;

    /// <summary>The constant that it is, if it is one.</summary>
    internal Tensor? Constant { get; private init; }

    internal DType DType { get; }

    internal Shape Shape { get; }

    internal int? Tasks { get; }

    internal bool IsWeak { get; }
}
