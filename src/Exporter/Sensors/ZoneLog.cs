using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Logs that zones of one sensor came to be read or cannot be read any more, each change once. What the first look finds is told by the
/// start-up log. Sampling thread only.
/// </summary>
/// <param name="logger">The sensor's logger.</param>
/// <param name="kind">What a zone of the sensor is called, at the beginning of a sentence.</param>
internal sealed partial class ZoneLog(ILogger logger, string kind)
{
    private readonly Dictionary<string, bool> _known = [];

    /// <summary>Notes the state of a zone, and logs it when it changed.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="path">What it is read from.</param>
    /// <param name="outcome">The outcome of its last read.</param>
    /// <param name="first">True at the first look.</param>
    public void Note(ZoneInfo zone, string path, ReadOutcome outcome, bool first)
    {
        var readable = outcome == ReadOutcome.Ok;
        if (_known.TryGetValue(zone.Path, out var before) && before == readable) return;
        _known[zone.Path] = readable;
        if (!first) Tell(zone.Zone, path, outcome);
    }

    /// <summary>Logs the state of a zone.</summary>
    /// <param name="zone">Its name.</param>
    /// <param name="path">What it is read from.</param>
    /// <param name="outcome">The outcome of its last read.</param>
    public void Tell(string zone, string path, ReadOutcome outcome)
    {
        if (outcome == ReadOutcome.Ok) LogReadable(kind, zone, path);
        else LogUnreadable(kind, zone, path, outcome);
    }

    [LoggerMessage(EventIds.ZoneReadable, LogLevel.Information, "{Kind} {Zone} is read from {Path}")]
    private partial void LogReadable(string kind, string zone, string path);

    [LoggerMessage(
        EventIds.ZoneUnreadable,
        LogLevel.Warning,
        "{Kind} {Zone} cannot be read from {Path}: {Outcome}; 'wattshare check' tells why and what mends it")]
    private partial void LogUnreadable(string kind, string zone, string path, ReadOutcome outcome);
}
