using System.Text.Json;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Web;

/// <summary>Writes what cannot be measured, and the step that mends it: the words of <c>wattshare check</c> and of the log.</summary>
internal static class SnapshotMissing
{
    /// <summary>Writes the member <c>missing</c>.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="findings">What the sensors say.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<SensorFinding> findings)
    {
        json.WriteStartArray("missing"u8);
        foreach (var finding in findings)
            if (SensorFindings.IsMissed(finding, findings)) WriteFinding(json, finding);
        json.WriteEndArray();
    }

    private static void WriteFinding(Utf8JsonWriter json, SensorFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("sensor"u8, finding.Sensor);
        json.WriteString("zone"u8, finding.Zone);
        json.WriteString("path"u8, finding.Path);
        json.WriteString("outcome"u8, SnapshotSensors.OutcomeName(finding.Outcome));
        json.WriteString("message"u8, finding.Message);
        json.WriteString("fix"u8, finding.Fix);
        json.WriteEndObject();
    }
}
