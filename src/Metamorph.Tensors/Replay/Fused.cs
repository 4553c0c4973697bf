using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>Elementwise functions of equally many numbers, and sums of columns of them, done block by block. The bits are those of one after another.</summary>
internal sealed class Fused<T> : PartedWork
    where T : unmanaged, INumber<T>
{
    /// <summary>Numbers in a block: a dozen blocks fit into the nearest cache.</summary>
    private const int Size = 1024;

    /// <summary>Numbers from which on memory is asked for ahead: fewer are in a core's own caches.</summary>
    private const int FetchAhead = 1 << 16;

    // Memory for the blocks of a part, on each thread.
    [ThreadStatic]
    private static T[]? lent;

    private readonly List<Operand> operands = [];
    private readonly List<Tensor> outputs = [];
    private readonly List<Step> steps = [];
    private readonly List<Column> columns = [];
    private readonly Stack<Fused<T>> copies = [];
    private T[] sums = [];
    private readonly int count;
    private readonly int block;
    private readonly int width;
    private readonly int temporaries;
    private readonly T[][] arrays;
    private T[] memory = [];
    private int from;
    private readonly int[] starts;
    private readonly int[] strides;

    private Fused(IReadOnlyList<Work> all, Func<Storage, bool> isReadOutside)
        : base(Parted(all))
    {
        (count, width, block) = SizesOf(all);

        // Slots: operands, then outputs, then temporaries, which are used again when nobody reads them any more.
        var slots = new Dictionary<Storage, Slot>(ReferenceEqualityComparer.Instance);
        var lastRead = new Dictionary<Storage, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < all.Count; i++)
            foreach (var x in OperandsOf(all[i])) lastRead[x.Storage] = i;
        var free = new Stack<int>();
        int temporary = 0;
        var made = new HashSet<Storage>(all.Select(w => ResultOf(w).Storage), ReferenceEqualityComparer.Instance);
        for (int i = 0; i < all.Count; i++)
        {
            Slot[] from = [.. OperandsOf(all[i]).Select(x => made.Contains(x.Storage) ? slots[x.Storage] : new(Kind.Operand, AddOperand(x)))];
            if (all[i] is SumWork<T> sum)
            {
                columns.Add(new(steps.Count, from[0], sum.Result));
            }
            else
            {
                var work = (ElementwiseWork<T>)all[i];
                var storage = work.Result.Storage;
                Slot into;
                if (isReadOutside(storage))
                {
                    into = new(Kind.Output, outputs.Count);
                    outputs.Add(work.Result);
                }
                else
                {
                    into = new(Kind.Temporary, free.TryPop(out int old) ? old : temporary++);
                }

                slots[storage] = into;
                steps.Add(new(work.Function, from, into));
            }

            foreach (var x in OperandsOf(all[i]).Select(x => x.Storage).Distinct())
                if (made.Contains(x) && lastRead[x] == i && slots[x].Kind == Kind.Temporary) free.Push(slots[x].Index);
            if (all[i] is ElementwiseWork<T> w && !lastRead.ContainsKey(w.Result.Storage) && slots[w.Result.Storage].Kind == Kind.Temporary) free.Push(slots[w.Result.Storage].Index);
        }

        temporaries = temporary;
        int total = operands.Count + outputs.Count + temporaries;
        (arrays, starts, strides) = (new T[total][], new int[total], new int[total]);
        foreach (var step in steps) step.Number(Number);
        foreach (var column in columns) column.Number(Number);
    }

    /// <summary>The same work for another thread.</summary>
    private Fused(Fused<T> other)
        : base(default)
    {
        (count, width, block, temporaries) = (other.count, other.width, other.block, other.temporaries);
        (operands, outputs, steps, columns) = ([.. other.operands.Select(o => new Operand(o.Tensor))], other.outputs, other.steps, other.columns);
        (arrays, starts, strides) = (new T[other.arrays.Length][], new int[other.arrays.Length], new int[other.arrays.Length]);
    }

    private enum Kind
    {
        Operand,
        Output,
        Temporary,
    }

    /// <summary>The works as one.</summary>
    /// <param name="all">In order, one elementwise at least.</param>
    /// <param name="isReadOutside">Whether a result is read by others.</param>
    internal static Item Joined(IReadOnlyList<Work> all, Func<Storage, bool> isReadOutside)
    {
        if (!all.OfType<ElementwiseWork<T>>().Any()) return Several(all);
        all = Shortened<T>.Of(all, isReadOutside);
        var fused = new Fused<T>(all, isReadOutside);
        return new(
            fused,
            [.. fused.operands.Select(o => o.Tensor.Storage)],
            [.. fused.outputs.Select(o => o.Storage), .. fused.columns.Select(c => c.Result.Storage)]);
    }

    /// <summary>How much memory it needs for blocks, beside that of operands and results.</summary>
    internal int Scratch => (operands.Count(o => !o.Walk.IsDense) + temporaries) * Apart(block) + columns.Count * Apart(width);

    /// <summary>Gives it that memory; others may use it in between.</summary>
    internal void Use(T[] scratch, int start) => (memory, from) = (scratch, start);

    internal override void Run() => Run(0, count, []);

    private protected override void Begin()
    {
        foreach (var output in outputs) output.Storage.Take();
        foreach (var column in columns) column.Result.Storage.Take();
        if (columns.Count > 0) sums = ArrayPool<T>.Shared.Rent(columns.Count * SumsOfColumn);
    }

    private protected override void Run(in Partition.Part part)
    {
        Fused<T>? copy;
        lock (copies) copies.TryPop(out copy);
        copy ??= new(this);
        if (lent is null || lent.Length < Scratch) lent = GC.AllocateUninitializedArray<T>(Scratch);
        copy.Use(lent, 0);
        copy.Run(part.Row, part.NextRow, sums);
        lock (copies) copies.Push(copy);
    }

    private protected override void End()
    {
        if (columns.Count == 0) return;
        for (int c = 0; c < columns.Count; c++) columns[c].AddUp(sums.AsSpan(c * SumsOfColumn, SumsOfColumn), width);
        ArrayPool<T>.Shared.Return(sums);
        sums = [];
    }

    /// <summary>Numbers of the sums of all chunks of rows.</summary>
    private int SumsOfColumn => (count / width + Reduction.Chunk - 1) / Reduction.Chunk * width;

    /// <summary>Does it for some of the numbers.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="sums">Where the sums of chunks of rows go, if not all rows are gone through here.</param>
    private void Run(int first, int end, Span<T> sums)
    {
        var (memory, scratch) = (this.memory, from);
        int apart = Apart(block);
        for (int i = 0; i < operands.Count; i++)
        {
            var operand = operands[i];
            if (operand.Walk.IsDense)
            {
                var (array, start) = ((Storage<T>)operand.Tensor.Storage).Place();
                (arrays[i], starts[i], strides[i]) = (array, start + operand.Walk.Offset, 1);
                continue;
            }

            (arrays[i], starts[i], strides[i]) = (memory, scratch, 0);
            if (operand.IsFixed(width)) operand.Fill(memory.AsSpan(scratch, block));
            scratch += apart;
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            var (array, start) = ((Storage<T>)outputs[i].Storage).Place();
            (arrays[operands.Count + i], starts[operands.Count + i], strides[operands.Count + i]) = (array, start, 1);
        }

        for (int i = operands.Count + outputs.Count; i < arrays.Length; i++, scratch += apart) (arrays[i], starts[i], strides[i]) = (memory, scratch, 0);

        bool ahead = count >= FetchAhead && Sse.IsSupported;
        for (int at = first; at < end; at += block)
        {
            int n = Math.Min(block, end - at);
            for (int i = 0; i < operands.Count; i++)
                if (strides[i] == 0 && !operands[i].IsFixed(width)) operands[i].Read(at, arrays[i].AsSpan(starts[i], n));
            int column = 0;
            for (int i = 0; i <= steps.Count; i++)
            {
                for (; column < columns.Count && columns[column].After == i; column++)
                    if (sums.IsEmpty) columns[column].Add(At(columns[column].From, at, n), width, at / width, count / width, memory.AsSpan(scratch + column * Apart(width), width));
                    else Column.AddChunks(At(columns[column].From, at, n), width, at / width, sums.Slice(column * SumsOfColumn, SumsOfColumn));
                if (i == steps.Count) break;
                if (ahead) Fetch(at + block, i);
                steps[i].Run(this, at, n);
            }
        }
    }

    /// <summary>How far blocks are apart: whole lines of the cache, and not a power of two, since such blocks would fight for the same lines.</summary>
    private static int Apart(int count) => (count + 15) / 16 * 16 + 48;

    private static (int Count, int Width, int Block) SizesOf(IReadOnlyList<Work> all)
    {
        int count = all.OfType<ElementwiseWork<T>>().First().Result.Count;
        int width = all.OfType<SumWork<T>>().Select(s => s.Reduction.Width).FirstOrDefault();
        if (width == 0)
            width = all.OfType<ElementwiseWork<T>>().SelectMany(w => w.Operands).Select(x => x.Walk).Where(w => w.IsPeriodic).Select(w => w.Run).FirstOrDefault();
        return (count, width, width == 0 ? Math.Min(Size, count) : width * Math.Clamp(Size / width, 1, count / width));
    }

    /// <summary>Whole blocks, or whole chunks of rows whose sums are added up at the end.</summary>
    private static Partition Parted(IReadOnlyList<Work> all)
    {
        var (count, width, block) = SizesOf(all);
        return Partition.OfNumbers(count, count, all.OfType<SumWork<T>>().Any() ? width * Reduction.Chunk : block);
    }

    private static Item Several(IReadOnlyList<Work> all) => new(
        new OneByOne(all),
        [.. all.SelectMany(OperandsOf).Select(x => x.Storage)],
        [.. all.Select(w => ResultOf(w).Storage)]);

    /// <summary>Whether two tensors are the same numbers in the same order.</summary>
    internal static bool IsSame(Tensor a, Tensor b) => ReferenceEquals(a.Storage, b.Storage) && a.Offset == b.Offset
        && (a.Walk.IsDense ? b.Walk.IsDense : a.FullSizes.AsSpan().SequenceEqual(b.FullSizes) && a.FullStrides.AsSpan().SequenceEqual(b.FullStrides));

    /// <summary>What an elementwise work or a sum reads.</summary>
    internal static IEnumerable<Tensor> OperandsOf(Work work) => work is SumWork<T> sum ? [sum.Operand] : ((ElementwiseWork<T>)work).Operands;

    private static Tensor ResultOf(Work work) => work is SumWork<T> sum ? sum.Result : ((ElementwiseWork<T>)work).Result;

    private int AddOperand(Tensor x)
    {
        int known = operands.FindIndex(o => IsSame(o.Tensor, x));
        if (known >= 0) return known;
        operands.Add(new(x));
        return operands.Count - 1;
    }

    private int Number(Slot slot) => slot.Kind switch
    {
        Kind.Operand => slot.Index,
        Kind.Output => operands.Count + slot.Index,
        _ => operands.Count + outputs.Count + slot.Index,
    };

    /// <summary>
    /// Asks for a part of what the next block needs, after each function another part: while numbers in the nearest cache are worked on, memory would otherwise
    /// have nothing to do.
    /// </summary>
    private unsafe void Fetch(int at, int step)
    {
        int line = 64 / sizeof(T), n = Math.Min(block, count - at);
        int begin = block / line * step / steps.Count * line, end = Math.Min(n, block / line * (step + 1) / steps.Count * line);
        for (int slot = operands.Count + outputs.Count - 1; slot >= 0; slot--)
        {
            if (strides[slot] == 0) continue;
            ref T next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(arrays[slot]), starts[slot] + at);
            for (int i = begin; i < end; i += line) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref next, i)));
        }
    }

    private Span<T> At(int slot, int at, int n) => new(arrays[slot], starts[slot] + strides[slot] * at, n);

    /// <summary>Works that are no more than neighbours.</summary>
    private sealed class OneByOne(IReadOnlyList<Work> all) : Work
    {
        internal override void Run() => Run(1);

        internal override int Run(int threads)
        {
            int most = 1;
            foreach (var work in all) most = Math.Max(most, work.Run(threads));
            return most;
        }
    }

    private readonly record struct Slot(Kind Kind, int Index);

    /// <summary>A tensor from outside.</summary>
    private sealed class Operand(Tensor tensor)
    {
        private readonly int[] index = new int[tensor.Walk.OuterRank];

        internal Tensor Tensor => tensor;

        internal Walk Walk { get; } = tensor.Walk;

        /// <summary>Whether every block of it is the same.</summary>
        internal bool IsFixed(int width) => Walk.IsConstant || (Walk.IsPeriodic && Walk.Run == width);

        /// <summary>Writes the block that comes again and again.</summary>
        internal void Fill(Span<T> into)
        {
            var values = tensor.Memory<T>()[Walk.Offset..];
            if (Walk.IsConstant) into.Fill(values[0]);
            else
                for (int i = 0; i < into.Length; i += Walk.Run) values[..Walk.Run].CopyTo(into[i..]);
        }

        /// <summary>Writes a block.</summary>
        internal void Read(int at, Span<T> into) => new StridedReader<T>(tensor.Memory<T>(), Walk, index, 0, at).Next(into.Length, into);
    }

    /// <summary>One function.</summary>
    private sealed class Step(Block<T> function, Slot[] from, Slot into)
    {
        private int a;
        private int b;
        private int c;
        private int y;

        internal void Number(Func<Slot, int> number) =>
            (a, b, c, y) = (number(from[0]), from.Length > 1 ? number(from[1]) : -1, from.Length > 2 ? number(from[2]) : -1, number(into));

        internal void Run(Fused<T> all, int at, int n) =>
            function.Run(all.At(a, at, n), b < 0 ? [] : all.At(b, at, n), c < 0 ? [] : all.At(c, at, n), all.At(y, at, n));
    }

    /// <summary>A sum of columns, in the order of <see cref="Reduction"/>: rows of a chunk one by one, then chunks.</summary>
    private sealed class Column(int after, Slot from, Tensor result)
    {
        /// <summary>After how many functions its operand is there.</summary>
        internal int After => after;

        internal int From { get; private set; }

        internal Tensor Result => result;

        internal void Number(Func<Slot, int> number) => From = number(from);

        internal void Add(ReadOnlySpan<T> rows, int width, int row, int all, Span<T> partial)
        {
            var total = result.Target<T>();
            for (int done = 0, left = rows.Length / width; left > 0;)
            {
                int inChunk = row % Reduction.Chunk, some = Math.Min(Reduction.Chunk - inChunk, left);
                var into = row < Reduction.Chunk ? total : partial;
                AddRows(rows[(done * width)..], width, some, inChunk == 0, into);
                (row, done, left) = (row + some, done + some, left - some);
                if (row > Reduction.Chunk && (row % Reduction.Chunk == 0 || row == all)) TensorPrimitives.Add(partial, total, total);
            }
        }

        /// <summary>Adds rows to the sums of their chunks.</summary>
        internal static void AddChunks(ReadOnlySpan<T> rows, int width, int row, Span<T> sums)
        {
            for (int some; rows.Length > 0; rows = rows[(some * width)..], row += some)
            {
                int inChunk = row % Reduction.Chunk;
                some = Math.Min(Reduction.Chunk - inChunk, rows.Length / width);
                AddRows(rows, width, some, inChunk == 0, sums.Slice(row / Reduction.Chunk * width, width));
            }
        }

        /// <summary>Adds the sums of all chunks, in order.</summary>
        internal void AddUp(ReadOnlySpan<T> sums, int width)
        {
            var total = result.Target<T>();
            sums[..width].CopyTo(total);
            for (int at = width; at < sums.Length; at += width) TensorPrimitives.Add(sums.Slice(at, width), total, total);
        }

        private static void AddRows(ReadOnlySpan<T> rows, int width, int count, bool begins, Span<T> into)
        {
            if (begins) rows[..width].CopyTo(into);
            int more = begins ? count - 1 : count;
            if (more > 0) Sum.Combine(begins ? rows[width..] : rows, width, more, into);
        }
    }
}
