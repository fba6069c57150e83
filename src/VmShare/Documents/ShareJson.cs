using System.Buffers;
using System.Text.Json;
using Wattshare.Attribution.Model;

namespace Wattshare.VmShare.Documents;

/// <summary>
/// Writes and reads <c>share.json</c>. Written by hand, without reflection, because the program is trimmed. What is read may have
/// been written by a guest: anything that is not schema version 1 is refused, and no number is taken that could overflow a sum.
/// </summary>
public static class ShareJson
{
    /// <summary>A file that is longer than this is not one of ours.</summary>
    public const int LongestFile = 64 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="output">Where the bytes go.</param>
    public static void Write(ShareDocument document, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteNumber("schema", ShareDocument.SchemaVersion);
        json.WriteString("vm", document.Vm);
        json.WriteString("uuid", document.Uuid);
        json.WriteString("directory", document.DirectoryMade ? "made" : "found");
        WriteComponents(json, document.Components);
        json.WriteString("method", MethodNames.Of(document.Method));
        json.WriteNumber("interval_seconds", document.IntervalSeconds);
        json.WriteStartObject("heartbeat");
        json.WriteString("time", document.HeartbeatTime.UtcDateTime);
        json.WriteNumber("sequence", document.HeartbeatSequence);
        json.WriteEndObject();
        WriteZones(json, document);
        WriteEnergies(json, document);
        WriteUncertainty(json, document);
        json.WriteEndObject();
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="document">The document, or null.</param>
    /// <returns>False for everything that is not a document of schema version 1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ShareDocument? document)
    {
        document = null;
        if (text.Length > LongestFile) return false;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 8 });
            using var json = JsonDocument.ParseValue(ref reader);
            document = ShareJsonReader.Read(json.RootElement);
        }
        catch (JsonException)
        {
            // Truncated or garbage: the caller is told by the result.
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair cannot become a string.
        }

        return document is not null;
    }

    private static void WriteComponents(Utf8JsonWriter json, ComponentSet components)
    {
        json.WriteStartArray("components");
        foreach (var component in Components.All)
        {
            if (components.Contains(component)) json.WriteStringValue(Components.Name(component));
        }

        json.WriteEndArray();
    }

    private static void WriteZones(Utf8JsonWriter json, ShareDocument document)
    {
        json.WriteStartArray("zones");
        foreach (var zone in document.Zones)
        {
            json.WriteStartObject();
            json.WriteString("path", zone.Path);
            json.WriteString("name", zone.Name);
            json.WriteString("component", Components.Name(zone.Component));
            json.WriteString("method", MethodNames.Of(zone.Method));
            json.WriteNumber("energy_uj", zone.EnergyMicrojoules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEnergies(Utf8JsonWriter json, ShareDocument document)
    {
        json.WriteStartObject("split_uj");
        foreach (var component in Components.All)
        {
            if (component != Component.Gpu && document.Components.Contains(component)) WriteEnergy(json, document, component, Components.Name(component));
        }

        json.WriteEndObject();
        // Absent is not zero: a host without GPU metering says so.
        if (document.Components.Contains(Component.Gpu)) WriteEnergy(json, document, Component.Gpu, "gpu_uj");
        else json.WriteNull("gpu_uj");
    }

    private static void WriteUncertainty(Utf8JsonWriter json, ShareDocument document)
    {
        json.WriteStartObject("uncertainty_uj");
        foreach (var component in Components.All)
        {
            if (!document.Components.Contains(component)) continue;
            json.WriteStartObject(Components.Name(component));
            json.WriteNumber("random", document.Uncertainty.Random[component]);
            json.WriteNumber("systematic", document.Uncertainty.Systematic[component]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEnergy(Utf8JsonWriter json, ShareDocument document, Component component, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("active", document.Active[component]);
        json.WriteNumber("idle", document.Idle[component]);
        json.WriteEndObject();
    }
}
