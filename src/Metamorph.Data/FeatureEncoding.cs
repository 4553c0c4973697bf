namespace Metamorph.Data;

/// <summary>From rows of a table to inputs of a model: x = (value, or what it is filled with if it is missing, - mean) / deviation.</summary>
/// <param name="Columns">How each column becomes inputs.</param>
/// <param name="Mean">One number per input; 0 for categories and indicators.</param>
/// <param name="Deviation">One number per input; 1 for categories, indicators and constant columns.</param>
/// <param name="Fill">What missing values are filled with: one number per input.</param>
internal sealed record FeatureEncoding(IReadOnlyList<FeatureColumn> Columns, double[] Mean, double[] Deviation, double[] Fill)
{
    /// <summary>How many inputs there are.</summary>
    internal int Inputs => Columns.Sum(c => c.Width);

    internal static FeatureEncoding Fit(IReadOnlyList<TableTask> tasks, EncodingChoices choices)
    {
        FeatureColumn[] columns = [.. tasks[0].Columns.Features.Select(name => FeatureColumn.Fit(name, tasks, choices))];
        int inputs = columns.Sum(c => c.Width), input = 0;
        double[] mean = new double[inputs], deviation = [.. Enumerable.Repeat(1.0, inputs)], fill = new double[inputs];
        double[][] values = [.. tasks.Select(t => Values(t, columns, choices))];
        foreach (var column in columns)
        {
            for (int i = 0; i < column.ValueWidth; i++)
            {
                var moments = Measured(column, input + i);
                fill[input + i] = moments.Mean;
                if (column.Categories is null) (mean[input + i], deviation[input + i]) = (moments.Mean, moments.Deviation > 0 ? moments.Deviation : 1);
            }

            input += column.Width;
        }

        return new(columns, mean, deviation, fill);

        Moments Measured(FeatureColumn column, int place)
        {
            double[] known = [.. values.SelectMany(v => Enumerable.Range(0, v.Length / inputs).Select(row => v[row * inputs + place])).Where(v => !double.IsNaN(v))];
            if (known.Length == 0) throw new TableException($"{tasks[0].Table.Name}: column {Quoted.Text(column.Name)} is empty in all rows of the training tasks. Expected numbers. Leave the column out.");
            return Moments.Of(known) is { IsFinite: true } moments ? moments : throw TooLarge.Measured(tasks[0].Table, column.Name);
        }
    }

    /// <summary>The inputs of a task's rows: Float32 [rows, inputs].</summary>
    /// <exception cref="TableException">A cell cannot be read, or its number is too far from the mean.</exception>
    internal Tensor Encode(TableTask task, EncodingChoices choices)
    {
        double[] values = Values(task, Columns, choices);
        int inputs = Inputs;
        for (int i = 0; i < values.Length; i++)
        {
            int input = i % inputs;
            values[i] = ((double.IsNaN(values[i]) ? Fill[input] : values[i]) - Mean[input]) / Deviation[input];
            if (!float.IsFinite((float)values[i])) throw TooLarge.Scaled(values[i], task.Table, NameOf(input), task.Places[i / inputs]);
        }

        return Tensor.Of(values, [task.Rows, inputs]).Cast(DType.Float32);
    }

    private static double[] Values(TableTask task, IReadOnlyList<FeatureColumn> columns, EncodingChoices choices)
    {
        double[] values = new double[task.Rows * columns.Sum(c => c.Width)];
        int place = 0;
        foreach (int row in task.Places)
        {
            foreach (var column in columns)
            {
                column.Write(task.Table, row, choices, values.AsSpan(place, column.Width));
                place += column.Width;
            }
        }

        return values;
    }

    private string NameOf(int input)
    {
        foreach (var column in Columns)
        {
            if (input < column.Width) return column.Name;
            input -= column.Width;
        }

        throw new ArgumentOutOfRangeException(nameof(input), input, "expected the place of an input.");
    }
}
