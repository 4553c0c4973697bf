namespace Metamorph.Data;

/// <summary>Some of the numbers from 0 on, without replacement, every order equally likely.</summary>
internal static class Choice
{
    /// <summary>Draws them: the first steps of a shuffle, of which only the places that moved are kept (Durstenfeld 1964), so that few of many cost little.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="count">From 0 to below it.</param>
    /// <param name="chosen">How many: at most as many as there are.</param>
    internal static int[] Of(Key key, int count, int chosen)
    {
        double[] draws = key.Uniform(0, 1, [chosen], dtype: DType.Float64).ToArray<double>();
        Dictionary<int, int> moved = [];
        int[] taken = new int[chosen];
        for (int i = 0; i < chosen; i++)
        {
            // Below 1, so the product is below count - i; doubles have 53 bits, counts fewer than 31.
            int place = i + (int)(draws[i] * (count - i));
            taken[i] = moved.GetValueOrDefault(place, place);
            moved[place] = moved.GetValueOrDefault(i, i);
        }

        return taken;
    }
}
