namespace Metamorph.Learning.Tests;

public sealed class LossesTests
{
    private static readonly Dictionary<string, Loss> OfOutputs = new()
    {
        ["SquaredError"] = Losses.SquaredError, ["AbsoluteError"] = Losses.AbsoluteError, ["BinaryCrossEntropy"] = Losses.BinaryCrossEntropy, ["Huber"] = Losses.Huber(),
    };

    public static TheoryData<string> Names => [.. OfOutputs.Keys];

    [Fact]
    public void Errors_are_means_over_the_outputs_of_an_example()
    {
        var (predicted, target) = (Tensor.Of(new[,] { { 1.0, 5 }, { 0, -4 } }), Tensor.Of(new[,] { { 3.0, 4 }, { 0, -1 } }));
        Assert.Equal([2.5, 4.5], Losses.SquaredError(predicted, target).ToArray<double>());
        Assert.Equal([1.5, 1.5], Losses.AbsoluteError(predicted, target).ToArray<double>());

        // Distances 2, 1, 0, 3: 2 - 1/2, 1/2, 0, 3 - 1/2; with delta 2: 2, 1/2, 0, 2 * 3 - 2.
        Assert.Equal([1, 1.25], Losses.Huber()(predicted, target).ToArray<double>());
        Assert.Equal([1.25, 2], Losses.Huber(2)(predicted, target).ToArray<double>());
    }

    [Fact]
    public void Cross_entropy_is_minus_the_log_probability_of_the_label()
    {
        // exp of the logits: 1, 2, 5 and 4, 1, 3.
        var logits = Tensor.Of(new[,] { { 1.0, 2, 5 }, { 4, 1, 3 } }).Log();
        Nearly.Equal([-Math.Log(5 / 8.0), -Math.Log(1 / 8.0)], Losses.CrossEntropy(logits, Tensor.Of(2, 1)), 1e-15);
    }

    [Fact]
    public void Binary_cross_entropy_takes_probabilities_of_yes_and_any_logits()
    {
        // A logit of log 3 says 3/4.
        var logits = Tensor.Of(new[,] { { Math.Log(3), -Math.Log(3) } });
        Nearly.Equal([-Math.Log(0.75)], Losses.BinaryCrossEntropy(logits, Tensor.Of(new[,] { { 1.0, 0 } })), 1e-15);
        Nearly.Equal([-0.5 * Math.Log(0.75) - 0.5 * Math.Log(0.25)], Losses.BinaryCrossEntropy(logits, Tensor.Of(new[,] { { 0.5, 0.5 } })), 1e-15);
        Nearly.Equal([500], Losses.BinaryCrossEntropy(Tensor.Of(new[,] { { 500.0, -500 } }), Tensor.Of(new[,] { { 1.0, 1 } })) * 2.0, 1e-15);
    }

    [Fact]
    public void A_mistake_is_a_largest_logit_that_is_not_the_labels()
    {
        var logits = Tensor.Of(new[,] { { 1f, 2, 5 }, { 4, 1, 3 } });
        var mistakes = Losses.Mistake(logits, Tensor.Of(2, 1));
        Assert.Equal(DType.Float32, mistakes.DType);
        Assert.Equal([0f, 1], mistakes.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_against_a_column_is_refused_with_the_mend(string name)
    {
        foreach (var (predicted, target) in new (Shape, Shape)[] { ([5, 1], [5]), ([5], [5, 1]), ([5, 1], [1, 5]), ([5, 2], [5, 1]), ([5, 1], [1, 1]), ([], []) })
        {
            var error = Assert.Throws<ShapeException>(() => OfOutputs[name](Tensor.Zeros(predicted, tasks: 2), Tensor.Zeros(target)));
            Assert.StartsWith($"{name}: the prediction is [2; {string.Join(", ", predicted)}] and the target {target}.", error.Message, StringComparison.Ordinal);
            Assert.Contains("y.Expand(-1)", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_number_comes_per_example_whatever_its_shape(string name)
    {
        var loss = OfOutputs[name];
        var key = new Key(31);
        var (predicted, target) = (key.Fold(0).Normal([5, 12], 3), key.Fold(1).Uniform(0, 1, [5, 12]));
        var expected = loss(predicted, target);
        Assert.Equal("[3; 5]", expected.Form);
        Nearly.Equal(expected, loss(predicted.Reshape([5, 3, 4]), target.Reshape([5, 3, 4])), 0);

        // An output that is a number, with an axis of its own or without.
        var (column, numbers) = (loss(predicted.Slice(1, 0, 1), target.Slice(1, 0, 1)), loss(predicted.Slice(1, 0, 1).Reshape([5]), target.Slice(1, 0, 1).Reshape([5])));
        Nearly.Equal(column, numbers, 0);
    }

    [Theory]
    [InlineData("CrossEntropy")]
    [InlineData("Mistake")]
    public void Labels_are_one_per_row_and_others_are_refused(string name)
    {
        var loss = name == "Mistake" ? Losses.Mistake : Losses.CrossEntropy;
        foreach (Shape labels in new Shape[] { [5, 1], [1], [4], [] })
        {
            var error = Assert.Throws<ShapeException>(() => loss(Tensor.Zeros([5, 3], tasks: 2), Tensor.Zeros(labels, DType.Int32)));
            Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
            Assert.Contains("[2; 5, 3]", error.Message, StringComparison.Ordinal);
            Assert.Contains($"{labels}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_label_that_is_not_a_class_is_named()
    {
        var error = Assert.Throws<IndexException>(() => Losses.CrossEntropy(Tensor.Zeros([2, 3], tasks: 2), Tensor.Of([0, 1, 2, 3], [2], 2)));
        Assert.Contains("CrossEntropy: index 3 at [1] of task 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 classes", error.Message, StringComparison.Ordinal);
    }
}
