using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels;

public class MapTests
{
    [Fact]
    public void Spans_of_different_lengths_are_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Map.Run<Exp, float>(new float[3], new float[4]));

    [Fact]
    public void Empty_spans_are_none() => Map.Run<Exp, float>([], []);
}
