using Microsoft.Extensions.Primitives;

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
        double openMetrics = 0, text = 0;
        var openMetricsFirst = false;
        foreach (var line in accept)
        {
            var ranges = new HeaderElements(line);
            while (ranges.MoveNext())
            {
                if (Names(ranges, OpenMetricsType, "1.0.0") && ranges.Quality > openMetrics)
                {
                    openMetrics = ranges.Quality;
                    openMetricsFirst = text < openMetrics;
                }
                else if (Names(ranges, TextType, "0.0.4"))
                {
                    text = Math.Max(text, ranges.Quality);
                }
            }
        }

        return openMetrics > text || (openMetrics > 0 && openMetrics >= text && openMetricsFirst);
    }

    /// <summary>Tells whether the answer is to be compressed.</summary>
    /// <param name="acceptEncoding">The header.</param>
    /// <returns>True for gzip.</returns>
    public static bool PrefersGzip(StringValues acceptEncoding)
    {
        double? gzip = null, any = null, identity = null;
        foreach (var line in acceptEncoding)
        {
            var codings = new HeaderElements(line);
            while (codings.MoveNext())
            {
                if (Is(codings.Name, "gzip")) gzip = codings.Quality;
                else if (Is(codings.Name, "x-gzip")) gzip ??= codings.Quality;
                else if (Is(codings.Name, "identity")) identity = codings.Quality;
                else if (Is(codings.Name, "*")) any = codings.Quality;
            }
        }

        var wanted = gzip ?? any ?? 0;
        return wanted > 0 && wanted >= (identity ?? 0);
    }

    private static bool Names(in HeaderElements range, string type, string version) =>
        Is(range.Name, type) && (!range.TryGet("version", out var asked) || asked.SequenceEqual(version));

    private static bool Is(ReadOnlySpan<char> name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
