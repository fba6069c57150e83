using System.Buffers;

namespace Wattshare.Exporter.Web;

/// <summary>Checks <c>--web.telemetry-path</c>.</summary>
internal static class TelemetryPath
{
    /// <summary>The default.</summary>
    public const string Default = "/metrics";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Tells what is wrong with a path.</summary>
    /// <param name="path">The path given by the operator.</param>
    /// <returns>One clause, or null when the path can be used.</returns>
    public static string? Fault(string path)
    {
        if (!path.StartsWith('/')) return $"'{path}' must begin with a slash";
        if (path.AsSpan().ContainsAnyExcept(Allowed))
            return $"'{path}' may hold only letters, digits, slashes and the characters - . _ ~";
        if (path.Length > 1 && path[1..].Split('/').Any(segment => segment is "" or "." or ".."))
            return $"'{path}' has an empty segment, '.' or '..' in it, or ends in a slash";
        if (WebEndpoints.FixedPaths.Contains(path, StringComparer.OrdinalIgnoreCase)) return $"'{path}' is taken by another page of the exporter";
        return null;
    }
}
