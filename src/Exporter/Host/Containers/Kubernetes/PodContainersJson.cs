using System.Text.Json;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Reads the containers of a pod, ordinary, init and ephemeral ones alike: what it asks for, and what runs.</summary>
internal static class PodContainersJson
{
    private const int MaxContainers = 1024;

    /// <summary>Reads the images that a pod asks for.</summary>
    /// <param name="reader">Stands on the name <c>spec</c>.</param>
    /// <param name="result">Where they go.</param>
    public static void ReadSpec(ref Utf8JsonReader reader, ApiObject result)
    {
        if (!JsonSteps.EnterObject(ref reader)) return;
        while (JsonSteps.NextName(ref reader))
        {
            if (reader.ValueTextEquals("containers"u8) || reader.ValueTextEquals("initContainers"u8) || reader.ValueTextEquals("ephemeralContainers"u8))
                ReadSpecs(ref reader, result);
            else JsonSteps.SkipValue(ref reader);
        }
    }

    /// <summary>Reads the ids of what runs or ran.</summary>
    /// <param name="reader">Stands on the name <c>status</c>; that of a failure has a text there.</param>
    /// <param name="result">Where they go.</param>
    public static void ReadStatus(ref Utf8JsonReader reader, ApiObject result)
    {
        if (!JsonSteps.EnterObject(ref reader)) return;
        while (JsonSteps.NextName(ref reader))
        {
            if (reader.ValueTextEquals("containerStatuses"u8) || reader.ValueTextEquals("initContainerStatuses"u8)
                || reader.ValueTextEquals("ephemeralContainerStatuses"u8))
                ReadStatuses(ref reader, result);
            else JsonSteps.SkipValue(ref reader);
        }
    }

    private static void ReadSpecs(ref Utf8JsonReader reader, ApiObject result)
    {
        if (!JsonSteps.EnterArray(ref reader)) return;
        while (JsonSteps.NextObject(ref reader))
        {
            var (name, image) = ("", "");
            while (JsonSteps.NextName(ref reader))
            {
                if (reader.ValueTextEquals("name"u8)) name = KubernetesName.TryParseLabel(JsonSteps.Text(ref reader), out var label) ? label : "";
                else if (reader.ValueTextEquals("image"u8)) image = HostText.Clean(JsonSteps.Text(ref reader), HostText.MaxName);
                else JsonSteps.SkipValue(ref reader);
            }

            if (name.Length > 0 && result.Images.Count < MaxContainers) result.Images[name] = image;
        }
    }

    private static void ReadStatuses(ref Utf8JsonReader reader, ApiObject result)
    {
        if (!JsonSteps.EnterArray(ref reader)) return;
        while (JsonSteps.NextObject(ref reader))
        {
            var name = "";
            ContainerReference now = default, before = default;
            while (JsonSteps.NextName(ref reader))
            {
                if (reader.ValueTextEquals("name"u8)) name = KubernetesName.TryParseLabel(JsonSteps.Text(ref reader), out var label) ? label : "";
                else if (reader.ValueTextEquals("containerID"u8)) _ = ContainerReference.TryParse(JsonSteps.Text(ref reader), out now);
                else if (reader.ValueTextEquals("lastState"u8)) before = ReadState(ref reader);
                else JsonSteps.SkipValue(ref reader);
            }

            if (name.Length == 0 || result.Statuses.Count >= MaxContainers) continue;
            if (before.Id is not null) result.Statuses.Add((name, before));
            if (now.Id is not null) result.Statuses.Add((name, now));
        }
    }

    /// <summary>The container before the last restart, whose group may be there for a while yet.</summary>
    private static ContainerReference ReadState(ref Utf8JsonReader reader)
    {
        ContainerReference found = default;
        if (!JsonSteps.EnterObject(ref reader)) return found;
        while (JsonSteps.NextName(ref reader))
        {
            if (!reader.ValueTextEquals("terminated"u8)) JsonSteps.SkipValue(ref reader);
            else if (JsonSteps.EnterObject(ref reader))
                while (JsonSteps.NextName(ref reader))
                {
                    if (reader.ValueTextEquals("containerID"u8)) _ = ContainerReference.TryParse(JsonSteps.Text(ref reader), out found);
                    else JsonSteps.SkipValue(ref reader);
                }
        }

        return found;
    }
}
