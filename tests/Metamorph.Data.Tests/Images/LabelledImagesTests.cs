namespace Metamorph.Data.Tests.Images;

/// <summary>Images and labels in IDX arrays.</summary>
public sealed class LabelledImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Classes_are_those_of_the_table_with_their_parts()
    {
        folder.Write("images2.idx4.gz", IdxBytes.Compressed([3, 1, 2, 3], [.. Enumerable.Range(0, 18).Select(i => (byte)i)]));
        folder.Write("labels.idx1.gz", IdxBytes.Compressed([3], 7, 2, 7));
        folder.Write("classes.csv", "label,split,class\n2,test,cup\n5,val,brain\n7,train,anchor\n");
        var images = LabelledImages.Read(folder.Path);
        Assert.Equal(["cup", "anchor"], images.Classes);
        Assert.Equal([1, 0, 1], images.Labels);
        Assert.Equal([Split.Test, Split.Train], images.Parts!);
        Assert.Equal([3, 1, 2], images.Content.Form);
        Assert.Equal([6, 7, 8, 9, 10, 11], ((ByteRows)images.Content).Bytes(1).ToArray());
        Assert.Contains("1 classes of classes.csv have no image and are left out: brain", Assert.Single(images.Notes), StringComparison.Ordinal);

        // Red of the second pixel of the first image, in a form of channels first.
        Assert.Equal(3f / 255, images.Content.Take([0], 1, []).ToArray<float>()[1], 1e-7);
    }

    [Fact]
    public void Without_a_table_of_classes_all_are_for_testing()
    {
        folder.Write("images.idx3.gz", IdxBytes.Compressed([3, 1, 2], 1, 2, 3, 4, 5, 6));
        folder.Write("labels.idx1.gz", IdxBytes.Compressed([3], 1, 0, 1));
        folder.Write("index.csv", "row,class,source\n0,WBC,x\n1,RBC,x\n2,WBC,y\n");
        var images = BloodCells.Read(folder.Path);
        Assert.Equal(["RBC", "WBC"], images.Classes);
        Assert.Equal([Split.Test, Split.Test], images.Parts!);
        Assert.Equal([1, 0, 1], images.Labels);
        Assert.Equal([1, 1, 2], images.Content.Form);

        folder.Write("index.csv", "row,class\n0,WBC\n1,RBC\n2,RBC\n");
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "index.csv:4, column 'class': the image is of class 'RBC', and others with its label 1 are of 'WBC'");
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        Refusal.Of<FileNotFoundException>(() => LabelledImages.Read(folder.Path), "there is no images*.idx3.gz or images*.idx4.gz");
        folder.Write("images.idx3.gz", IdxBytes.Compressed([2, 1, 1], 1, 2));
        Refusal.Of<FileNotFoundException>(() => LabelledImages.Read(folder.Path), "there is no labels.idx1.gz", "holds: images.idx3.gz");
        folder.Write("labels.idx1.gz", IdxBytes.Compressed([1], 0));
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "labels.idx1.gz is an array [1] for 2 images. Expected [2]");
        folder.Write("labels.idx1.gz", IdxBytes.Compressed([2], 0, 9));
        Refusal.Of<FileNotFoundException>(() => LabelledImages.Read(folder.Path), "there is no index.csv");
        folder.Write("classes.csv", "label,split,class\n0,train,cup\n");
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "image 1 has label 9, which is not in classes.csv");
        folder.Write("classes.csv", "label,split,class\n0,train,cup\n0,train,brain\n");
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "classes.csv:3, column 'label': label 0 is that of 'cup' already");
        folder.Write("classes.csv", "label,split,class\n0,all,cup\n");
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "there is no part 'all'", "Expected train, val or test");
        folder.Write("classes.csv", "label,split,class\n-1,train,cup\n");
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "the label is -1", "from 0 to 255");
        folder.Write("images2.idx4.gz", IdxBytes.Compressed([2, 1, 1, 1], 1, 2));
        Refusal.Of<FormatException>(() => LabelledImages.Read(folder.Path), "there are images in images.idx3.gz and images2.idx4.gz", "Expected one file");
    }
}
