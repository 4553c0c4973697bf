using System.Globalization;

namespace Metamorph.Cli;

/// <summary>
/// A file that is written slowly, as on a busy disk, so that experiments/kill.sh can end the process within a write. Used where the
/// environment variable METAMORPH_SLOW_WRITES says how many milliseconds a piece takes.
/// </summary>
/// <param name="inner">The file.</param>
/// <param name="pause">After every piece.</param>
internal sealed class SlowStream(Stream inner, TimeSpan pause) : Stream
{
    private const int Piece = 1024;

    /// <summary>What checkpoints go through; null where the variable is not set.</summary>
    internal static Func<Stream, Stream>? FromEnvironment =>
        int.TryParse(Environment.GetEnvironmentVariable("METAMORPH_SLOW_WRITES"), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            ? stream => new SlowStream(stream, TimeSpan.FromMilliseconds(milliseconds))
            : null;

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
        for (int done = 0; done < count; done += Piece)
        {
            inner.Write(buffer, offset + done, Math.Min(Piece, count - done));
            inner.Flush();
            Thread.Sleep(pause);
        }
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
