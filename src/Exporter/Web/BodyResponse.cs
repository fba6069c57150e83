using Microsoft.Extensions.Primitives;

namespace Wattshare.Exporter.Web;

/// <summary>Answers a GET or HEAD with bytes that are already there.</summary>
internal static class BodyResponse
{
    private static readonly StringValues Vary = "Accept, Accept-Encoding";

    /// <summary>Answers with a shared body, compressed when that is accepted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="contentType">The type of the bytes.</param>
    /// <param name="body">The bytes.</param>
    /// <returns>The running answer.</returns>
    public static Task WriteAsync(HttpContext context, string contentType, RenderedBody body)
    {
        context.Response.Headers.Vary = Vary;
        if (!AcceptHeader.PrefersGzip(context.Request.Headers.AcceptEncoding)) return WriteAsync(context, contentType, body.Plain);
        context.Response.Headers.ContentEncoding = "gzip";
        return WriteAsync(context, contentType, body.Gzip);
    }

    /// <summary>Answers with bytes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="contentType">The type of the bytes.</param>
    /// <param name="bytes">The bytes; a HEAD is told only how many there are.</param>
    /// <returns>The running answer.</returns>
    public static Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
