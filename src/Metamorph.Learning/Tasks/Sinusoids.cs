namespace Metamorph.Learning;

/// <summary>
/// Regression of sine waves: y = a sin(x - p), a task having an amplitude a and a phase p of its own (Finn et al. 2017,
/// https://arxiv.org/abs/1703.03400, section 5.1): a in 0.1 .. 5, p in 0 .. pi, x in -5 .. 5, all uniform.
/// </summary>
/// <param name="Support">Points to learn from.</param>
/// <param name="Query">Points to be judged by.</param>
public sealed record Sinusoids(int Support, int Query)
{
    /// <summary>Whether amplitude and phase stand beside x in every row, for an <see cref="Oracle"/>. The points are the same. The default value is false.</summary>
    public bool Revealed { get; init; }

    /// <summary>Draws tasks: a <see cref="TaskDistribution{TTask}"/>.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="tasks">How many.</param>
    /// <returns>Support and query, x [tasks; points, 1], or [tasks; points, 3] where amplitude and phase are revealed, and y [tasks; points, 1].</returns>
    public Episode Draw(Key key, int tasks)
    {
        var amplitude = key.Fold(0).Uniform(0.1, 5, [1, 1], tasks);
        var phase = key.Fold(1).Uniform(0, Math.PI, [1, 1], tasks);
        return new(Points(key.Fold(2), Support), Points(key.Fold(3), Query));

        Batch Points(Key part, int count)
        {
            var x = part.Uniform(-5, 5, [count, 1], tasks);
            var y = amplitude * (x - phase).Sin();
            return new(Revealed ? Tensor.Concatenate([x, amplitude.BroadcastTo(x.Shape), phase.BroadcastTo(x.Shape)], 1) : x, y);
        }
    }
}
