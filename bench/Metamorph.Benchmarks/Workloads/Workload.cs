using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metamorph.Benchmarks.Workloads;

/// <summary>Training of MAML with second derivatives, as anybody would write it: an iteration is what <see cref="MetaTraining"/> yields.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Network">What is trained.</param>
/// <param name="Ways">Classes; 1 for regression.</param>
/// <param name="Shots">Support examples of a class.</param>
/// <param name="Queries">Query examples of a class.</param>
/// <param name="Steps">Inner steps.</param>
/// <param name="Tasks">Tasks of an iteration.</param>
/// <param name="Rate">The inner rate.</param>
/// <param name="Width">Hidden features, or filters.</param>
internal sealed record Workload(string Name, Network Network, int Ways, int Shots, int Queries, int Steps, int Tasks, double Rate, int Width)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Those that are compared with PyTorch: one file, which its script reads too.</summary>
    internal static IReadOnlyList<Workload> All { get; } = JsonSerializer.Deserialize<Workload[]>(File.ReadAllText(Path.Combine(Folder, "workloads.json")), Json)!;

    /// <summary>Where the workloads and the script of the peer are.</summary>
    internal static string Folder => Path.Combine(AppContext.BaseDirectory, "peer");

    /// <summary>A workload of a name.</summary>
    internal static Workload Named(string name) => All.Single(w => w.Name == name);

    /// <summary>The network.</summary>
    [JsonIgnore]
    internal Module Module => Network == Network.Mlp
        ? new Mlp(1, Width, Width, 1)
        : new Conv4([1, 28, 28], Ways) { Filters = Width, Downsample = Network == Network.Pool ? Downsample.MaxPool : Downsample.Stride, MeanOverSpace = true };

    /// <summary>What is trained.</summary>
    /// <param name="loop">How the inner loop is differentiated; null: as by default.</param>
    internal Maml Learner(InnerLoop? loop = null) => new(Module, Network == Network.Mlp ? Losses.SquaredError : Losses.CrossEntropy, Optimizers.Sgd(Rate), Steps, loop);

    /// <summary>Tasks of random numbers, the same every time.</summary>
    internal Episode Draw()
    {
        var key = new Key(1);
        return new(Examples(key.Fold(0), Shots), Examples(key.Fold(1), Queries));
    }

    /// <summary>Training without end, on the same tasks again and again.</summary>
    internal IEnumerable<MetaStep> Train()
    {
        var episode = Draw();
        return MetaTraining.Run(Learner(), (_, _) => episode, Optimizers.Adam(1e-3), Tasks, new Key(2));
    }

    /// <summary>The workload as text, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Json);

    internal static Workload Parse(string text) => JsonSerializer.Deserialize<Workload>(text, Json)!;

    private Batch Examples(Key key, int perClass)
    {
        int rows = Ways * perClass;
        if (Network == Network.Mlp)
        {
            var x = key.Uniform(-5, 5, [rows, 1], Tasks);
            return new(x, x.Sin());
        }

        int[] labels = [.. Enumerable.Range(0, Tasks * rows).Select(i => i % rows % Ways)];
        return new(key.Uniform(0, 1, [rows, 1, 28, 28], Tasks), Tensor.Of(labels, [rows], Tasks));
    }
}
