using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Wattshare.Exporter.Web;

/// <summary>Chooses the format and the encoding that a scraper asks for (RFC 9110, 12.5.1 and 12.5.3).</summary>
internal static class AcceptHeader
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string TextType = "text/plain";

    /// <summary>
    /// Tells whether OpenMetrics 1.0 is wanted. It must be named, and be preferred to the text format or be named before it;
    /// everything else, a header that asks for neither included, gets the text format.
    /// </summary>
    /// <param name="accept">The header.</param>
    /// <returns>True for OpenMetrics.</returns>
    public static bool PrefersOpenMetrics(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return false;
        double openMetrics = 0, text = 0;
        var openMetricsFirst = false;
        foreach (var range in ranges)
        {
            var quality = QualityOf(range);
            if (Names(range, OpenMetricsType, "1.0.0") && quality > openMetrics)
            {
                openMetrics = quality;
                openMetricsFirst = text < quality;
            }
            else if (Names(range, TextType, "0.0.4"))
            {
                text = Math.Max(text, quality);
            }
        }

        return openMetrics > text || (openMetrics > 0 && openMetrics >= text && openMetricsFirst);
    }

    /// <summary>Tells whether the answer is to be compressed.</summary>
    /// <param name="acceptEncoding">The header.</param>
    /// <returns>True for gzip.</returns>
    public static bool PrefersGzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var encodings)) return false;
        double? gzip = null, any = null, identity = null;
        foreach (var encoding in encodings)
        {
            var quality = encoding.Quality ?? 1;
            if (encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) gzip = quality;
            else if (encoding.Value.Equals("x-gzip", StringComparison.OrdinalIgnoreCase)) gzip ??= quality;
            else if (encoding.Value.Equals("identity", StringComparison.OrdinalIgnoreCase)) identity = quality;
            else if (encoding.Value == "*") any = quality;
        }

        var wanted = gzip ?? any ?? 0;
        return wanted > 0 && wanted >= (identity ?? 0);
    }

    // A quality that is not a number from 0 to 1 makes the range void.
    private static double QualityOf(MediaTypeHeaderValue range) =>
        range.Quality ?? (range.Parameters.Any(p => p.Name.Equals("q", StringComparison.OrdinalIgnoreCase)) ? 0 : 1);

    private static bool Names(MediaTypeHeaderValue range, string type, string version)
    {
        if (!range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) return false;
        var asked = range.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase));
        return asked is null || HeaderUtilities.RemoveQuotes(asked.Value).Equals(version, StringComparison.Ordinal);
    }
}
