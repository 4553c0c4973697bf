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

    /// <param name="memory">The memory that the walk goes through.</param>
    /// <param name="walk">The walk.</param>
    /// <param name="index">Scratch for the position, of the walk's outer rank.</param>
    internal StridedReader(ReadOnlySpan<T> memory, Walk walk, int[] index)
    {
        this.memory = memory;
        (dense, constant, run, stride, transposed) = (walk.IsDense, walk.IsConstant, walk.Run, walk.Stride, walk.IsTransposed);
        outer = walk.Outer(index);
    }

    /// <summary>The same walk elsewhere, or from another value on.</summary>
    /// <param name="memory">The memory that the walk goes through.</param>
    /// <param name="walk">The walk.</param>
    /// <param name="index">Scratch for the position, of the walk's outer rank.</param>
    /// <param name="moved">How far its beginning is moved.</param>
    /// <param name="passed">How many values are passed over.</param>
    internal StridedReader(ReadOnlySpan<T> memory, Walk walk, int[] index, int moved, int passed = 0)
        : this(memory, walk, index)
    {
        inner = dense || constant ? passed : passed % run;
        outer = walk.Outer(index, dense || constant ? 0 : passed / run, moved);
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
