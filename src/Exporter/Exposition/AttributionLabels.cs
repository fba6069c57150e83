using System.Text;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>The names of the rules of attribution, and their labels, made once.</summary>
internal static class AttributionLabels
{
    private static readonly byte[][] ActiveRules =
        Array.ConvertAll(Enum.GetValues<ActiveRule>(), rule => Encoding.UTF8.GetBytes($"active=\"{Name(rule)}\""));

    private static readonly byte[][] IdleRules =
        Array.ConvertAll(Enum.GetValues<IdleRule>(), rule => Encoding.UTF8.GetBytes($"idle=\"{Name(rule)}\""));

    /// <summary><c>active="cpu_time"</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The pair in UTF-8.</returns>
    public static ReadOnlySpan<byte> Of(ActiveRule rule) => ActiveRules[(int)rule];

    /// <summary><c>idle="reserved"</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The pair in UTF-8.</returns>
    public static ReadOnlySpan<byte> Of(IdleRule rule) => IdleRules[(int)rule];

    /// <summary>The value of the label <c>active</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    public static string Name(ActiveRule rule) => rule switch
    {
        ActiveRule.CpuTime => "cpu_time",
        ActiveRule.CpuTimeByPackage => "cpu_time_by_package",
        ActiveRule.MemoryBandwidth => "memory_bandwidth",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    /// <summary>The value of the label <c>idle</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    public static string Name(IdleRule rule) => rule switch
    {
        IdleRule.ByReservation => "reserved",
        IdleRule.ByUse => "proportional",
        IdleRule.Separate => "separate",
        IdleRule.ByHeldMemory => "memory_held",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
