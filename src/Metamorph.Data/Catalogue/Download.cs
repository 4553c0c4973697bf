using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Metamorph.Data;

/// <summary>
/// Fetches a file. Bytes go into <c>NAME.part</c>; what has come is kept when the connection is cut, and gone on with where the server says
/// that it still has the same version (RFC 9110, sections 13.1.5 and 14). The file gets its name when it is whole and its sums are right.
/// </summary>
/// <param name="client">Sends the requests.</param>
internal sealed class Download(HttpClient client)
{
    /// <summary>How often a connection may be cut in one download. Each time, something has to have come.</summary>
    private const int Cuts = 5;

    /// <summary>A server that sends nothing for so long has forgotten us.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Fetches a file.</summary>
    /// <param name="file">What is published of it.</param>
    /// <param name="path">Where it goes; its folder is made once there is something to put into it.</param>
    /// <param name="recorded">The SHA-256 that was found at an earlier time, where none is published; null: none.</param>
    /// <param name="report">Told of the bytes that have come, and of how many there will be, if that is known.</param>
    /// <param name="cancellation">Ends it; what has come is kept.</param>
    /// <returns>What was measured of the file.</returns>
    /// <exception cref="DownloadException">The server cannot be reached or has no such file, or other bytes came than were expected.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal async Task<FileSums> Fetch(DataFile file, string path, string? recorded, Action<long, long?> report, CancellationToken cancellation)
    {
        for (int cuts = 0; !IsWhole(file, path);)
        {
            long before = PartFile.Length(path);
            try
            {
                await Append(file, path, report, cancellation);
                break;
            }
            catch (CutException e)
            {
                // A server that begins anew each time never ends; one that cuts off at once will do so again.
                if (PartFile.Length(path) <= before || ++cuts > Cuts) throw new DownloadException(e.Message, e.InnerException);
            }
        }

        var sums = FileSums.Of(PartFile.Of(path), cancellation);
        if (sums.Unlike(file, recorded) is { } why)
        {
            PartFile.Discard(path);
            throw new DownloadException($"{file.Url}: what came is not the file: {why}. It was deleted");
        }

        PartFile.Finish(path);
        return sums;
    }

    /// <summary>Whether all bytes have come already, and only the name is missing.</summary>
    private static bool IsWhole(DataFile file, string path) =>
        PartFile.From(path) is { Size: { } size } from && from.Url == file.Url!.AbsoluteUri && size == PartFile.Length(path) && PartFile.Exists(path);

    private async Task Append(DataFile file, string path, Action<long, long?> report, CancellationToken cancellation)
    {
        string url = file.Url!.AbsoluteUri;
        long have = PartFile.Length(path);
        var from = have > 0 && PartFile.From(path) is { } origin && origin.Url == url ? origin : null;
        bool resumes = from is { Version: not null } or { Size: not null };
        using var response = await Ask(file.Url, resumes ? have : 0, from?.Version, cancellation);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && resumes)
        {
            PartFile.Discard(path);
            await Append(file, path, report, cancellation);
            return;
        }

        long start = 0;
        long? size = response.Content.Headers.ContentLength;
        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            var range = response.Content.Headers.ContentRange;
            if (!resumes || range is null || range.From != have || !IsSame(from!, Version(response), range.Length))
            {
                // Bytes of another version or another place: not to be put behind those that are here.
                if (!resumes) throw new DownloadException($"{url}: the server answered with a part, {range}, where the whole was asked for");
                PartFile.Discard(path);
                await Append(file, path, report, cancellation);
                return;
            }

            (start, size) = (have, range.Length ?? from!.Size);
        }
        else if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new DownloadException(string.Create(CultureInfo.InvariantCulture, $"{url}: the server answered {(int)response.StatusCode} {response.ReasonPhrase}"));
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/html" && !file.Name.EndsWith(".html", StringComparison.Ordinal))
            throw new DownloadException($"{url}: the server answered with a page for people. Expected the file {file.Name}");
        if (file.Size is { } expected && size is { } offered && offered != expected)
        {
            if (start > 0) PartFile.Discard(path);
            throw new DownloadException(FormattableString.Invariant($"{url}: the server has a file of {offered} bytes. Expected {expected}, as published"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var part = new FileStream(PartFile.Of(path), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        part.SetLength(start);
        part.Position = start;
        new PartFile(url, Version(response) ?? (start > 0 ? from!.Version : null), size).Save(path);
        await Copy(url, response, part, done => report(done, size ?? file.Size), size ?? file.Size, cancellation);
        part.Flush(flushToDisk: true);
    }

    private async Task<HttpResponseMessage> Ask(Uri url, long have, string? version, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);

            // The server is to send the rest of the same version, or else the whole of another.
            if (version is not null) request.Headers.TryAddWithoutValidation("If-Range", version);
        }

        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is HttpRequestException or TaskCanceledException)
        {
            throw new DownloadException($"{url.AbsoluteUri}: {(e is TaskCanceledException ? "the server did not answer" : e.Message.TrimEnd('.'))}", e);
        }
    }

    private static async Task Copy(string url, HttpResponseMessage response, FileStream part, Action<long> report, long? size, CancellationToken cancellation)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[1 << 17];
        while (true)
        {
            int read;
            try
            {
                read = await body.ReadAsync(buffer, cancellation).AsTask().WaitAsync(Silence, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is IOException or HttpRequestException or TimeoutException)
            {
                throw new CutException(FormattableString.Invariant($"{url}: the connection was cut after {part.Length}{(size is null ? "" : $" of {size}")} bytes"), e);
            }

            if (read == 0) return;
            if (part.Length + read > size) throw new DownloadException(FormattableString.Invariant($"{url}: the server sends more bytes than the file has. Expected {size}"));
            part.Write(buffer, 0, read);
            report(part.Length);
        }
    }

    /// <summary>What the server calls this version of the file: an entity tag if it is a strong one, or a date (RFC 9110, section 13.1.5); null: nothing.</summary>
    private static string? Version(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.Tag
        : response.Content.Headers.LastModified?.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>Whether the rest that is offered belongs to what has come: by the version if both times one was named, and by the size.</summary>
    private static bool IsSame(PartFile from, string? version, long? size) =>
        (from.Version is null || version is null || from.Version == version) && (from.Size is null || size is null || from.Size == size);

    /// <summary>The connection was cut, and can be made again.</summary>
    private sealed class CutException(string message, Exception cause) : Exception(message, cause);
}
