namespace Metamorph.Learning;

/// <summary>Draws the first values of a weight.</summary>
/// <param name="key">Where random numbers come from.</param>
/// <param name="shape">Its shape: inputs first, outputs last.</param>
/// <param name="inputs">How many numbers flow into each output ("fan in").</param>
/// <param name="outputs">How many outputs each input flows into ("fan out").</param>
/// <returns>Float32 [shape]</returns>
public delegate Tensor Initializer(Key key, Shape shape, int inputs, int outputs);
