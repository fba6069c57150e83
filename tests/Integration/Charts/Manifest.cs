using System.Text.Json.Nodes;

namespace Wattshare.Integration.Charts;

/// <summary>One object of Kubernetes.</summary>
/// <param name="Json">All of it.</param>
internal sealed record Manifest(JsonNode Json)
{
    /// <summary>Its kind.</summary>
    public string Kind => Text("kind");

    /// <summary>Its name.</summary>
    public string Name => Text("metadata", "name");

    /// <summary>Reads a stream of objects.</summary>
    /// <param name="yaml">The stream.</param>
    /// <returns>The objects, ordered by kind and name.</returns>
    public static IReadOnlyList<Manifest> Parse(string yaml) =>
    [
        .. YamlJson.Parse(yaml).OfType<JsonObject>().Select(json => new Manifest(json))
            .OrderBy(manifest => $"{manifest.Kind} {manifest.Name}", StringComparer.Ordinal),
    ];

    /// <summary>What is at a path.</summary>
    /// <param name="path">Keys, and indices of lists.</param>
    /// <returns>The node, or null when there is none.</returns>
    public JsonNode? At(params ReadOnlySpan<object> path)
    {
        JsonNode? node = Json;
        foreach (var step in path) node = step is int index ? node?[index] : node?[(string)step];
        return node;
    }

    /// <summary>The text at a path.</summary>
    /// <param name="path">Keys, and indices of lists.</param>
    /// <returns>The text; a test fails when there is none.</returns>
    public string Text(params ReadOnlySpan<object> path)
    {
        var node = At(path);
        Assert.NotNull(node);
        return node.GetValue<string>();
    }

    /// <summary>The list at a path.</summary>
    /// <param name="path">Keys, and indices of lists.</param>
    /// <returns>Its elements; none when there is no such list.</returns>
    public IReadOnlyList<JsonNode> List(params ReadOnlySpan<object> path) => At(path) is JsonArray list ? [.. list.OfType<JsonNode>()] : [];
}
