using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>A recording made ready to be run: stages, work bound to memory, and a share of the tasks for each thread. One run at a time.</summary>
internal sealed class Plan
{
    private readonly Recording recording;
    private readonly Tensor?[] whole;
    private readonly PlanMemory[] memories;
    private readonly Action[] steps;
    private readonly TaskStage[] taskStages;
    private readonly Tensor?[][] sets;
    private int runs;
    private int sharing;

    /// <param name="recording">What it does.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="reuse">Whether results share two sets of memory in turn.</param>
    internal Plan(Recording recording, int threads, bool reuse = false)
    {
        this.recording = recording;
        sets = reuse ? [new Tensor?[recording.Outputs.Length], new Tensor?[recording.Outputs.Length]] : [];
        var values = recording.Values;
        var stages = new Stages(recording);
        whole = Array.ConvertAll(values, v => v.Primitive is null ? v.Constant ?? Hollow(v) : null);
        bool[] needed = new bool[values.Length]; // beyond the stage in which it is made
        foreach (int output in recording.Outputs) needed[output] = true;
        for (int i = 0; i < values.Length; i++)
            foreach (int input in values[i].Inputs)
                needed[input] |= stages.MadeIn(i) != stages.MadeIn(input);

        var (todo, parts, memory) = (new List<Action>(), new List<TaskStage>(), new List<PlanMemory>());
        for (int stage = 0; stage < stages.Count; stage++)
        {
            int[] members = [.. Enumerable.Range(0, values.Length).Where(i => values[i].Primitive is not null && stages.MadeIn(i) == stage)];
            if (members.Length == 0) continue;
            int[] results = Array.FindAll(members, i => needed[i] && !stages.IsSum(i));
            if (stage % 2 == 1)
            {
                int[] sums = Array.FindAll(members, stages.IsSum);
                foreach (int i in results) (whole[i] = Hollow(values[i])).Storage.Take();
                var part = new TaskStage(recording, members, sums, results, Whole, stages.Tasks, threads);
                foreach (var (i, total) in sums.Zip(part.Totals)) whole[i] = total;
                parts.Add(part);
                todo.Add(part.Run);
            }
            else
            {
                var bound = new Bound(recording, members, Whole, null);
                bound.Settle(results);
                var own = new PlanMemory();
                own.Reserve(bound.Sizes);
                bound.PutInto(own);
                memory.Add(own);
                foreach (int i in results) whole[i] = bound[i];
                todo.Add(() => sharing = Math.Max(sharing, bound.Run(threads)));
            }
        }

        (steps, taskStages, memories) = ([.. todo], [.. parts], [.. memory]);
    }

    /// <summary>Tasks that a thread has at hand at a time; 0 where tasks do not work side by side.</summary>
    internal int Chunk => taskStages.Length == 0 ? 0 : taskStages.Max(p => p.Chunk);

    /// <summary>Bytes that the plan holds.</summary>
    internal long Bytes => memories.Sum(m => m.Bytes) + taskStages.Sum(p => p.Bytes);

    /// <summary>How many threads did work in the last run.</summary>
    internal int Threads => taskStages.Aggregate(sharing, (most, p) => Math.Max(most, p.Threads));

    /// <summary>Runs it.</summary>
    /// <param name="inputs">Of the forms that were recorded.</param>
    /// <returns>Tensors of their own memory, or of that of the result before the last.</returns>
    internal Tensor[] Run(IReadOnlyList<Tensor> inputs)
    {
        var values = recording.Values;
        for (int i = 0; i < values.Length; i++)
            if (values[i].Input >= 0) Put(whole[i]!, inputs[values[i].Input].Dense().Complete());
        sharing = 1;
        foreach (var step in steps) step();
        var set = sets.Length == 0 ? null : sets[runs++ % sets.Length];
        var results = new Tensor[recording.Outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            int output = recording.Outputs[i];
            results[i] = values[output].Input >= 0 ? inputs[values[output].Input] : values[output].Constant ?? Result(whole[output]!, set, i);
        }

        return results;
    }

    /// <summary>A copy of a result: in new memory, or in that of a tensor which nobody may use any more.</summary>
    private static Tensor Result(Tensor x, Tensor?[]? set, int place)
    {
        if (set is null) return x.Copy();

        // Memory that is used again may not lie in an arena, which would lend it to others.
        return set[place] = set[place] is { } over ? x.CopyInto(over.Renewed()) : Arena.Outside(x.Copy);
    }

    /// <summary>The tensor of a value, with all tasks.</summary>
    private Tensor Whole(int place) => whole[place] ?? throw new InvalidOperationException($"value {place} of a plan is read before it is made.");

    /// <summary>A tensor whose memory comes later.</summary>
    private static Tensor Hollow(Value value) => Tensor.Allocate(value.DType, value.Shape, value.Tasks, value.IsWeak);

    private static void Put(Tensor hollow, Tensor input)
    {
        switch (hollow.DType)
        {
            case DType.Float32: Put<float>(hollow, input); break;
            case DType.Float64: Put<double>(hollow, input); break;
            default: Put<int>(hollow, input); break;
        }
    }

    private static void Put<T>(Tensor hollow, Tensor input)
        where T : unmanaged
    {
        var (array, start) = ((Storage<T>)input.Storage).Place();
        ((Storage<T>)hollow.Storage).PutAt(array, start + input.Offset);
    }
}
