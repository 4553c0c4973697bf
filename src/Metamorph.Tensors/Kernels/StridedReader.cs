using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Reads strided memory in row-major order, block by block, as contiguous spans: a slice of the memory itself where it is
/// dense, otherwise a copy in the caller's scratch block (filled only once when all strides are 0).
/// </summary>
internal ref struct StridedReader<T>
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> memory;
    private readonly int run;
    private readonly int stride;
    private readonly bool transposed;
    private readonly bool dense;
    private readonly bool constant;
    private Odometer outer;
    private int inner;
    private bool filled;

    /// <param name="memory">The memory that <paramref name="offset"/> and the strides refer to.</param>
    /// <param name="offset">Where entry 0 lies.</param>
    /// <param name="sizes">Sizes, outermost axis first.</param>
    /// <param name="strides">Strides, or null where the values lie row after row without gaps.</param>
    internal StridedReader(ReadOnlySpan<T> memory, int offset, ReadOnlySpan<int> sizes, int[]? strides)
    {
        this.memory = memory;
        dense = strides is null;
        var (merged, steps) = dense ? ([], []) : Strides.Merge(sizes, strides);
        dense |= merged is [_] && steps[0] == 1;
        constant = !dense && (merged.Length == 0 || (merged.Length == 1 && steps[0] == 0));
        (run, stride) = merged.Length > 0 ? (merged[^1], steps[^1]) : (1, 0);
        transposed = merged.Length > 1 && steps[^2] == 1;
        outer = dense || constant ? new([], [], offset) : new(merged[..^1], steps[..^1], offset);
    }

    /// <summary>Whether every block is a slice of the memory, so that one block may be as long as the whole.</summary>
    internal readonly bool IsDense => dense;

    /// <summary>The next <paramref name="count"/> values.</summary>
    /// <param name="count">How many; there must be as many left.</param>
    /// <param name="scratch">At least <paramref name="count"/> long, always the same block, its contents left alone between calls.</param>
    internal ReadOnlySpan<T> Next(int count, Span<T> scratch)
    {
        if (dense)
        {
            inner += count;
            return memory.Slice(outer.Position + inner - count, count);
        }

        if (constant)
        {
            if (!filled) scratch.Fill(memory[outer.Position]);
            filled = true;
        }
        else
        {
            Gather(scratch[..count]);
        }

        return scratch[..count];
    }

    private void Gather(Span<T> block)
    {
        for (int done = 0; done < block.Length;)
        {
            if (transposed && inner == 0 && block.Length - done >= 2 * run)
            {
                done += CopyTransposed(block[done..]);
                continue;
            }

            var target = block.Slice(done, Math.Min(block.Length - done, run - inner));
            int start = outer.Position + inner * stride;
            if (stride == 1) memory.Slice(start, target.Length).CopyTo(target);
            else if (stride == 0) target.Fill(memory[start]);
            else CopyStrided(start, target);
            done += target.Length;
            inner += target.Length;
            if (inner == run)
            {
                inner = 0;
                outer.Next();
            }
        }
    }

    /// <summary>As many whole runs as there are and as the target holds, if neighbouring runs are neighbours in memory.</summary>
    private unsafe int CopyTransposed(Span<T> target)
    {
        int rows = Math.Min(target.Length / run, outer.Left), start = outer.Position;

        // Both corners are checked here, as the copy does not.
        _ = memory[start + Math.Min(0, (run - 1) * stride)];
        _ = memory[start + rows - 1 + Math.Max(0, (run - 1) * stride)];
        fixed (T* from = memory, to = target) Transposition.Copy(rows, run, from + start, 1, stride, to, run);
        outer.Next(rows);
        return rows * run;
    }

    private readonly void CopyStrided(int start, Span<T> target)
    {
        // Both ends are checked here, so that the loop need not be.
        _ = memory[start];
        _ = memory[start + (target.Length - 1) * stride];
        ref T source = ref MemoryMarshal.GetReference(memory);
        for (int i = 0; i < target.Length; i++, start += stride) target[i] = Unsafe.Add(ref source, start);
    }
}
