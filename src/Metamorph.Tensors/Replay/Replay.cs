using Metamorph.Tensors.Threads;

namespace Metamorph.Tensors;

/// <summary>
/// Records what a function of tensors does and runs that list from then on: without garbage, without what nobody reads, with neighbours joined, each task
/// on one thread from beginning to end, all cores at work. The numbers are those of the function itself; only sums over tasks are added in another order.
/// </summary>
public static class Replay
{
    /// <summary>A function that does what another does, faster from the first call on.</summary>
    /// <typeparam name="TIn">A tensor or what holds tensors.</typeparam>
    /// <typeparam name="TOut">A tensor or what holds tensors.</typeparam>
    /// <param name="function">
    /// A pure function of tensors. Whatever else it uses, a C# number, a captured tensor, is taken to be the same in every call: what changes must be among its arguments.
    /// It is run again now and then, without numbers, to see whether that is so.
    /// </param>
    /// <param name="threads">Threads at most; null: one for each processor. The bits of the result do not depend on it.</param>
    /// <param name="reuse">
    /// Whether the memory of results is used again: a result stands until the call after the next has begun, and using it later is an error. Where a result
    /// goes into the next call, as in training, nothing is allocated then.
    /// </param>
    /// <returns>The function. Each form of arguments is recorded once; one call at a time.</returns>
    /// <exception cref="RecordingException">When called: the function reads a number.</exception>
    /// <exception cref="InvalidOperationException">When called: the function does something else than when it was recorded, such as using a C# number that has changed.</exception>
    public static Func<TIn, TOut> Of<TIn, TOut>(Func<TIn, TOut> function, int? threads = null, bool reuse = false)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Replayed<TIn, TOut>(function, threads ?? Workers.Most, reuse).Run;
    }

    /// <summary>A function with a key among its arguments: each call draws the numbers of its own key.</summary>
    /// <inheritdoc cref="Of{TIn, TOut}(Func{TIn, TOut}, int?, bool)"/>
    public static Func<TIn, Key, TOut> Of<TIn, TOut>(Func<TIn, Key, TOut> function, int? threads = null, bool reuse = false)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        ArgumentNullException.ThrowIfNull(function);

        var run = new Replayed<Keyed<TIn>, TOut>(all => function(all.Value, Key.Of(all.Key)), threads ?? Workers.Most, reuse);
        Tensor[] all = [];
        return (x, key) => run.Run(Keyed<TIn>.Of(x, key.ToTensor(), ref all));
    }

    /// <inheritdoc cref="Of{TIn, TOut}(Func{TIn, TOut}, int?, bool)"/>
    public static Func<Tensor, Tensor> Of(Func<Tensor, Tensor> function, int? threads = null, bool reuse = false) => Of<Tensor, Tensor>(function, threads, reuse);

    /// <summary>A value and a key, which is one more tensor.</summary>
    private sealed class Keyed<T> : ITensors<Keyed<T>>
        where T : ITensors<T>
    {
        private readonly Tensor[] all;

        private Keyed(T value, Tensor[] all) => (Value, this.all) = (value, all);

        internal T Value { get; }

        internal Tensor Key => all[^1];

        public IReadOnlyList<Tensor> Tensors => all;

        /// <param name="value">The value.</param>
        /// <param name="key">The key.</param>
        /// <param name="all">Where their tensors are put, if it has the length: what the call before has used is used again.</param>
        internal static Keyed<T> Of(T value, Tensor key, ref Tensor[] all)
        {
            var tensors = value.Tensors;
            if (all.Length != tensors.Count + 1) all = new Tensor[tensors.Count + 1];
            for (int i = 0; i < tensors.Count; i++) all[i] = tensors[i];
            all[^1] = key;
            return new(value, all);
        }

        public Keyed<T> With(IReadOnlyList<Tensor> tensors) => new(Value.With([.. tensors.Take(tensors.Count - 1)]), [.. tensors]);

        public string NameOf(int index) => Value is TensorList || index == all.Length - 1 ? "" : Value.NameOf(index);
    }
}
