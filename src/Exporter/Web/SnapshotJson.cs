using System.Buffers;
using System.Text.Json;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Web;

/// <summary>
/// Writes the whole report as JSON, the answer of <c>/api/v1/snapshot</c>. Energies are integer microjoules since the start, power is
/// watts over the last interval and null where it is unknown. Names are written as text and never as markup. One thread at a time.
/// </summary>
/// <param name="sources">What is not in the report.</param>
/// <param name="health">Why there is nothing yet.</param>
/// <param name="findings">What the sensors say.</param>
internal sealed class SnapshotJson(MetricsSources sources, Health health, Func<IReadOnlyList<SensorFinding>> findings) : IDisposable
{
    /// <summary>Grows when the meaning of a member changes; members may be added without that.</summary>
    public const int SchemaVersion = 1;

    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where the JSON goes.</param>
    public void Render(PowerReport report, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        WriteHead(report);
        SnapshotComponents.Write(_json, report);
        WriteHost(report);
        SnapshotOwners.Write(_json, report);
        SnapshotSensors.Write(_json, report);
        SnapshotMissing.Write(_json, findings());
        WriteFaults();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteHead(PowerReport report)
    {
        _json.WriteNumber("schema_version"u8, SchemaVersion);
        _json.WriteString("version"u8, sources.Build.Version);
        _json.WriteString("revision"u8, sources.Build.Revision);
        _json.WriteNumber("sequence"u8, report.Sequence);
        _json.WriteNumber("intervals"u8, report.Intervals);
        _json.WriteString("waiting_for"u8, health.NotReady());
        _json.WriteString("unhealthy"u8, health.Unhealthy());
        if (report.Sequence > 0) _json.WriteString("time"u8, report.WallTime.UtcDateTime);
        else _json.WriteNull("time"u8);
        _json.WriteNumber("interval_nanoseconds"u8, report.IntervalNanoseconds);
        WriteOptional("sample_age_seconds"u8, sources.Clock.Age?.TotalSeconds);
        _json.WriteNumber("hardware_threads"u8, report.HardwareThreads);
        WriteOptional("busy_ratio"u8, report.BusyRatio);
    }

    private void WriteOptional(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) _json.WriteNumber(name, number);
        else _json.WriteNull(name);
    }

    private void WriteHost(PowerReport report)
    {
        SnapshotEnergy.Write(_json, "host"u8, report, report.Host);
        SnapshotUncertainty.Write(_json, "host_uncertainty"u8, report, report.HostUncertainty);
        SnapshotEnergy.Write(_json, "idle"u8, report, report.Idle);
        SnapshotEnergy.Write(_json, "system"u8, report, report.System);
        _json.WriteStartObject("unattributed"u8);
        foreach (var row in report.Unattributed) SnapshotEnergy.Write(_json, HostView.ReasonName(row.Reason), report, row.Energy);
        _json.WriteEndObject();
        SnapshotEnergy.Write(_json, "process_other"u8, report, report.ProcessOther);
        if (report.Exporter is { } exporter) SnapshotEnergy.Write(_json, "exporter"u8, report, exporter);
        else _json.WriteNull("exporter"u8);
    }

    private void WriteFaults()
    {
        _json.WriteStartObject("faults"u8);
        foreach (var kind in Kinds) _json.WriteNumber(FaultLabels.Name(kind), sources.Faults.Count(kind));
        _json.WriteEndObject();
    }
}
