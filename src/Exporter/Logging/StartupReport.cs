using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Logging;

/// <summary>Says in a few lines at the start what is measured, what is modelled, what is missing with its fix, and where the program answers.</summary>
/// <param name="logger">Where the lines go.</param>
internal sealed partial class StartupReport(ILogger<StartupReport> logger)
{
    private const int MaxZones = 8;

    /// <summary>Writes the report.</summary>
    /// <param name="version">The line of <c>--version</c>.</param>
    /// <param name="findings">What the sensors say.</param>
    /// <param name="addresses">Where the program listens, as URLs or addresses.</param>
    /// <param name="sharePath">The directory that is published, or null.</param>
    public void Write(string version, IReadOnlyList<SensorFinding> findings, IEnumerable<string> addresses, string? sharePath)
    {
        LogStarting(version);
        WriteCounted(findings);
        foreach (var missing in findings.Where(finding => SensorFindings.IsMissed(finding, findings)).GroupBy(finding => (finding.Sensor, finding.Fix)))
            WriteMissing(missing.Key.Sensor, [.. missing]);
        foreach (var address in addresses) LogListening(address);
        if (sharePath is not null) LogPublishing(sharePath);
    }

    /// <summary>Says who tells the CPU time of tasks.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="obstacle">Why it is not a better one, or null.</param>
    public void WriteUsage(string source, BpfObstacle? obstacle)
    {
        if (obstacle is null) LogUsage(source);
        else LogUsageFallback(source, obstacle.Reason, obstacle.Fix);
    }

    private void WriteCounted(IReadOnlyList<SensorFinding> findings)
    {
        var counted = findings.Where(finding => finding is { Outcome: ReadOutcome.Ok, CountsAs: not null }).ToLookup(finding => finding.Method == MeasurementMethod.Model);
        foreach (var component in counted[false].GroupBy(finding => finding.CountsAs!.Value).OrderBy(group => group.Key))
            LogMeasured(Components.Name(component.Key), Zones([.. component]));
        foreach (var component in counted[true].GroupBy(finding => finding.CountsAs!.Value).OrderBy(group => group.Key))
            LogModelled(Components.Name(component.Key), Printable.Clean(component.First().Message));
        if (!counted[false].Any() && !counted[true].Any()) LogNothing();
    }

    /// <summary>Findings that the same step mends are one line: a host with 16 refused counters has one fault and not 16.</summary>
    private void WriteMissing(string sensor, SensorFinding[] findings)
    {
        var what = findings.Any(finding => finding.Zone.Length > 0) ? Zones(findings) : sensor;
        var message = Printable.Clean(findings[0].Message);
        if (findings[0].Fix.Length == 0) LogMissing(what, message);
        else LogMissingWithFix(what, message, Printable.Clean(findings[0].Fix.Replace("\n", "; ", StringComparison.Ordinal)));
    }

    private static string Zones(SensorFinding[] findings)
    {
        var names = findings.Take(MaxZones).Select(finding => Printable.Clean(finding.Zone.Length == 0 ? finding.Sensor : $"{finding.Sensor} {finding.Zone}"));
        var rest = findings.Length > MaxZones ? $" and {findings.Length - MaxZones} more" : "";
        return string.Join(", ", names) + rest;
    }

    [LoggerMessage(EventIds.Starting, LogLevel.Information, "{Version}")]
    private partial void LogStarting(string version);

    [LoggerMessage(EventIds.Measured, LogLevel.Information, "Measured: {Component} by {Zones}")]
    private partial void LogMeasured(string component, string zones);

    [LoggerMessage(EventIds.Modelled, LogLevel.Information, "Modelled, not measured: {Component}: {Message}")]
    private partial void LogModelled(string component, string message);

    [LoggerMessage(EventIds.NothingCounted, LogLevel.Information, "Nothing is measured or modelled; there will be no energy until a sensor appears")]
    private partial void LogNothing();

    [LoggerMessage(EventIds.Missing, LogLevel.Information, "Missing: {What}: {Message}")]
    private partial void LogMissing(string what, string message);

    [LoggerMessage(EventIds.MissingWithFix, LogLevel.Information, "Missing: {What}: {Message} Fix: {Fix}")]
    private partial void LogMissingWithFix(string what, string message, string fix);

    [LoggerMessage(EventIds.Usage, LogLevel.Information, "CPU time of tasks from {Source}")]
    private partial void LogUsage(string source);

    [LoggerMessage(EventIds.UsageFallback, LogLevel.Information, "CPU time of tasks from {Source}; bpf cannot be used: {Reason}. Fix: {Fix}")]
    private partial void LogUsageFallback(string source, string reason, string fix);

    [LoggerMessage(EventIds.Listening, LogLevel.Information, "Listening on {Address}")]
    private partial void LogListening(string address);

    [LoggerMessage(EventIds.Publishing, LogLevel.Information, "Publishing the VM share under {Path}")]
    private partial void LogPublishing(string path);
}
