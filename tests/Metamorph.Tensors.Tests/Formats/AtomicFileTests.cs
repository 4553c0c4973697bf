using System.Text;
using Metamorph.Tensors.Formats;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors.Tests.Formats;

/// <summary>A file is replaced whole or stays as it is.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_made_and_replaced()
    {
        AtomicFile.Write(folder["a.txt"], s => s.Write("one, and longer"u8));
        AtomicFile.Write(folder["a.txt"], s => s.Write("two"u8));
        Assert.Equal("two", File.ReadAllText(folder["a.txt"]));
        Assert.Equal(["a.txt"], folder.Names);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_failure_on_the_way_leaves_what_was_there(int bytes)
    {
        File.WriteAllText(folder["a.txt"], "before");
        foreach (string name in new[] { "a.txt", "new.txt" })
        {
            var failure = Assert.Throws<TimeoutException>(() => AtomicFile.Write(folder[name], s =>
            {
                s.Write(new byte[bytes]);
                throw new TimeoutException("half-way");
            }));
            Assert.Equal("half-way", failure.Message);
        }

        Assert.Equal("before", File.ReadAllText(folder["a.txt"]));
        Assert.Equal(["a.txt"], folder.Names);
    }

    [Fact]
    public void A_failure_at_the_renaming_leaves_what_was_there()
    {
        Directory.CreateDirectory(folder["a"]);
        // A folder takes the file's name only after the check at the beginning.
        Assert.ThrowsAny<SystemException>(() => AtomicFile.Write(folder["b"], _ => Directory.CreateDirectory(folder["b/c"])));
        Assert.Equal(["a", "b"], folder.Names);
    }

    [Fact]
    public void Tensors_that_fail_half_way_leave_the_file_as_it_was()
    {
        var kept = new Safetensors([("x", Tensor.Zeros([40_000]))]);
        kept.Write(folder["model.safetensors"]);
        byte[] before = File.ReadAllBytes(folder["model.safetensors"]);

        var storage = new Storage<float>(new float[3]);
        var leaked = new Tensor(storage, DType.Float32, [3], null);
        storage.Recycle();
        Assert.Throws<InvalidOperationException>(() => new Safetensors([("x", Tensor.Ones([40_000])), ("y", leaked)]).Write(folder["model.safetensors"]));
        Assert.Equal(before, File.ReadAllBytes(folder["model.safetensors"]));
        Assert.Equal(["model.safetensors"], folder.Names);
    }

    [Fact]
    public void A_file_can_be_replaced_by_what_was_read_from_it()
    {
        new Safetensors([("x", Tensor.Of(1f, 2f))]).Write(folder["m"]);
        var read = Safetensors.Read(folder["m"]);
        new Safetensors([.. read.Tensors, ("y", read["x"] * 2)]).Write(folder["m"]);
        Assert.Equal([2f, 4f], Safetensors.Read(folder["m"])["y"].ToArray<float>());
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var failure = Assert.Throws<IOException>(() => new Safetensors([]).Write(folder["none/m.safetensors"]));
        Assert.Contains($"cannot write '{folder["none/m.safetensors"]}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{folder["none"]}' (it does not exist)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Expected a folder that exists and that this process may write to", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_or_folder_in_the_way_is_named()
    {
        File.WriteAllText(folder["file"], "");
        Directory.CreateDirectory(folder["folder"]);
        Assert.Contains("no file can be made in the folder", Assert.Throws<IOException>(() => AtomicFile.Write(folder["file/m"], _ => { })).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder. Expected the name of a file", Assert.Throws<IOException>(() => AtomicFile.Write(folder["folder"], _ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems lock folders in other ways");
        if (!OperatingSystem.IsLinux()) return;
        // Permissions hold an administrator back from nothing, but not even they can make a file among the kernel's.
        string locked = Environment.IsPrivilegedProcess ? "/sys" : folder["locked"];
        if (!Environment.IsPrivilegedProcess) Directory.CreateDirectory(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(Path.Combine(locked, "m"), _ => { }));
        Assert.Contains($"no file can be made in the folder '{locked}' (", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.InnerException);
    }

    [Fact]
    public void A_link_stays_and_the_file_behind_it_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        Directory.CreateDirectory(folder["runs"]);
        File.WriteAllText(folder["runs/7"], "before");
        File.CreateSymbolicLink(folder["latest"], Path.Combine("runs", "7"));
        AtomicFile.Write(folder["latest"], s => s.Write(Encoding.UTF8.GetBytes("after")));
        Assert.Equal("after", File.ReadAllText(folder["runs/7"]));
        Assert.NotNull(new FileInfo(folder["latest"]).LinkTarget);
    }

    [Fact]
    public void A_private_file_stays_private()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no modes there");
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(folder["secret"], "before");
        File.SetUnixFileMode(folder["secret"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(folder["secret"], s => s.Write("after"u8));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["secret"]));
    }
}
