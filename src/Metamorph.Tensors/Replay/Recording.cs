namespace Metamorph.Tensors;

/// <summary>What a function of tensors does, as a list of values in the order in which they are made: without what nobody reads, and nothing twice.</summary>
internal sealed class Recording
{
    private Recording(Value[] values, int[] outputs) => (Values, Outputs) = (values, outputs);

    /// <summary>Inputs, constants and results; each after those that it is made of.</summary>
    internal Value[] Values { get; }

    /// <summary>The places of what the function returns.</summary>
    internal int[] Outputs { get; }

    /// <summary>Runs a function on tensors that have shapes and no numbers.</summary>
    /// <param name="function">The function.</param>
    /// <param name="like">What its arguments look like.</param>
    /// <exception cref="RecordingException">It reads a number.</exception>
    internal static Recording Of(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function, IReadOnlyList<Tensor> like)
    {
        Tensor[] inputs = [.. like.Select(Recorded.Input)];
        return Of([.. function(inputs).Select(Recorded.Of)], [.. inputs.Select(x => x.Recorded!)]);
    }

    /// <summary>The first value that differs from another recording's of the same function: its place, or -1.</summary>
    internal int Difference(Recording other)
    {
        for (int i = 0; i < Math.Min(Values.Length, other.Values.Length); i++)
            if (!Values[i].Same(other.Values[i])) return i;
        return Values.Length != other.Values.Length ? Math.Min(Values.Length, other.Values.Length)
            : Outputs.AsSpan().SequenceEqual(other.Outputs) ? -1 : Values.Length - 1;
    }

    /// <summary>The first value that is made of one, or the value itself.</summary>
    internal Value UserOf(int place) => Array.Find(Values, v => v.Inputs.Contains(place)) ?? Values[place];

    private static Recording Of(Recorded[] outputs, HashSet<Recorded> own)
    {
        var reached = new HashSet<Recorded>();
        var stack = new Stack<Recorded>(outputs);
        while (stack.TryPop(out var at))
            if (reached.Add(at))
                foreach (var input in at.Inputs) stack.Push(input);
        if (reached.Any(r => r.Index >= 0 && !own.Contains(r))) throw new RecordingException();

        var values = new List<Value>();
        var places = new Dictionary<Recorded, int>();
        var known = new Dictionary<Made, int>();
        var constants = new Dictionary<(DType, bool, Shape, int?, long), int>();
        foreach (var at in reached.Where(r => r.Constant is null).OrderBy(r => r.Id)) PlaceOf(at);
        int[] results = Array.ConvertAll(outputs, PlaceOf);
        return new([.. values], results);

        // A constant stands in front of the first that reads it.
        int PlaceOf(Recorded at) => places.TryGetValue(at, out int place) ? place : places[at] = Place(at);

        int Place(Recorded at)
        {
            int[] inputs = Array.ConvertAll(at.Inputs, PlaceOf);
            if (at.Primitive is { } primitive and not AgainPrimitive) return Known(known, new(primitive, inputs), at, inputs);
            if (at.Constant is { } constant && constant.Storage.Count == 1)
                return Known(constants, (at.DType, at.IsWeak, at.Shape, at.Tasks, BitConverter.DoubleToInt64Bits(constant.View([], null, constant.Offset, [0]).ToDoubles()[0])), at, inputs);
            return Add(at, inputs);
        }

        int Known<TKey>(Dictionary<TKey, int> places, TKey key, Recorded at, int[] inputs)
            where TKey : notnull
        {
            if (!places.TryGetValue(key, out int place)) places[key] = place = Add(at, inputs);
            return place;
        }

        int Add(Recorded at, int[] inputs)
        {
            values.Add(new(at.Primitive, inputs, at.Index, at.Constant, at.DType, at.Shape, at.Tasks, at.IsWeak));
            return values.Count - 1;
        }
    }

    /// <summary>What makes equal values: an equal primitive of the same inputs.</summary>
    private readonly record struct Made(Primitive Primitive, int[] Inputs)
    {
        public bool Equals(Made other) => Primitive.Equals(other.Primitive) && Inputs.AsSpan().SequenceEqual(other.Inputs);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Primitive.GetType());
            foreach (int i in Inputs) hash.Add(i);
            return hash.ToHashCode();
        }
    }
}
