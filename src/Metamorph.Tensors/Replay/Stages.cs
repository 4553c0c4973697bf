namespace Metamorph.Tensors;

/// <summary>
/// The order in which a recording is run: a stage of work for all tasks together, then one of work that each task does for itself, and so on. A
/// sum over tasks needs no wait of its own: each task adds its part when it has it, and what is made of the sum stands in the next stage.
/// </summary>
internal sealed class Stages
{
    private readonly int[] levels;
    private readonly bool[] sums;

    internal Stages(Recording recording)
    {
        var values = recording.Values;
        Tasks = values.Where(v => v.Primitive is not null && v.Tasks > 1).GroupBy(v => v.Tasks!.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault();
        bool[] perTask = new bool[values.Length];
        (levels, sums) = (new int[values.Length], new bool[values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (value.Primitive is not { } primitive) continue;
            int after = value.Inputs.Length == 0 ? 0 : value.Inputs.Max(j => levels[j]);
            perTask[i] = Tasks > 0 && value.Tasks == Tasks && !primitive.MovesTasks
                && Array.TrueForAll(value.Inputs, j => values[j].Tasks is null || values[j].Tasks == Tasks)
                && (primitive is BroadcastToPrimitive || Array.Exists(value.Inputs, j => values[j].Tasks == Tasks));
            sums[i] = primitive is SumToPrimitive { Tasks: null } && perTask[value.Inputs[0]];
            levels[i] = perTask[i] ? after | 1 : (after + 1) / 2 * 2;
        }

        Count = values.Length == 0 ? 0 : levels.Max() + 1;
    }

    /// <summary>The number of tasks that work side by side; 0: none do.</summary>
    internal int Tasks { get; }

    /// <summary>How many stages there are: those with odd numbers are for each task.</summary>
    internal int Count { get; }

    /// <summary>The stage in which a value is made; that of the parts, if it is a sum over tasks.</summary>
    internal int MadeIn(int place) => sums[place] ? levels[place] - 1 : levels[place];

    /// <summary>Whether a value is the sum over tasks of one that is made task by task.</summary>
    internal bool IsSum(int place) => sums[place];
}
