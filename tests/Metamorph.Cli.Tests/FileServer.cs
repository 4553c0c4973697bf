using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Metamorph.Cli.Tests;

/// <summary>A server of files on this machine, which does what servers do to downloads: it cuts, changes its mind, or does not know ranges.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;

    internal FileServer()
    {
        listener.Start();
        serving = Task.Run(Serve);
    }

    /// <summary>Name to content.</summary>
    internal Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Which version of its files it says that it has; null: it does not say.</summary>
    internal string? Tag { get; set; } = "\"1\"";

    /// <summary>Whether it sends parts of files.</summary>
    internal bool HasRanges { get; set; } = true;

    /// <summary>Whether it sends the rest of a file also where another version was asked for.</summary>
    internal bool MixesVersions { get; set; }

    /// <summary>After how many bytes the next connections are cut; null: none is.</summary>
    internal int? CutAfter { get; set; }

    /// <summary>How many connections are cut.</summary>
    internal int Cuts { get; set; } = int.MaxValue;

    /// <summary>Whether a connection that would be cut is left open without a further byte, until the other side closes it.</summary>
    internal bool Holds { get; set; }

    /// <summary>What has been asked for: Range and If-Range, or nothing.</summary>
    internal ConcurrentQueue<string> Asked { get; } = [];

    internal Uri Address(string name) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{name}");

    public void Dispose()
    {
        listener.Dispose();
        serving.GetAwaiter().GetResult();
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = listener.AcceptTcpClient();
                try
                {
                    Answer(client.GetStream());
                }
                catch (IOException)
                {
                    // The other side went away.
                }
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private void Answer(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (reader.ReadLine()?.Split(' ') is not [_, var path, _]) return;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { Length: > 0 } line) headers[line.Split(':')[0]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var (range, version) = (headers.GetValueOrDefault("Range"), headers.GetValueOrDefault("If-Range"));
        Asked.Enqueue($"{range} {version}".Trim());
        if (!Files.TryGetValue(path[1..], out byte[]? content))
        {
            stream.Write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8);
            return;
        }

        bool isPart = HasRanges && range is not null && (MixesVersions || version is null || version == Tag);
        int start = isPart ? int.Parse(range!["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        string head = isPart ? $"206 Partial Content\r\nContent-Range: bytes {start}-{content.Length - 1}/{content.Length}" : "200 OK";
        stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nContent-Length: {content.Length - start}\r\n{(Tag is null ? "" : $"ETag: {Tag}\r\n")}Connection: close\r\n\r\n"));
        int end = CutAfter is { } cut && Cuts-- > 0 ? Math.Min(content.Length, start + cut) : content.Length;
        stream.Write(content.AsSpan(start..end));
        if (end < content.Length && Holds) while (stream.ReadByte() >= 0) { }
    }
}
