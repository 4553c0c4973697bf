namespace Metamorph.Tensors.Derivatives;

/// <summary>
/// One call of a derivative. It listens while its function runs: an operation is recorded exactly when one of its inputs depends
/// on a listening scope. Before the backward or tangent pass begins it stops, so that this pass is recorded only if a scope
/// further out still listens to it: second order needs no switch.
/// </summary>
/// <param name="memory">Counts the bytes held in this scope's graph, if somebody asked for it.</param>
internal sealed class Scope(GraphMemory? memory = null)
{
    private int listeners = 1;

    /// <summary>Scopes further out have smaller numbers.</summary>
    internal long Id { get; } = Serial.Next();

    internal GraphMemory? Memory => memory;

    internal bool Listening => Volatile.Read(ref listeners) > 0;

    /// <summary>Listens again, while a region that captured this scope's tensors is rebuilt. A count, since two threads may rebuild at once.</summary>
    internal void Start() => Interlocked.Increment(ref listeners);

    internal void Stop() => Interlocked.Decrement(ref listeners);
}
