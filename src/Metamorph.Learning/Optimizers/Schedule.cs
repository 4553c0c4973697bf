namespace Metamorph.Learning;

/// <summary>A number that depends on the step. It maps tensors to tensors, so that a step that is recorded once serves all.</summary>
/// <param name="step">[] the number of steps done before, from 0; weak.</param>
/// <returns>[]</returns>
public delegate Tensor Schedule(Tensor step);
