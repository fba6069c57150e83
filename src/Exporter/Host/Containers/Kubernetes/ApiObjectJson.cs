using System.Text;
using System.Text.Json;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// Reads one object of the API, token by token. What is not asked for is skipped, what has another type than it should is as good as missing.
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
/// </summary>
internal static class ApiObjectJson
{
    private const int MaxContinue = 4096;

    /// <summary>Reads an object.</summary>
    /// <param name="json">All of it.</param>
    /// <param name="result">What was read.</param>
    /// <returns>False when it is not one JSON object.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, out ApiObject result)
    {
        result = new ApiObject();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PodLimits.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            ReadObject(ref reader, result);
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, ApiObject result)
    {
        while (JsonSteps.NextName(ref reader))
        {
            if (reader.ValueTextEquals("metadata"u8)) ReadMetadata(ref reader, result);
            else if (reader.ValueTextEquals("spec"u8)) PodContainersJson.ReadSpec(ref reader, result);
            else if (reader.ValueTextEquals("status"u8)) PodContainersJson.ReadStatus(ref reader, result);
            else if (reader.ValueTextEquals("kind"u8)) result.Kind = KubernetesName.TryParseVersion(JsonSteps.Text(ref reader), out var kind) ? kind : "";
            else if (reader.ValueTextEquals("code"u8)) result.Code = JsonSteps.Number(ref reader);
            else JsonSteps.SkipValue(ref reader);
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ApiObject result)
    {
        if (!JsonSteps.EnterObject(ref reader)) return;
        while (JsonSteps.NextName(ref reader))
        {
            if (reader.ValueTextEquals("name"u8)) result.Name = KubernetesName.TryParseSubdomain(JsonSteps.Text(ref reader), out var name) ? name : "";
            else if (reader.ValueTextEquals("namespace"u8)) result.Namespace = KubernetesName.TryParseLabel(JsonSteps.Text(ref reader), out var space) ? space : "";
            else if (reader.ValueTextEquals("uid"u8)) result.Uid = KubernetesName.TryParseUid(JsonSteps.Text(ref reader), out var uid) ? uid : "";
            else if (reader.ValueTextEquals("resourceVersion"u8)) result.ResourceVersion = KubernetesName.TryParseVersion(JsonSteps.Text(ref reader), out var version) ? version : "";
            else if (reader.ValueTextEquals("continue"u8)) result.Continue = Opaque(JsonSteps.Text(ref reader));
            else if (reader.ValueTextEquals("annotations"u8)) ReadAnnotations(ref reader, result);
            else JsonSteps.SkipValue(ref reader);
        }
    }

    private static void ReadAnnotations(ref Utf8JsonReader reader, ApiObject result)
    {
        if (!JsonSteps.EnterObject(ref reader)) return;
        while (JsonSteps.NextName(ref reader))
        {
            if (reader.ValueTextEquals("kubernetes.io/config.hash"u8)) result.ConfigHash = KubernetesName.TryParseUid(JsonSteps.Text(ref reader), out var hash) ? hash : "";
            else JsonSteps.SkipValue(ref reader);
        }
    }

    /// <summary>A text that only goes back to where it came from, escaped; one that is too long ends the list.</summary>
    private static string Opaque(ReadOnlySpan<byte> text) => text.Length > MaxContinue ? "" : Encoding.ASCII.GetString(text);
}
