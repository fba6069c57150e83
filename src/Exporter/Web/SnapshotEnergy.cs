using System.Text;
using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Web;

/// <summary>Writes an energy: one member for each component that was ever measured; the others are absent.</summary>
internal static class SnapshotEnergy
{
    private static readonly JsonEncodedText[] Names = [.. Components.All.ToArray().Select(c => JsonEncodedText.Encode(Components.Name(c)))];

    /// <summary>Writes a named energy.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="report">The report that the energy is of.</param>
    /// <param name="energy">The energy.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, PowerReport report, EnergyAmount energy)
    {
        json.WriteStartObject(name);
        foreach (var component in Components.All)
        {
            if (!report.Measured.Contains(component)) continue;
            json.WriteStartObject(Names[(int)component]);
            json.WriteNumber("energy_microjoules"u8, energy.Cumulative[component]);
            if (report.Intervals > 0 && report.Live.Contains(component))
                json.WriteNumber("watts"u8, report.Watts(energy.LastInterval[component]));
            else
                json.WriteNull("watts"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a named energy.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="report">The report that the energy is of.</param>
    /// <param name="energy">The energy.</param>
    public static void Write(Utf8JsonWriter json, string name, PowerReport report, EnergyAmount energy) =>
        Write(json, Encoding.UTF8.GetBytes(name), report, energy);
}
