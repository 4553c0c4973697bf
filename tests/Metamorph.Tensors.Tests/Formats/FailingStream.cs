namespace Metamorph.Tensors.Tests.Formats;

/// <summary>A stream that takes some bytes and then fails, as a full disk does. It cannot seek.</summary>
internal sealed class FailingStream(long room) : Stream
{
    internal long Written { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Written + count > room) throw new IOException("no room left");
        Written += count;
    }

    public override int Read(byte[] buffer, int offset, int count) => 0;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
