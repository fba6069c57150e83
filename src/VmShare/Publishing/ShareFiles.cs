namespace Wattshare.VmShare.Publishing;

/// <summary>The names of everything that is made in a machine's directory; nothing else there is ever removed.</summary>
internal static class ShareFiles
{
    public const string Document = "share.json";
    public const string DocumentTemporary = ".share.json.new";

    public const string Energy = "energy_uj";
    public const string Name = "name";
    public const string Range = "max_energy_range_uj";
    public const string Enabled = "enabled";
    public const string ZoneTemporary = ".new";

    /// <summary>
    /// The range of a counter that never wraps: the highest number that fits both kinds of 64-bit integer, so that every reader can
    /// parse it and none ever meets it (at 10 kW it is 29,000 years away).
    /// </summary>
    public const string RangeValue = "9223372036854775807\n";

    public static ReadOnlySpan<string> InZone => new[] { Energy, Name, Range, Enabled, ZoneTemporary };

    public static ReadOnlySpan<string> Zones => new[] { ZonePlan.Package.Folder, ZonePlan.Dram.Folder };
}
