using System.Text;
using Microsoft.Extensions.Primitives;
using Wattshare.VmShare;

namespace Wattshare.Exporter.Web;

/// <summary>
/// The page for a person, <c>/</c>. It holds no data of its own: its script asks for the snapshot and writes it as text, so that no name
/// of a guest becomes markup. Style and script are inline and allowed by their hashes; nothing else may run or load.
/// </summary>
internal sealed class Page
{
    private readonly byte[] _html;
    private readonly StringValues _policy;

    /// <summary>Makes the page.</summary>
    /// <param name="telemetryPath">A valid path; it can hold no character that means something in HTML.</param>
    public Page(string telemetryPath)
    {
        var style = PageParts.Style();
        var script = PageParts.Script();
        _html = Encoding.UTF8.GetBytes(PageParts.Markup()
            .Replace("{{telemetry}}", telemetryPath[1..], StringComparison.Ordinal)
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal));
        _policy = $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; "
            + "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>Answers with the page.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The running answer.</returns>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = _policy;
        return BodyResponse.WriteAsync(context, "text/html; charset=utf-8", _html);
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(Sha256.Hash(Encoding.UTF8.GetBytes(text)));
}
