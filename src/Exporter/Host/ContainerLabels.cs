namespace Wattshare.Exporter.Host;

/// <summary>What a container engine or Kubernetes knows of one container. Immutable; every text is cleaned (<see cref="HostText"/>), or empty.</summary>
internal sealed record ContainerLabels
{
    /// <summary>The name for people: Kubernetes' name of the container, else the engine's.</summary>
    public string Name { get; init; } = "";

    /// <summary>The image as it was asked for.</summary>
    public string Image { get; init; } = "";

    /// <summary>The Kubernetes namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the pod.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The engine that answered, or that the kubelet names, or empty. It serves where the cgroup path does not tell the runtime.</summary>
    public string Runtime { get; init; } = "";
}
