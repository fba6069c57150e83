namespace Wattshare.Exporter.Web;

/// <summary>The headers of every answer: nothing is guessed, framed, embedded elsewhere or stored.</summary>
internal static class SecurityHeaders
{
    /// <summary>Sets the headers; a page that needs a wider policy sets its own afterwards.</summary>
    /// <param name="headers">The headers of the answer.</param>
    public static void Set(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";

        // Energy is a side channel: a page of another origin may not read it through a visitor's browser.
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
