using System.Text.Json.Nodes;
using Metamorph.Tensors.Formats;

namespace Metamorph.Learning.Tests.Training;

/// <summary>Training that is stopped, stored and gone on with is training that was never stopped.</summary>
public sealed class TrainingCheckpointTests : IDisposable
{
    private const int Iterations = 23;

    private readonly string place = Path.Combine(Path.GetTempPath(), $"metamorph-{Path.GetRandomFileName()}");

    // Noise within the inner loop, and an optimizer with moments and a schedule: all that there is to be picked up again.
    private static readonly ValidatedTraining Training = new(
        new Maml(new Mlp(1, 4, 1), Losses.SquaredError, Optimizers.Sgd(0.01), 2) { BatchRows = 3 },
        new Sinusoids(5, 5).Draw,
        Optimizers.Chain(Optimizers.ClipByNorm(10), Optimizers.Adam(Schedules.Cosine(0.05, 0, Iterations))),
        4,
        Iterations)
    {
        Validation = new Sinusoids(5, 5).Draw(new Key(9), 5),
        Metric = Losses.SquaredError,
        Every = 5,
        Chunk = 3,
    };

    private static ValidatedStep Kept(ValidatedStep step) => step with { Step = step.Step.Kept() };

    private static readonly ValidatedStep[] Whole = [.. Training.Run(new Key(4)).Select(Kept)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(22)]
    public void Going_on_from_a_checkpoint_gives_the_same_bits_as_never_having_stopped(int at)
    {
        using (var folder = Folder()) folder.SaveCheckpoint(Whole[at - 1], "{}");
        using var opened = RunFolder.Resume(place, TimeProvider.System);
        ValidatedStep[] rest = [.. Training.Run(new Key(4), opened.LoadCheckpoint().Newest!.Step).Select(Kept)];
        Assert.Equal(Whole[at..].Select(Bytes), rest.Select(Bytes));
    }

    [Fact]
    public void Nothing_is_left_to_do_after_the_last_iteration() => Assert.Empty(Training.Run(new Key(4), Whole[^1]));

    [Fact]
    public void What_is_stored_is_read_again()
    {
        foreach (var step in Whole)
        {
            var checkpoint = new TrainingCheckpoint(step, """{"seed":"é\n"}""", 12.5, 345);
            var read = TrainingCheckpoint.Of(checkpoint.ToFile(), "file");
            Assert.Equal((checkpoint.Configuration, checkpoint.Seconds, checkpoint.MetricsBytes), (read.Configuration, read.Seconds, read.MetricsBytes));
            Assert.Equal((step.Step.Iteration, step.Validation, step.Best?.Iteration, step.BestValidation), (read.Step.Step.Iteration, read.Step.Validation, read.Step.Best?.Iteration, read.Step.BestValidation));
            Assert.Equal(Bytes(step), Bytes(read.Step));
            Assert.Equal(step.Step.Losses.Form, read.Step.Step.Losses.Form);
        }
    }

    [Fact]
    public void Any_flipped_bit_is_found_or_changes_nothing()
    {
        using var stream = new MemoryStream();
        new TrainingCheckpoint(Whole[5], "{}", 0, 0).ToFile().Write(stream);
        byte[] bytes = stream.ToArray();
        int found = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= (byte)(1 << (i % 8));
            try
            {
                var read = TrainingCheckpoint.Of(Safetensors.Read(new MemoryStream(bytes), "file"), "file");
                Assert.Equal(Bytes(Whole[5]), Bytes(read.Step));
            }
            catch (Exception e) when (e is FormatException or InvalidDataException)
            {
                found++;
            }

            bytes[i] ^= (byte)(1 << (i % 8));
        }

        // Spaces after the header are no content.
        Assert.InRange(found, bytes.Length - 8, bytes.Length);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("a flipped bit")]
    [InlineData("empty")]
    public void A_damaged_checkpoint_is_named_and_the_other_is_used(string damage)
    {
        using var folder = Folder();
        folder.SaveCheckpoint(Whole[2], "{}");
        folder.SaveCheckpoint(Whole[7], "{}");
        folder.SaveCheckpoint(Whole[9], "{}");
        Assert.Equal(10, folder.LoadCheckpoint().Newest!.Step.Step.Iteration);

        Damage(Place(1), damage);
        var (newest, damaged) = folder.LoadCheckpoint();
        Assert.Equal(8, newest!.Step.Step.Iteration);
        Assert.Contains($"the checkpoint '{Place(1)}' is damaged: ", Assert.Single(damaged), StringComparison.Ordinal);

        // The next is written over the damaged one.
        byte[] whole = File.ReadAllBytes(Place(2));
        folder.SaveCheckpoint(Whole[10], "{}");
        Assert.Equal(whole, File.ReadAllBytes(Place(2)));
        Assert.Equal(11, folder.LoadCheckpoint().Newest!.Step.Step.Iteration);
        Assert.Empty(folder.LoadCheckpoint().Damaged);
    }

    [Fact]
    public void Without_one_that_is_whole_there_is_an_error_and_nothing_is_deleted()
    {
        using var folder = Folder();
        Assert.Null(folder.LoadCheckpoint().Newest);
        folder.SaveCheckpoint(Whole[2], "{}");
        folder.SaveCheckpoint(Whole[7], "{}");
        Damage(Place(1), "cut short");
        Damage(Place(2), "a flipped bit");
        byte[][] before = [File.ReadAllBytes(Place(1)), File.ReadAllBytes(Place(2))];
        var error = Assert.Throws<IOException>(() => folder.LoadCheckpoint());
        foreach (string part in new[] { Place(1), Place(2), "byte", "sha256", "Expected at least one that is whole", "Put back a copy of one, or delete both to train from the beginning" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, [File.ReadAllBytes(Place(1)), File.ReadAllBytes(Place(2))]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_full_disk_leaves_the_checkpoint_before(int room)
    {
        bool full = false;
        using var folder = RunFolder.Create(place, new JsonObject(), TimeProvider.System, stream => full ? new FullDisk(stream, room) : stream);
        full = true;
        var first = Assert.Throws<IOException>(() => folder.SaveCheckpoint(Whole[0], "{}"));
        Assert.Contains("There is none before it", first.Message, StringComparison.Ordinal);
        full = false;
        folder.SaveCheckpoint(Whole[2], "{}");
        folder.SaveCheckpoint(Whole[7], "{}");
        byte[][] before = [File.ReadAllBytes(Place(1)), File.ReadAllBytes(Place(2))];

        full = true;
        var error = Assert.Throws<IOException>(() => folder.SaveCheckpoint(Whole[9], "{}"));
        foreach (string part in new[] { $"iteration 10 cannot be written to '{Place(1)}' (no space left", $"That of iteration 8 stays as it is, in '{Place(2)}'", "Expected room on the disk", $"metamorph train --resume {place}" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, [File.ReadAllBytes(Place(1)), File.ReadAllBytes(Place(2))]);
        Assert.Equal(8, folder.LoadCheckpoint().Newest!.Step.Step.Iteration);
        Assert.Empty(Directory.GetFiles(place, AtomicFile.TemporaryPattern));
    }

    [Fact]
    public void Going_back_cuts_off_younger_metrics_and_what_a_killed_writer_left()
    {
        using (var folder = Folder())
        {
            folder.Log(("iteration", 1));
            folder.SaveCheckpoint(Whole[1], "{}");
            folder.Log(("iteration", 2));
            File.AppendAllText(Path.Combine(place, "metrics.jsonl"), "{\"iterat");
            File.WriteAllText(Path.Combine(place, ".metamorph-half"), "half");
        }

        using var opened = RunFolder.Resume(place, TimeProvider.System);
        Assert.Empty(Directory.GetFiles(place, AtomicFile.TemporaryPattern));
        var newest = opened.LoadCheckpoint().Newest!;
        opened.GoBackTo(newest);
        Assert.Equal(1, (int)JsonNode.Parse(Assert.Single(File.ReadAllLines(Path.Combine(place, "metrics.jsonl"))))!["iteration"]!);
        Assert.True(opened.Seconds >= newest.Seconds);

        File.WriteAllText(Path.Combine(place, "metrics.jsonl"), "{");
        var error = Assert.Throws<IOException>(() => opened.GoBackTo(newest));
        Assert.Contains($"metrics.jsonl' has 1 bytes. Expected at least {newest.MetricsBytes}", error.Message, StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(Path.Combine(place, "metrics.jsonl")));
    }

    public void Dispose()
    {
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
    }

    private RunFolder Folder() => RunFolder.Create(place, new JsonObject(), TimeProvider.System);

    private string Place(int generation) => Path.Combine(place, $"checkpoint-{generation}.safetensors");

    private static void Damage(string path, string damage)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 16;
        File.WriteAllBytes(path, damage == "empty" ? [] : damage == "cut short" ? bytes[..^40] : bytes);
    }

    /// <summary>All bits of a step.</summary>
    private static string Bytes(ValidatedStep step)
    {
        using var stream = new MemoryStream();
        new TrainingCheckpoint(step, "", 0, 0).ToFile().Write(stream);
        return Convert.ToHexString(stream.ToArray());
    }

    private sealed class FullDisk(Stream inner, int room) : Stream
    {
        private int left = room;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (count > left) throw new IOException("no space left");
            left -= count;
            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
