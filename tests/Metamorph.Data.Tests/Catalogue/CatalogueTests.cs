namespace Metamorph.Data.Tests;

/// <summary>The data sets that are known.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string> Names => [.. Catalogue.Known.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_what_it_is_whose_it_is_and_where(string name)
    {
        var set = Catalogue.Known.Find(name)!;
        Assert.Same(set, Assert.Single(Catalogue.Known.Sets, s => s.Name == name));
        Assert.All([set.Title, set.Licence, set.Citation], text => Assert.True(text.Length > 2 && text == text.Trim()));
        Assert.Equal("https", set.Homepage.Scheme);
        Assert.NotEmpty(set.Files);
        Assert.Equal(set.Files.Count, set.Files.Select(f => f.Name).Distinct().Count());
        Assert.All(set.Files, f =>
        {
            Assert.Equal("https", f.Url!.Scheme);
            Assert.Equal(f.Name, Path.GetFileName(f.Name));
            Assert.True(f.Size is null or > 0);
            Assert.True(f.Sha256 is null || IsHexadecimal(f.Sha256, 64), f.Sha256);
            Assert.True(f.Md5 is null || IsHexadecimal(f.Md5, 32), f.Md5);
        });
        Assert.NotEmpty(set.PackedFiles);
    }

    [Fact]
    public void A_packed_file_belongs_to_one_data_set() =>
        Assert.All(Catalogue.Known.Sets.SelectMany(s => s.PackedFiles), f => Assert.Single(Catalogue.Known.Sets, s => f.Name.StartsWith(s.Packed!, StringComparison.Ordinal)));

    [Fact]
    public void No_two_files_go_to_one_place() => Assert.Empty(Catalogue.Known.Sets
        .SelectMany(s => s.Files.Select(f => $"{s.Name}/{f.Name}").Concat(s.PackedFiles.Select(f => f.Name)))
        .GroupBy(path => path).Where(g => g.Count() > 1).Select(g => g.Key));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_in_the_folder_of_data_sets_is_as_published(string name)
    {
        string root = Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "";
        var stored = new StoredSet(Catalogue.Known.Find(name)!, root);
        Assert.SkipUnless(root.Length > 0 && stored.Presence.Contains("packed", StringComparison.Ordinal), $"METAMORPH_DATA names no folder with {name}");
        Assert.All(stored.Check(TestContext.Current.CancellationToken), f => Assert.True(f.State == FileState.Ok, $"{f.Path}: {f.Reason}"));
    }

    [Theory]
    [InlineData("ad41 images.zip")]
    [InlineData("ad41ab679c8b5d90b271ef46be6987cc81211774a695c29dcc5367b2b26ee64x  images.zip")]
    [InlineData("ad41ab679c8b5d90b271ef46be6987cc81211774a695c29dcc5367b2b26ee640 images.zip")]
    public void A_line_that_is_no_sum_is_named(string line)
    {
        string sum = new('0', 64);
        var error = Assert.Throws<FormatException>(() => SumList.Parse($"{sum}  a\n{line}\n", "omniglot.sha256"));
        Assert.StartsWith("omniglot.sha256: line 2: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b c"], SumList.Parse($"{sum}  a\r\n\n{sum} *b c\n", "omniglot.sha256").Keys);
    }

    private static bool IsHexadecimal(string text, int digits) => text.Length == digits && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');
}
