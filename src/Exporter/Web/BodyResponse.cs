using Microsoft.Extensions.Primitives;

namespace Wattshare.Exporter.Web;

/// <summary>Answers a GET or HEAD with bytes that are already there.</summary>
internal static class BodyResponse
{
    /// <summary>
    /// How much is given to the connection at once. It holds what its client has not taken yet, so this and the server's own limit are
    /// what a client that never reads costs; the shared body stays where it is.
    /// </summary>
    public const int ChunkLength = 16 * 1024;

    private static readonly StringValues Vary = "Accept, Accept-Encoding";

    /// <summary>Answers with the latest report, compressed when that is accepted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="contentType">The type of the bytes.</param>
    /// <param name="cache">The representation.</param>
    /// <returns>The running answer.</returns>
    public static Task WriteAsync(HttpContext context, string contentType, ReportCache cache)
    {
        context.Response.Headers.Vary = Vary;
        var packed = AcceptHeader.PrefersGzip(context.Request.Headers.AcceptEncoding);
        if (packed) context.Response.Headers.ContentEncoding = "gzip";
        var body = cache.Lease();
        return WriteAsync(context, contentType, packed ? body.Gzip : body.Plain, body);
    }

    /// <summary>Answers with bytes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="contentType">The type of the bytes.</param>
    /// <param name="bytes">The bytes; a HEAD is told only how many there are.</param>
    /// <returns>The running answer.</returns>
    public static Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> bytes) =>
        WriteAsync(context, contentType, bytes, leased: null);

    private static Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> bytes, RenderedBody? leased)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return SendAsync(context, HttpMethods.IsHead(context.Request.Method) ? default : bytes, leased);
    }

    // The request's own token is not asked for, since that makes one for each request; a connection that ended says so itself.
    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> bytes, RenderedBody? leased)
    {
        try
        {
            var connection = context.Response.BodyWriter;
            while (!bytes.IsEmpty)
            {
                var length = Math.Min(bytes.Length, ChunkLength);
                var sent = await connection.WriteAsync(bytes[..length], leased?.Revoked ?? CancellationToken.None);
                if (sent.IsCompleted) return;
                bytes = bytes[length..];
            }
        }
        catch (OperationCanceledException)
        {
            // A client that is many answers behind is cut off: what is left would only be older by the time it takes it.
            context.Abort();
        }
        finally
        {
            leased?.Release();
        }
    }
}
