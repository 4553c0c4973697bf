namespace Metamorph.Tensors;

/// <summary>How the values of a result come about: worked out once for its operands' shapes and layouts, run any number of times on whatever numbers they hold.</summary>
internal abstract class Work
{
    /// <summary>Reads the operands and writes the result.</summary>
    internal abstract void Run();

    /// <summary>The same, shared by some threads if there is enough of it.</summary>
    /// <param name="threads">Threads at most. The bits do not depend on it.</param>
    /// <returns>How many did a part of it.</returns>
    internal virtual int Run(int threads)
    {
        Run();
        return 1;
    }

    /// <summary>Work that is a function.</summary>
    internal sealed class Of(Action run) : Work
    {
        internal override void Run() => run();
    }
}
