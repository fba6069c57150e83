using System.Text;
using System.Text.Json;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Exposition;

/// <summary>The label text of each kind of fault, made once.</summary>
internal static class FaultLabels
{
    private static readonly byte[][] Texts =
        Array.ConvertAll(Enum.GetValues<FaultKind>(), kind => Encoding.UTF8.GetBytes($"kind=\"{Name(kind)}\""));

    /// <summary>The value of the label <c>kind</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The name in snake case.</returns>
    public static string Name(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary><c>kind="process_unreadable"</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The pair in UTF-8.</returns>
    public static ReadOnlySpan<byte> Of(FaultKind kind) => Texts[(int)kind];
}
