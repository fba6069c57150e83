using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Web;

/// <summary>Writes what is measured, what is modelled, the idle floors, the rules of attribution, and the extremes of power.</summary>
internal static class SnapshotComponents
{
    /// <summary>Writes the members <c>measured</c>, <c>modelled</c>, <c>live</c>, <c>idle_floors</c>, <c>attribution</c> and <c>power</c>.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="report">The report.</param>
    public static void Write(Utf8JsonWriter json, PowerReport report)
    {
        WriteList(json, "measured"u8, component => report.Measured.Contains(component) && !IsModelled(report, component));
        WriteList(json, "modelled"u8, component => report.Measured.Contains(component) && IsModelled(report, component));
        WriteList(json, "live"u8, report.Live.Contains);
        json.WriteStartArray("idle_floors"u8);
        foreach (var floor in report.IdleFloors) WriteFloor(json, report, floor);
        json.WriteEndArray();
        json.WriteStartArray("attribution"u8);
        foreach (var row in report.Attribution) WriteRules(json, row);
        json.WriteEndArray();
        json.WriteStartArray("power"u8);
        foreach (var row in report.Power) WritePower(json, row);
        json.WriteEndArray();
    }

    private static void WriteRules(Utf8JsonWriter json, AttributionRow row)
    {
        json.WriteStartObject();
        json.WriteString("component"u8, Components.Name(row.Component));
        json.WriteString("active"u8, AttributionLabels.Name(row.Active));
        json.WriteString("idle"u8, AttributionLabels.Name(row.Idle));
        json.WriteEndObject();
    }

    private static void WritePower(Utf8JsonWriter json, PowerRow row)
    {
        json.WriteStartObject();
        json.WriteString("component"u8, Components.Name(row.Component));
        WriteWatts(json, "peak_watts"u8, row.PeakMicrowatts);
        WriteWatts(json, "low_watts"u8, row.LowMicrowatts);
        json.WriteEndObject();
    }

    private static void WriteWatts(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? microwatts)
    {
        if (microwatts is { } value) json.WriteNumber(name, value / 1e6);
        else json.WriteNull(name);
    }

    // A component is called measured only when nothing that counts for it comes from a formula.
    private static bool IsModelled(PowerReport report, Component component) =>
        report.Sensors.Any(row => row.CountsAs == component && row.Zone.Method == MeasurementMethod.Model);

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, Func<Component, bool> isMember)
    {
        json.WriteStartArray(name);
        foreach (var component in Components.All)
        {
            if (isMember(component)) json.WriteStringValue(Components.Name(component));
        }

        json.WriteEndArray();
    }

    private static void WriteFloor(Utf8JsonWriter json, PowerReport report, IdleFloorRow floor)
    {
        json.WriteStartObject();
        json.WriteString("component"u8, Components.Name(floor.Component));
        json.WriteString("source"u8, IdleFloorView.SourceName(floor.Source));
        if (floor.Source == IdleFloorSource.Unknown) json.WriteNull("watts"u8);
        else json.WriteNumber("watts"u8, floor.Microwatts / 1e6);
        json.WriteNumber("observed_seconds"u8, floor.ObservedSeconds);
        if (floor.Age(report.WallTime) is { } age) json.WriteNumber("age_seconds"u8, age.TotalSeconds);
        else json.WriteNull("age_seconds"u8);
        json.WriteEndObject();
    }
}
