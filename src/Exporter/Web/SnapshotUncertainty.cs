using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Web;

/// <summary>Writes how far a cumulative energy may be off: one standard deviation in integer microjoules, for each component that was ever measured.</summary>
internal static class SnapshotUncertainty
{
    /// <summary>Writes a named uncertainty.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="report">The report that it is of.</param>
    /// <param name="uncertainty">The uncertainty.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, PowerReport report, in EnergyUncertainty uncertainty)
    {
        json.WriteStartObject(name);
        foreach (var component in Components.All)
        {
            if (!report.Measured.Contains(component)) continue;
            json.WriteStartObject(Components.Name(component));
            json.WriteNumber("random_microjoules"u8, uncertainty.Random[component]);
            json.WriteNumber("systematic_microjoules"u8, uncertainty.Systematic[component]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
