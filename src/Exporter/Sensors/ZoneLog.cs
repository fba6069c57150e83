using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Logs that zones of one sensor came to be read or cannot be read any more, each change once, with the words and the fix that
/// <c>wattshare check</c> has. What the first look finds is told by the start-up log. Sampling thread only.
/// </summary>
/// <param name="logger">The sensor's logger.</param>
/// <param name="kind">What a zone of the sensor is called, at the beginning of a sentence.</param>
internal sealed partial class ZoneLog(ILogger logger, string kind)
{
    private readonly Dictionary<string, ReadOutcome> _known = [];

    /// <summary>Notes the state of a zone, and logs it when it changed.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="path">What it is read from.</param>
    /// <param name="outcome">The outcome of its last read.</param>
    /// <param name="first">True at the first look.</param>
    /// <param name="describe">Says what is wrong; called when it is logged.</param>
    public void Note(ZoneInfo zone, string path, ReadOutcome outcome, bool first, Func<SensorFinding> describe)
    {
        if (_known.TryGetValue(zone.Path, out var before) && before == outcome) return;
        _known[zone.Path] = outcome;
        if (first) return;
        if (outcome == ReadOutcome.Ok) LogReadable(kind, zone.Zone, path);
        else Tell(zone.Zone, path, outcome, describe());
    }

    private void Tell(string zone, string path, ReadOutcome outcome, SensorFinding finding)
    {
        var message = Printable.Clean(finding.Message);
        if (finding.Fix.Length == 0) LogUnreadable(kind, zone, path, outcome, message);
        else LogUnreadableWithFix(kind, zone, path, outcome, message, Printable.Clean(finding.Fix));
    }

    [LoggerMessage(EventIds.ZoneReadable, LogLevel.Information, "{Kind} {Zone} is read from {Path}")]
    private partial void LogReadable(string kind, string zone, string path);

    [LoggerMessage(EventIds.ZoneUnreadable, LogLevel.Warning, "{Kind} {Zone} cannot be read from {Path}: {Outcome}. {Message}")]
    private partial void LogUnreadable(string kind, string zone, string path, ReadOutcome outcome, string message);

    [LoggerMessage(EventIds.ZoneUnreadableWithFix, LogLevel.Warning, "{Kind} {Zone} cannot be read from {Path}: {Outcome}. {Message} Fix: {Fix}")]
    private partial void LogUnreadableWithFix(string kind, string zone, string path, ReadOutcome outcome, string message, string fix);
}
