using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Web;

/// <summary>Writes the raw zones and their health.</summary>
internal static class SnapshotSensors
{
    /// <summary>Writes the member <c>sensors</c>.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="report">The report.</param>
    public static void Write(Utf8JsonWriter json, PowerReport report)
    {
        json.WriteStartArray("sensors"u8);
        foreach (var row in report.Sensors) WriteSensor(json, row);
        json.WriteEndArray();
    }

    /// <summary>The name of an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <returns>A lower-case word.</returns>
    public static string OutcomeName(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Ok => "ok",
        ReadOutcome.Absent => "absent",
        ReadOutcome.Denied => "denied",
        ReadOutcome.Garbage => "garbage",
        _ => "failed",
    };

    private static void WriteSensor(Utf8JsonWriter json, SensorRow row)
    {
        json.WriteStartObject();
        json.WriteString("sensor"u8, row.Zone.Sensor);
        json.WriteString("zone"u8, row.Zone.Zone);
        json.WriteString("path"u8, row.Zone.Path);
        json.WriteString("method"u8, SensorView.MethodName(row.Zone.Method));
        json.WriteString("perimeter"u8, row.Zone.Perimeter);
        json.WriteString("component"u8, row.CountsAs is { } component ? Components.Name(component) : null);
        json.WriteBoolean("up"u8, row.Up);
        json.WriteString("outcome"u8, OutcomeName(row.Outcome));
        if (row.HasEnergy) json.WriteNumber("energy_microjoules"u8, row.EnergyMicrojoules);
        else json.WriteNull("energy_microjoules"u8);
        json.WriteNumber("unseen_microjoules"u8, row.UnseenMicrojoules);
        json.WriteNumber("wraps"u8, row.Wraps);
        json.WriteNumber("resets"u8, row.Resets);
        WriteErrors(json, row);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, SensorRow row)
    {
        json.WriteStartObject("errors"u8);
        json.WriteNumber("absent"u8, row.AbsentReads);
        json.WriteNumber("denied"u8, row.DeniedReads);
        json.WriteNumber("garbage"u8, row.GarbageReads);
        json.WriteNumber("failed"u8, row.FailedReads);
        json.WriteNumber("implausible"u8, row.Refused);
        json.WriteEndObject();
    }
}
