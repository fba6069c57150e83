using System.Text.Json;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>Turns the reply of an engine into labels by container id.</summary>
internal static class EngineReply
{
    private const int MaxContainers = 65_536;

    /// <summary>Reads a reply.</summary>
    /// <param name="json">The body.</param>
    /// <param name="runtime">The engine that answered.</param>
    /// <param name="containers">The labels by full id.</param>
    /// <returns>False when the body is not a list of containers.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, string runtime, out Dictionary<string, ContainerLabels> containers)
    {
        containers = new Dictionary<string, ContainerLabels>(StringComparer.Ordinal);
        IReadOnlyList<EngineContainer?>? list;
        try
        {
            list = JsonSerializer.Deserialize(json, EngineJson.Default.IReadOnlyListEngineContainer);
        }
        catch (JsonException)
        {
            return false;
        }

        if (list is null) return false;
        foreach (var container in list.Take(MaxContainers))
            if (container?.Id is { Length: > 0 } id) containers[id] = Describe(container, runtime);
        return true;
    }

    private static ContainerLabels Describe(EngineContainer container, string runtime)
    {
        var kubernetesName = Label(container, "io.kubernetes.container.name");
        return new ContainerLabels
        {
            Name = kubernetesName.Length > 0 ? kubernetesName : Clean(OwnName(container)),
            Image = Clean(container.Image),
            Namespace = Label(container, "io.kubernetes.pod.namespace"),
            Pod = Label(container, "io.kubernetes.pod.name"),
            Runtime = runtime,
        };
    }

    /// <summary>A name of the form <c>/web</c>; those with a second slash are names that a link gave it inside another container.</summary>
    private static string? OwnName(EngineContainer container)
    {
        var names = container.Names ?? [];
        var own = names.FirstOrDefault(name => name is not null && name.LastIndexOf('/') <= 0) ?? (names.Count > 0 ? names[0] : null);
        return own is ['/', ..] ? own[1..] : own;
    }

    private static string Label(EngineContainer container, string key) =>
        container.Labels is { } labels && labels.TryGetValue(key, out var value) ? Clean(value) : "";

    private static string Clean(string? text) => HostText.Clean(text ?? "", HostText.MaxName);
}
