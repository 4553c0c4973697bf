namespace Metamorph.Benchmarks.Workloads;

/// <summary>What a workload trains.</summary>
internal enum Network
{
    /// <summary>A perceptron of two hidden layers, from one number to one number.</summary>
    Mlp,

    /// <summary>Four blocks of convolution that move by 2, the mean over space, a linear head.</summary>
    Stride,

    /// <summary>The same with max-pools.</summary>
    Pool,
}
