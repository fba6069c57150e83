using System.Collections.Immutable;
using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.VmShare.Counters;

namespace Wattshare.VmShare.Documents;

/// <summary>Takes a document out of parsed JSON. What has the wrong kind is as if it were not there.</summary>
internal static class ShareJsonReader
{
    private const int MostZones = 16;
    private const double LongestInterval = 86_400;

    /// <summary>Reads a document.</summary>
    /// <param name="root">The root of the JSON.</param>
    /// <returns>The document, or null when it is not of schema version 1.</returns>
    public static ShareDocument? Read(JsonElement root)
    {
        if (Number(root, "schema") != ShareDocument.SchemaVersion) return null;
        var heartbeat = Member(root, "heartbeat");
        var components = ReadComponents(root);
        return new ShareDocument
        {
            Vm = Text(root, "vm") ?? "",
            Uuid = Text(root, "uuid") ?? "",
            DirectoryMade = Text(root, "directory") == "made",
            Components = components,
            Method = MethodNames.Parse(Text(root, "method")),
            IntervalSeconds = Seconds(root, "interval_seconds"),
            HeartbeatTime = Time(heartbeat, "time"),
            HeartbeatSequence = Energy(heartbeat, "sequence"),
            Zones = ReadZones(root),
            Active = Energies(root, components, "active"),
            Idle = Energies(root, components, "idle"),
            Uncertainty = new EnergyUncertainty(Parts(root, components, "random"), Parts(root, components, "systematic")),
        };
    }

    private static ComponentSet ReadComponents(JsonElement root)
    {
        var set = ComponentSet.None;
        if (Member(root, "components") is not { ValueKind: JsonValueKind.Array } list) return set;
        foreach (var item in list.EnumerateArray())
        {
            var word = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            if (MethodNames.ParseComponent(word) is { } component) set = set.With(component);
        }

        return set;
    }

    private static ImmutableArray<ShareZone> ReadZones(JsonElement root)
    {
        if (Member(root, "zones") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > MostZones) return [];
        var zones = ImmutableArray.CreateBuilder<ShareZone>();
        foreach (var item in list.EnumerateArray())
        {
            if (Text(item, "path") is not { } path || MethodNames.ParseComponent(Text(item, "component")) is not { } component) continue;
            zones.Add(new ShareZone(path, Text(item, "name") ?? "", component, MethodNames.Parse(Text(item, "method")), Energy(item, "energy_uj")));
        }

        return zones.ToImmutable();
    }

    private static ComponentEnergy Energies(JsonElement root, ComponentSet components, string mode)
    {
        var energies = default(ComponentEnergy);
        var split = Member(root, "split_uj");
        foreach (var component in Components.All)
        {
            if (!components.Contains(component)) continue;
            var parent = component == Component.Gpu ? Member(root, "gpu_uj") : Member(split, Components.Name(component));
            energies[component] = Energy(parent, mode);
        }

        return energies;
    }

    /// <summary>What an older exporter did not write is 0.</summary>
    private static ComponentEnergy Parts(JsonElement root, ComponentSet components, string kind)
    {
        var parts = default(ComponentEnergy);
        var all = Member(root, "uncertainty_uj");
        foreach (var component in Components.All)
            if (components.Contains(component)) parts[component] = Energy(Member(all, Components.Name(component)), kind);
        return parts;
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static long? Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A number that a guest cannot have made so large that the next sum overflows.</summary>
    private static long Energy(JsonElement parent, string name) =>
        Number(parent, name) is { } number and >= 0 and <= CounterText.HighestCredible ? number : 0;

    private static double Seconds(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and <= LongestInterval ? seconds : 0;

    private static DateTimeOffset Time(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time : default;
}
