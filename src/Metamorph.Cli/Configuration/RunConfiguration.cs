using System.Text.Json.Serialization;

namespace Metamorph.Cli.Configuration;

/// <summary>All that a run depends on: <c>config.json</c>. The same configuration gives the same model.</summary>
internal sealed record RunConfiguration
{
    /// <summary>The preset that it began as.</summary>
    public string Preset { get; init; } = "";

    /// <summary>
    /// maml, fomaml, imaml, anil, boil, cavia, meta-sgd, maml++, reptile, ridge-head, anil-ridge; of classes also proto-maml, prototypical, matching, relation, siamese,
    /// r2d2; or a rival: pretrained, fine-tuned, scratch, oracle (of sine waves), pooled-ridge, random-intercept, support-mean, support-ridge; of classes frozen-nearest,
    /// tfidf-centroid of texts, frozen-centroid and frozen-logistic on features that were trained on all training classes together, and the same of raw-... without them.
    /// </summary>
    public string Learner { get; init; } = "maml";

    /// <summary>Where random numbers come from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Outer steps.</summary>
    public int Iterations { get; init; } = 20_000;

    /// <summary>Tasks per iteration.</summary>
    public int MetaBatch { get; init; } = 25;

    /// <summary>Tasks side by side at most, which bounds memory; 0: all of a meta-batch.</summary>
    public int Chunk { get; init; }

    /// <summary>Whether a pre-trained and fine-tuned network is trained beside, as a rival.</summary>
    public bool Rival { get; init; } = true;

    /// <summary>The model.</summary>
    public NetworkConfiguration Network { get; init; } = new();

    /// <summary>Adaptation.</summary>
    public InnerConfiguration Inner { get; init; } = new();

    /// <summary>Meta-training.</summary>
    public OuterConfiguration Outer { get; init; } = new();

    /// <summary>The tasks.</summary>
    public TasksConfiguration Tasks { get; init; } = new();

    /// <summary>How the best iteration is chosen.</summary>
    public ValidationConfiguration Validation { get; init; } = new();

    /// <summary>How the result is measured.</summary>
    public EvaluationConfiguration Evaluation { get; init; } = new();

    /// <summary>When the run is saved, to be resumed.</summary>
    public CheckpointConfiguration Checkpoint { get; init; } = new();

    /// <summary>The table that tasks come from; null: there is none.</summary>
    public DataConfiguration? Data { get; init; }

    /// <summary>The classes of examples that tasks come from; null: there are none. Without a table either, tasks are sine waves.</summary>
    public ClassesConfiguration? Classes { get; init; }

    /// <summary>The sentences with named entities that tasks come from; null: there are none.</summary>
    public TaggingConfiguration? Tagging { get; init; }
}

/// <summary>The model.</summary>
internal sealed record NetworkConfiguration
{
    /// <summary>perceptron; of images and sounds conv4 or conv4-stride; of texts hashed or transformer.</summary>
    public string Kind { get; init; } = "perceptron";

    /// <summary>Of images: channels of every block.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>conv4-stride: whether its head sees the mean over space, and not all pixels of the last maps.</summary>
    public bool MeanOverSpace { get; init; } = true;

    /// <summary>All but perceptron: whether the head's weights are zeros before training, so that it favours no class.</summary>
    public bool ZeroHead { get; init; }

    /// <summary>Of texts: features of a token's vector; 0: 256, or 64 for a transformer.</summary>
    public int Features { get; init; }

    /// <summary>matching: what cosines are multiplied by.</summary>
    public double Scale { get; init; } = 10;

    /// <summary>matching: steps in which a query looks at the support set, with full context embeddings; 0: without them.</summary>
    public int ContextSteps { get; init; }

    /// <summary>Features of every hidden layer.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [40, 40];

    /// <summary>relu, leaky-relu, tanh, sigmoid, softplus or gelu.</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>glorot, he, lecun, orthogonal, or the standard deviation of a truncated normal distribution.</summary>
    public string Initializer { get; init; } = "glorot";
}

/// <summary>The inner loop.</summary>
internal sealed record InnerConfiguration
{
    /// <summary>sgd, momentum, nesterov, rmsprop, adagrad or adam.</summary>
    public string Rule { get; init; } = "sgd";

    /// <summary>The inner rate, or the one that learned rates begin with.</summary>
    public double Rate { get; init; } = 0.01;

    /// <summary>adam: how much of the gradients' mean is kept from step to step; 0: each step follows its own gradient.</summary>
    public double FirstDecay { get; init; } = 0.9;

    /// <summary>reptile: whether the state of the inner rule is learned with the start, and a task begins with it; else with none.</summary>
    public bool Continued { get; init; }

    /// <summary>Inner steps in training.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>unrolled, checkpointed, mixed, first-order, or implicit.</summary>
    public string Loop { get; init; } = "unrolled";

    /// <summary>cavia: numbers in the vector that is adapted.</summary>
    public int Context { get; init; } = 5;

    /// <summary>How strongly imaml and the implicit loop hold parameters at the start; ridge-head and anil-ridge: the penalties to begin with.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Support rows that an inner step sees; 0: all.</summary>
    public int BatchRows { get; init; }

    /// <summary>maml++: iterations in which the weights of the losses move to the last step.</summary>
    public int AnnealingIterations { get; init; }

    /// <summary>maml++: iterations with first-order derivatives.</summary>
    public int FirstOrderIterations { get; init; }
}

/// <summary>The outer optimizer.</summary>
internal sealed record OuterConfiguration
{
    /// <summary>sgd, momentum, nesterov, rmsprop, adagrad or adam.</summary>
    public string Rule { get; init; } = "adam";

    /// <summary>The outer rate.</summary>
    public double Rate { get; init; } = 0.001;

    /// <summary>constant, linear or cosine: how the rate comes to <see cref="FinalRate"/>.</summary>
    public string Schedule { get; init; } = "constant";

    /// <summary>The rate at the last iteration, unless the schedule is constant.</summary>
    public double FinalRate { get; init; }

    /// <summary>The greatest length of the meta-gradient; 0: any.</summary>
    public double Clip { get; init; }
}

/// <summary>The sizes of tasks.</summary>
internal sealed record TasksConfiguration
{
    /// <summary>Rows to adapt to.</summary>
    public int Support { get; init; } = 10;

    /// <summary>Rows to be judged by in training; 0: all others of a table's task.</summary>
    public int Query { get; init; } = 10;

    /// <summary>Sine waves: how many training tasks the rivals that are fitted in one call see; of a table they see all.</summary>
    public int Fit { get; init; } = 1000;
}

/// <summary>Validation tasks.</summary>
internal sealed record ValidationConfiguration
{
    /// <summary>After how many iterations the error is measured, and again.</summary>
    public int Every { get; init; } = 500;

    /// <summary>How many tasks; of a table: draws of support rows for each validation task.</summary>
    public int Tasks { get; init; } = 600;

    /// <summary>After how many steps of adaptation.</summary>
    public int Steps { get; init; } = 1;
}

/// <summary>Test tasks.</summary>
internal sealed record EvaluationConfiguration
{
    /// <summary>How many tasks; of a table: draws of support rows for each test task.</summary>
    public int Tasks { get; init; } = 1000;

    /// <summary>After which numbers of steps of adaptation.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [0, 1, 5, 10];
}

/// <summary>Checkpoints. No number of a run depends on when they are written.</summary>
internal sealed record CheckpointConfiguration
{
    /// <summary>After how many iterations one is written, and again; 0: after ten seconds.</summary>
    public int Every { get; init; }
}

/// <summary>A table of many small tasks.</summary>
internal sealed record DataConfiguration
{
    /// <summary>The CSV or TSV file, plain or gzip, or a folder with one for each task.</summary>
    public string Path { get; init; } = "";

    /// <summary>The column that says which task a row is of; empty: every file of a folder is a task.</summary>
    public string Task { get; init; } = "";

    /// <summary>The column that is predicted.</summary>
    public string Target { get; init; } = "";

    /// <summary>The columns that it is predicted from; none: all others.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Columns of names and not of numbers, features or the target; <c>auto</c>: all that have a text that is no number.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>What becomes of empty cells: error, mean, indicator or drop.</summary>
    public string Missing { get; init; } = "error";

    /// <summary>What becomes of categories that no training task has: error or zeros.</summary>
    public string Unknown { get; init; } = "error";

    /// <summary>Which rows of a task are its support: random, or the first by a column of numbers.</summary>
    public string Order { get; init; } = "random";

    /// <summary>How tasks are split: seed, or a column that says train, validation or test.</summary>
    public string Split { get; init; } = "seed";

    /// <summary>Whether tasks with too few rows are left out.</summary>
    public bool DropSmall { get; init; }

    /// <summary>A task in words.</summary>
    internal string TaskName(string name) => Task.Length > 0 ? $"{Task} {name}" : name;
}

/// <summary>Tasks of some classes: which is this, after a few examples of each.</summary>
internal sealed record ClassesConfiguration
{
    /// <summary>The folder of the data set.</summary>
    public string Path { get; init; } = "";

    /// <summary>Of folders of pictures: what all are resized to, as 28x28; empty: they are of one size.</summary>
    public string Size { get; init; } = "";

    /// <summary>Of folders of pictures: auto, grey or colour.</summary>
    public string Colour { get; init; } = "auto";

    /// <summary>Whether damaged files are left out, and noted.</summary>
    public bool SkipDamaged { get; init; }

    /// <summary>Of spoken commands: whether a class is a keyword of one speaker, and not of all.</summary>
    public bool BySpeaker { get; init; }

    /// <summary>Of folders of sounds: samples a second that all are brought to.</summary>
    public int Rate { get; init; } = 16_000;

    /// <summary>Of texts: buckets that words and n-grams are hashed into.</summary>
    public int Buckets { get; init; } = 8192;

    /// <summary>Of texts: tokens of a text at most; 0: 128, or 32 words for a transformer.</summary>
    public int Length { get; init; }

    /// <summary>Classes of a task.</summary>
    public int Ways { get; init; } = 5;

    /// <summary>Support examples of each class.</summary>
    public int Shots { get; init; } = 1;

    /// <summary>Query examples of each class, when a model is measured.</summary>
    public int Queries { get; init; } = 15;

    /// <summary>Classes of a training task; 0: as many as of others.</summary>
    public int TrainWays { get; init; }

    /// <summary>Support examples of each class in training; 0: as many as otherwise.</summary>
    public int TrainShots { get; init; }

    /// <summary>Query examples of each class in training; 0: as many as otherwise.</summary>
    public int TrainQueries { get; init; }

    /// <summary>none, per-class or classes: what becomes of images turned by quarters.</summary>
    public string Rotations { get; init; } = "none";

    /// <summary>The same for training tasks; empty: as otherwise.</summary>
    public string TrainRotations { get; init; } = "";

    /// <summary>Whether all classes of a task are of one group: an alphabet, a speaker.</summary>
    public bool WithinGroup { get; init; }

    /// <summary>Whether ways and shots of training tasks vary, up to those that are given.</summary>
    public bool Varied { get; init; }

    /// <summary>The fraction of the training classes that the best iteration is chosen by, where a data set has no test classes and results are measured on its validation classes.</summary>
    public double HoldOut { get; init; } = 0.1;

    /// <summary>Training tasks that running statistics of batch norms are measured on.</summary>
    public int StatisticsTasks { get; init; } = 100;
}

/// <summary>Taggers of named entities, each of a domain.</summary>
internal sealed record TaggingConfiguration
{
    /// <summary>The folder of files {domain}.{train|dev|test}.txt.gz.</summary>
    public string Path { get; init; } = "";

    /// <summary>The domain that results are measured on; empty: the last by name.</summary>
    public string Test { get; init; } = "";

    /// <summary>Sentences to learn from.</summary>
    public int Support { get; init; } = 10;

    /// <summary>Sentences to be judged by.</summary>
    public int Query { get; init; } = 20;

    /// <summary>Buckets that words, their n-grams and those of their neighbours are hashed into.</summary>
    public int Buckets { get; init; } = 8192;
}

/// <summary>How a configuration is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
