using System.Text.Json.Serialization;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>
/// The parts of an element of <c>GET /containers/json</c> that matter here (https://docs.docker.com/reference/api/engine/, "List
/// containers"; Podman answers the same). Every part may be missing.
/// </summary>
internal sealed class EngineContainer
{
    /// <summary>The full id.</summary>
    [JsonPropertyName("Id")]
    public string? Id { get; set; }

    /// <summary>The names, each with a slash in front; more than one where links of old give it further names.</summary>
    [JsonPropertyName("Names")]
    public IReadOnlyList<string?>? Names { get; set; }

    /// <summary>The image as it was asked for.</summary>
    [JsonPropertyName("Image")]
    public string? Image { get; set; }

    /// <summary>The labels; those of Kubernetes are set by cri-dockerd.</summary>
    [JsonPropertyName("Labels")]
    public IReadOnlyDictionary<string, string?>? Labels { get; set; }
}
