namespace Metamorph.Data.Tests;

/// <summary>Real sounds and images, where METAMORPH_DATA names their folder, as their descriptions count them.</summary>
public sealed class RealExamplesTests
{
    [Fact]
    public void Spoken_digits()
    {
        var digits = SpokenDigits.Read(Found("fsdd"));
        Assert.Equal(2000, digits.Content.Count);
        Assert.Equal(40, digits.Classes.Count);
        Assert.All(Enumerable.Range(0, 40), c => Assert.Equal(50, digits.Of(c).Count));
        Assert.Equal(["george", "jackson", "lucas", "nicolas"], digits.Groups!.Distinct());
        Assert.Equal((20, 10, 10), Parts(digits));
        Assert.Contains("nicolas/9", digits.Classes);

        // Every recording is heard: the loudest is white.
        Assert.All(Enumerable.Range(0, 2000), i => Assert.Equal(255, ((ByteRows)digits.Content).Bytes(i).ToArray().Max()));
    }

    [Fact]
    public void Spoken_commands()
    {
        var keywords = SpeechCommands.Read(Found("arabic-speech-commands"), CommandClasses.Keyword);
        Assert.Equal(3600, keywords.Content.Count);
        Assert.All(Enumerable.Range(0, 30), c => Assert.Equal(120, keywords.Of(c).Count));
        Assert.Equal((20, 5, 5), Parts(keywords));
        Assert.Equal(["disable", "left", "options", "six", "zero"], keywords.Classes.Where((_, c) => keywords.Parts![c] == Split.Validation));

        var speakers = SpeechCommands.Read(Found("arabic-speech-commands"), CommandClasses.Speaker);
        Assert.Equal((24, 24 * 30), (speakers.Groups!.Distinct().Count(), speakers.Classes.Count));
        Assert.Equal((18 * 30, 6 * 30, 0), Parts(speakers));
        Assert.All(Enumerable.Range(0, 720), c => Assert.Equal(5, speakers.Of(c).Count));
        Assert.Equal([1, 40, 49], speakers.Content.Form);
    }

    [Fact]
    public void Images()
    {
        var objects = Caltech101.Read(Found("caltech101-32"));
        Assert.Equal((4609, 76), (objects.Content.Count, objects.Classes.Count));
        Assert.Equal((60, 16, 0), Parts(objects));
        Assert.Equal([3, 32, 32], objects.Content.Form);
        var cells = BloodCells.Read(Found("bccd-cells32"));
        Assert.Equal(["RBC", "WBC", "Platelets"], cells.Classes);
        Assert.Equal([352, 187, 179], Enumerable.Range(0, 3).Select(c => cells.Of(c).Count));
        Assert.Equal((0, 0, 3), Parts(cells));
    }

    private static (int Train, int Validation, int Test) Parts(Examples examples) =>
        (examples.Parts!.Count(p => p == Split.Train), examples.Parts!.Count(p => p == Split.Validation), examples.Parts!.Count(p => p == Split.Test));

    private static string Found(string name)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", name);
        Assert.SkipUnless(Directory.Exists(path), $"METAMORPH_DATA names no folder with {name}");
        return path;
    }
}
