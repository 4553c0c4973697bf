namespace Metamorph.Tensors.Derivatives;

/// <summary>How a tensor was made. Tensors hold their nodes and nodes their inputs; there is no tape and no list of nodes.</summary>
/// <param name="primitive">What made it.</param>
/// <param name="inputs">Of what.</param>
/// <param name="scope">The outermost scope that listened and that an input depended on.</param>
internal sealed class Node(Primitive primitive, Tensor[] inputs, Scope scope)
{
    /// <summary>Nodes made later have larger numbers, so a node's inputs always have smaller ones.</summary>
    internal long Id { get; } = Serial.Next();

    internal Primitive Primitive => primitive;

    internal Tensor[] Inputs => inputs;

    internal Scope Scope => scope;
}
