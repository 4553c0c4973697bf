using System.Numerics;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>
/// Memory that is used again and again. Touching fresh memory costs several times what a memory-bound operation does, so a loop whose steps
/// run in an arena is faster, and allocates next to nothing. Values are the same with and without.
/// </summary>
/// <remarks>An arena serves one function at a time. Where numbers lie is decided by the thread; what they are is not.</remarks>
public sealed class Arena
{
    [ThreadStatic]
    private static Arena? current;

    private readonly Dictionary<(Type Number, int Size), Stack<Array>> free = [];
    private readonly List<(Storage Storage, Array Memory)> lent = [];

    /// <summary>The arena that this thread's function runs in, if any.</summary>
    internal static Arena? Current => current;

    /// <summary>Bytes that wait to be used again.</summary>
    public long FreeBytes => free.Sum(f => f.Value.Sum(a => (long)Buffer.ByteLength(a)));

    /// <summary>Runs a function whose tensors lie in this arena. Those of the result are kept; the memory of all others is taken back, and using one afterwards is an error.</summary>
    /// <typeparam name="T">A tensor or what holds tensors.</typeparam>
    /// <param name="function">Any function. Tensors that it puts aside, in a field or a closure, do not outlive it.</param>
    /// <returns>What the function returns.</returns>
    /// <exception cref="InvalidOperationException">The arena is in use already.</exception>
    public T Run<T>(Func<T> function)
        where T : ITensors<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        if (lent.Count > 0 || current == this) throw new InvalidOperationException("Arena.Run: a function runs in this arena already. Give each thread, and each nested call, an arena of its own.");
        var outer = current;
        current = this;
        try
        {
            var result = function();
            var kept = new HashSet<Storage>(result.Tensors.Select(x => x.Storage), ReferenceEqualityComparer.Instance);
            lent.RemoveAll(l => kept.Contains(l.Storage));
            return result;
        }
        finally
        {
            foreach (var (storage, memory) in lent)
            {
                storage.Recycle();
                var key = (memory.GetType().GetElementType()!, memory.Length);
                if (!free.TryGetValue(key, out var stack)) free[key] = stack = [];
                stack.Push(memory);
            }

            lent.Clear();
            current = outer;
        }
    }

    /// <summary>Runs a function whose tensors lie in no arena.</summary>
    internal static T Outside<T>(Func<T> function)
    {
        var outer = current;
        current = null;
        try
        {
            return function();
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>Memory for a storage, until the function that runs in this arena is done.</summary>
    internal T[] Rent<T>(Storage<T> storage)
        where T : unmanaged
    {
        // Powers of two: few sizes, so that what one tensor leaves another can take.
        int size = Math.Max(16, (int)Math.Min((uint)Array.MaxLength, BitOperations.RoundUpToPowerOf2((uint)storage.Count)));
        var memory = free.TryGetValue((typeof(T), size), out var stack) && stack.TryPop(out var old) ? (T[])old : GC.AllocateUninitializedArray<T>(size);
        lent.Add((storage, memory));
        return memory;
    }
}
