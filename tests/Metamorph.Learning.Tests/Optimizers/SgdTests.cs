using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class SgdTests
{
    [Fact]
    public void It_goes_against_the_gradient() => Descent.Agrees(Sgd(0.1), (_, w, g, _) => w - 0.1 * g);
}
