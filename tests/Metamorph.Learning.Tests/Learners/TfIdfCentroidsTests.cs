namespace Metamorph.Learning.Tests.Learners;

public sealed class TfIdfCentroidsTests
{
    private static readonly Batch Train = new(Tensor.Of([1, 1, 2, 1, 3, 0, 1, 2, 0, 4, 4, 4], [2, 3], 2), Tensor.Zeros([2], DType.Int32, 2), Tensor.Of([1f, 1, 1, 0], [2], 2));

    [Fact]
    public void Idf_counts_the_texts_that_have_a_token()
    {
        var idf = new TfIdfCentroids(6, 2).Fit(Train, new(Train, Train), new Key(1))["idf"];

        // Three texts count: 1 is in all of them, 2 in two, 3 in one, 4 in the one that does not count. 0 is padding, whatever its number.
        double[] expected = [.. new[] { 3, 2, 1, 0, 0 }.Select(texts => 1 + Math.Log(4.0 / (1 + texts)))];
        Nearly.Equal(expected, idf.Slice(0, 1, 5), 1e-6);
    }

    [Fact]
    public void Predictions_are_cosines_to_the_mean_unit_vectors_of_classes()
    {
        var learner = new TfIdfCentroids(5, 2);
        var meta = new ParameterSet(("idf", Tensor.Of(9.0, 1, 2, 1, 3)));
        var support = new Batch(Tensor.Of([1, 1, 2, 3, 0, 0, 4, 3, 0, 2, 2, 2], [4, 3], 1), Tensor.Of([0, 0, 1, 1], [4], 1), Tensor.Of([1.0, 1, 1, 0], [4], 1));
        double[][] texts = [Unit([0, 2, 2, 0, 0]), Unit([0, 0, 0, 1, 0]), Unit([0, 0, 0, 1, 3])];
        double[][] centroids = [Unit([.. texts[0].Zip(texts[1], (a, b) => a + b)]), texts[2]];
        double[] query = Unit([0, 1, 0, 1, 3]);
        double[] expected = [.. centroids.Select(c => c.Zip(query, (a, b) => a * b).Sum()), 0, 0];
        var adapted = learner.Adapt(meta, support, new Key(1));
        Assert.All(adapted, p => Assert.Equal(1, p.Value.Tasks));
        Nearly.Equal(expected, learner.Predict(adapted, Tensor.Of([4, 1, 3, 0, 0, 0], [2, 3], 1)), 1e-14);

        static double[] Unit(double[] v) => [.. v.Select(x => x / Math.Sqrt(v.Sum(y => y * y)))];
    }
}
