namespace Metamorph.Tensors.Derivatives;

/// <summary>One run of a region: how cotangents of its results are pulled back to its inputs, and tangents of its inputs pushed forward.</summary>
internal abstract class RegionCall
{
    /// <summary>What messages call it.</summary>
    internal abstract string Name { get; }

    /// <summary>How many results it has.</summary>
    internal required int Outputs { get; init; }

    /// <summary>What it does to the tasks that a gradient per task must not pass, or null: see <see cref="TaskFlow"/>.</summary>
    internal string? Crossing { get; init; }

    /// <summary>Cotangents of the inputs. Null: zero.</summary>
    /// <param name="inputs">The arguments, then the sources.</param>
    /// <param name="cotangents">Of the results; null: zero.</param>
    /// <param name="needed">For every input, whether its cotangent is of use.</param>
    internal abstract Tensor?[] Reverse(Tensor[] inputs, Tensor?[] cotangents, bool[] needed);

    /// <summary>What lies inside of it, made again, oldest first; nothing where there is nothing to be seen.</summary>
    /// <param name="inputs">The arguments, then the sources.</param>
    internal virtual List<Tensor> Inside(Tensor[] inputs) => [];

    /// <summary>Tangents of the results. Null: zero.</summary>
    /// <param name="inputs">The arguments, then the sources.</param>
    /// <param name="tangents">Of the inputs; null: zero.</param>
    internal abstract Tensor?[] Tangent(Tensor[] inputs, Tensor?[] tangents);
}
