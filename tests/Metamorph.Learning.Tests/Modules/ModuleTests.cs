namespace Metamorph.Learning.Tests;

/// <summary>What holds for every module.</summary>
public sealed class ModuleTests
{
    private static readonly Key Random = new(21);

    private static readonly Func<Key, int?, Tensor> Texts = (key, tasks) => key.Integers(0, 7, [5, 4], tasks);

    /// <summary>Modules, and inputs of one task to each.</summary>
    private static readonly Dictionary<string, (Module Module, Func<Key, int?, Tensor> X)> All = new()
    {
        ["Linear"] = (new Linear(3, 4), Rows),
        ["Linear, no bias, of a stack of matrices"] = (new Linear(3, 4) { Bias = false }, (key, tasks) => key.Uniform(-2, 2, [2, 5, 3], tasks, DType.Float64)),
        ["Mlp"] = (new Mlp(3, 6, 5, 2) { Activation = Activation.Tanh }, Rows),
        ["LayerNorm"] = (new LayerNorm(3), Rows),
        ["Activation"] = (Activation.Gelu, Rows),
        ["Dropout"] = (new Dropout(0.5), Rows),
        ["Embedding"] = (new Embedding(7, 3), (key, tasks) => key.Integers(0, 7, [5], tasks)),
        ["Conditioned"] = (new Conditioned(new Mlp(5, 4, 2) { Activation = Activation.Tanh }, 2), Rows),
        ["Conv1d"] = (new Conv1d(4, 2, 3) { Stride = 2, Padding = 1 }, (key, tasks) => key.Uniform(-2, 2, [2, 4, 5], tasks, DType.Float64)),
        ["Conv2d"] = (new Conv2d(4, 2, (2, 3)) { Padding = 1, Groups = 2 }, Images),
        ["MaxPool2d"] = (new MaxPool2d(2), Images),
        ["AveragePool2d"] = (new AveragePool2d(2), Images),
        ["GlobalAveragePool"] = (new GlobalAveragePool(), Images),
        ["Flatten"] = (new Flatten(), Images),
        ["BatchNorm"] = (new BatchNorm(4), Images),
        ["BatchNorm for every step"] = (new BatchNorm(4) { Steps = 2 }, Images),
        ["GroupNorm"] = (new GroupNorm(2, 4), Images),
        ["InstanceNorm"] = (new InstanceNorm(4), Images),
        ["ConvBlock"] = (new ConvBlock(4, 2), Images),
        ["Conv4"] = (new Conv4([4, 4, 5], 2) { Filters = 2, Blocks = 2, Downsample = Downsample.Stride, Norm = channels => new GroupNorm(1, channels) }, Images),
        ["Recurrent, gated"] = (new Recurrent(new GruCell(3, 2)), Sequences),
        ["Recurrent, of the last step"] = (new Recurrent(new LstmCell(3, 2)) { Last = true }, Sequences),
        ["MultiHeadAttention"] = (new MultiHeadAttention(4, 2) { Bias = true }, (key, tasks) => key.Uniform(-2, 2, [3, 4], tasks, DType.Float64)),
        ["MultiHeadAttention to places before"] = (new MultiHeadAttention(3, 3) { Causal = true }, Sequences),
        ["TransformerBlock"] = (new TransformerBlock(3, 1) { Hidden = 2 }, Sequences),
        ["AttentionPooling"] = (new AttentionPooling(3), Sequences),
        ["HashedTextEncoder"] = (new HashedTextEncoder(7, 3, 2), Texts),
        ["TextTransformer"] = (new TextTransformer(7, 4, 4, 2) { Blocks = 1, Heads = 2 }, Texts),
        ["ResidualBlock"] = (new ResidualBlock(4, 2), Images),
        ["ResNet12"] = (new ResNet12(2) { Image = [4, 4, 5], Widths = [2, 2], Norm = channels => new GroupNorm(1, channels) }, Images),
        ["Sequential with a batch norm"] = (new Sequential(new Linear(3, 3), new Sequential(new Conditioned(new BatchNorm(4), 1))), Rows),
        ["Sequential"] = (new Sequential(new Linear(3, 4), new LayerNorm(4), Activation.Sigmoid, new Sequential(new Linear(4, 2))), Rows),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Fact]
    public void Every_module_is_under_these_laws()
    {
        var types = typeof(Module).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract);
        Assert.Empty(types.Except(All.Values.Select(m => m.Module.GetType())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_task_axis_on_parameters_or_inputs_or_both_is_a_loop_over_tasks(string name)
    {
        const int Tasks = 3;
        var (module, inputs) = All[name];
        foreach (var (left, right) in new (int?, int?)[] { (Tasks, null), (null, Tasks), (Tasks, Tasks) })
        {
            var parameters = Parameters(module, left);
            var x = inputs(Random.Fold(1), right);
            var together = module.Apply(parameters, x);
            Assert.Equal(parameters.Count == 0 ? right : Tasks, together.Tasks);
            for (int t = 0; t < Tasks; t++) Nearly.Equal(module.Apply(parameters.Alone(t), x.Alone(t)), together.Alone(t), 1e-13, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void First_parameters_are_Float32_without_tasks_and_follow_from_the_key(string name)
    {
        var module = All[name].Module;
        var parameters = module.Init(Random);
        Assert.All(parameters, p => Assert.Equal((DType.Float32, null), (p.Value.DType, p.Value.Tasks)));
        if (parameters.Count == 0) return;
        Assert.Equal(Numbers(parameters), Numbers(module.Init(Random)));
        if (module is not (LayerNorm or BatchNorm or GroupNorm or InstanceNorm or AttentionPooling)) Assert.NotEqual(Numbers(parameters), Numbers(module.Init(new Key(22))));

        static float[] Numbers(ParameterSet set) => set.Flatten().ToArray<float>();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_that_it_has_batch_norms_where_there_are_statistics_to_measure(string name)
    {
        var (module, inputs) = All[name];
        var x = inputs(Random.Fold(1), null);
        var measured = Statistics.Measure(module, Parameters(module, null), [new(x, x)], Random);
        Assert.Equal(measured.Count == 0, module.BatchNormKind == BatchNormKind.None);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_differences(string name)
    {
        var (module, inputs) = All[name];
        var parameters = Parameters(module, null);
        var x = inputs(Random.Fold(1), null);
        if (x.DType == DType.Float64) parameters = new(parameters.AsEnumerable().Append(("x", x)));
        var direction = Random.Fold(2).Uniform(-1, 1, module.Apply(parameters, x).Shape, dtype: DType.Float64);

        // The fifth derivative that the differences leave is largest for LayerNorm, some 1e4.
        GradientCheck.Passes(p => (direction * module.Apply(p, x.DType == DType.Float64 ? p["x"] : x)).Sum(), parameters, 1e-7, name);
    }

    [Fact]
    public void A_summary_lists_names_shapes_and_counts()
    {
        string expected = string.Join('\n',
            "parameter  shape                  count",
            "0/weight   [784, 32]              25088",
            "0/bias     [32]                      32",
            "1/weight   [32, 5]                  160",
            "1/bias     [5]                        5",
            "total                             25285");
        Assert.Equal(expected, new Mlp(784, 32, 5).Summary());
    }

    [Fact]
    public void A_summary_is_as_wide_as_its_longest_name_and_may_be_empty()
    {
        string expected = string.Join('\n',
            "parameter       shape                  count",
            "0/0/0/0/weight  [1, 1]                     1",
            "total                                      1");
        var linear = new Linear(1, 1) { Bias = false };
        Assert.Equal(expected, new Sequential(new Sequential(new Sequential(new Sequential(linear)))).Summary());
        Assert.Equal("parameter  shape                  count\ntotal                                 0", Activation.Relu.Summary());
    }

    private static Tensor Rows(Key key, int? tasks) => key.Uniform(-2, 2, [5, 3], tasks, DType.Float64);

    private static Tensor Sequences(Key key, int? tasks) => key.Uniform(-2, 2, [2, 4, 3], tasks, DType.Float64);

    private static Tensor Images(Key key, int? tasks) => key.Uniform(-2, 2, [2, 4, 4, 5], tasks, DType.Float64);

    private static ParameterSet Parameters(Module module, int? tasks)
    {
        int draws = 10;
        return module.Init(Random).Map(p => Random.Fold(draws++).Uniform(-1, 1, p.Shape, tasks, DType.Float64));
    }
}
