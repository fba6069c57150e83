using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Wattshare.Exporter.Web;

/// <summary>No path reads a body.</summary>
internal static class UnreadBody
{
    private static readonly StringValues Close = "close";

    /// <summary>
    /// Ends the connection with the answer where a body comes, which is left unread. HTTP/2 ends the one stream by itself; it has no such header,
    /// and the server would log each.
    /// </summary>
    /// <param name="context">The request.</param>
    public static void Leave(HttpContext context)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol)) return;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }) context.Response.Headers.Connection = Close;
    }
}
