namespace Metamorph.Data.Tests;

public sealed class EntityF1Tests
{
    [Theory]
    [InlineData("O O", "")]
    [InlineData("B-per I-per O B-loc", "per 0-1, loc 3-3")]
    [InlineData("B-per B-per I-per", "per 0-0, per 1-2")]
    [InlineData("I-per I-per O I-loc", "per 0-1, loc 3-3")]
    [InlineData("B-per I-loc I-per", "per 0-0, loc 1-1, per 2-2")]
    [InlineData("B-per I-person", "per 0-0, person 1-1")]
    [InlineData("", "")]
    public void Entities_begin_and_end_as_conlleval_has_it(string tags, string spans) =>
        Assert.Equal(spans, string.Join(", ", EntitySpan.Of(Split(tags)).Select(s => $"{s.Type} {s.First}-{s.Last}")));

    // Correct, found, there.
    [Theory]
    [InlineData("B-per I-per O B-loc", "B-per I-per O B-loc", 2, 2, 2)]
    [InlineData("B-per I-per O B-loc", "B-per O O B-org", 0, 2, 2)]
    [InlineData("B-per I-per O B-loc", "I-per I-per O O", 1, 1, 2)]
    [InlineData("B-per I-per I-per", "B-per I-per B-per", 0, 2, 1)]
    [InlineData("O O", "B-per I-loc", 0, 2, 0)]
    [InlineData("B-per", "O", 0, 0, 1)]
    public void An_entity_is_right_if_its_type_and_both_its_ends_are(string there, string found, int correct, int predicted, int gold)
    {
        var f1 = EntityF1.Of([Split(there)], [Split(found)]);
        Assert.Equal(new EntityF1(correct, predicted, gold), f1);
        double precision = predicted == 0 ? 0 : (double)correct / predicted, recall = gold == 0 ? 0 : (double)correct / gold;
        Assert.Equal(precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall), f1.F1, 1e-15);
    }

    [Fact]
    public void Counts_are_over_all_sentences_and_by_type()
    {
        string[][] there = [Split("B-per O"), Split("B-per B-loc")], found = [Split("B-per B-loc"), Split("O B-loc")];
        Assert.Equal(new EntityF1(2, 3, 3), EntityF1.Of(there, found));
        var types = EntityF1.ByType(there, found);
        Assert.Equal(["loc", "per"], types.Keys);
        Assert.Equal((new EntityF1(1, 2, 1), new EntityF1(1, 1, 2)), (types["loc"], types["per"]));
        Assert.Equal(EntityF1.Of(there, found), types["loc"] + types["per"]);
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        Refusal.Of<FormatException>(() => EntitySpan.Of(["O", "per"]), "there is no tag 'per'. Expected O, or B- or I-");
        Refusal.Of<ArgumentException>(() => EntityF1.Of([["O"]], []), "the tags of 1 sentences and predictions for 0");
        Refusal.Of<ArgumentException>(() => EntityF1.Of([["O"]], [["O", "O"]]), "sentence 0 has 1 words and 2 predicted tags");
    }

    private static string[] Split(string tags) => tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
