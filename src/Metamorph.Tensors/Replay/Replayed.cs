namespace Metamorph.Tensors;

/// <summary>A function of tensors with its plans, one for each form of arguments.</summary>
internal sealed class Replayed<TIn, TOut>(Func<TIn, TOut> function, int threads, bool reuse = false)
    where TIn : ITensors<TIn>
    where TOut : ITensors<TOut>
{
    /// <summary>Forms of which plans are kept; the one that was not used for longest goes.</summary>
    private const int MostPlans = 16;

    private readonly List<Kept> plans = [];

    /// <summary>The plan of the last call.</summary>
    internal Plan? Last { get; private set; }

    /// <summary>What the function makes of some arguments.</summary>
    internal TOut Run(TIn x)
    {
        var inputs = x.Tensors;

        // To a derivative that listens, and to another recording, its operations are what counts.
        for (int i = 0; i < inputs.Count; i++)
            if (inputs[i].Scope is not null || inputs[i].Recorded is not null) return function(x);
        int at = plans.Count - 1;
        while (at >= 0 && !plans[at].Fits(x, inputs)) at--;
        Kept? kept;
        if (at < 0)
        {
            kept = New(x);
            if (kept is null) return function(x);
            if (plans.Count == MostPlans) plans.RemoveAt(0);
        }
        else
        {
            kept = plans[at];
            plans.RemoveAt(at);
            if (++kept.Calls is 2 or 10 or 100 or 1000) Compare(kept, x);
        }

        plans.Add(kept);
        Last = kept.Plan;
        return kept.Form.With(kept.Plan.Run(inputs));
    }

    /// <summary>A plan for a new form of arguments; null: a derivative listens to what the function uses.</summary>
    private Kept? New(TIn x) => Arena.Outside(() =>
    {
        // What is recorded inside an arena outlives it.
        var (recording, form) = RecordingOf(x);
        return form.Tensors.Any(t => t.Scope is not null) ? null : Record(x, recording, form);
    });

    private Kept Record(TIn x, Recording recording, TOut form) =>
        new([.. x.Tensors.Select((t, i) => (x is TensorList ? "" : x.NameOf(i), t.DType, t.IsWeak, t.Shape, t.Tasks))], recording, new(recording, threads, reuse), form) { Calls = 1 };

    private (Recording Recording, TOut Form) RecordingOf(TIn x)
    {
        TOut form = default!;
        var recording = Recording.Of(inputs => (form = function(x.With(inputs))).Tensors, x.Tensors);
        return (recording, form);
    }

    /// <summary>Records again: what was constant must still be, or it should have been an argument.</summary>
    private void Compare(Kept kept, TIn x)
    {
        var again = Arena.Outside(() => RecordingOf(x)).Recording;
        int place = kept.Recording.Difference(again);
        if (place < 0) return;
        var (before, now) = (kept.Recording, again);
        string what = place >= before.Values.Length || place >= now.Values.Length || before.Values[place].Constant is null || now.Values[place].Constant is null
            ? $"it does something else from {Describe(now.Values[Math.Min(place, now.Values.Length - 1)])} on"
            : $"the constant {now.Values[place].Form} that goes into {Describe(now.UserOf(place))} was {Printed(before.Values[place].Constant!)} and is {Printed(now.Values[place].Constant!)}";
        throw new InvalidOperationException(
            $"Replay.Of: call {kept.Calls} does not do what was recorded: {what}. What changes from call to call must be an argument, as a tensor: a rate, a step count, a mask; a C# number is recorded as it was.");
    }

    private static string Describe(Value value) => value.Primitive is null ? $"an input {value.Form}" : $"{value.Primitive.Name} with the result {value.Form}";

    private static string Printed(Tensor x) => x.Storage.Count == 1 || x.Count <= 4 ? string.Join(", ", x.ToDoubles().Take(4)) : x.Form;

    private sealed record Kept((string Name, DType DType, bool IsWeak, Shape Shape, int? Tasks)[] Forms, Recording Recording, Plan Plan, TOut Form)
    {
        internal int Calls { get; set; }

        internal bool Fits(TIn all, IReadOnlyList<Tensor> inputs)
        {
            if (inputs.Count != Forms.Length) return false;
            for (int i = 0; i < Forms.Length; i++)
            {
                var (form, x) = (Forms[i], inputs[i]);
                if (form.DType != x.DType || form.IsWeak != x.IsWeak || form.Tasks != x.Tasks || form.Shape != x.Shape) return false;
                if (all is not TensorList && form.Name != all.NameOf(i)) return false;
            }

            return true;
        }
    }
}
