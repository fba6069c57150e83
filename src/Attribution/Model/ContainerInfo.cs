namespace Wattshare.Attribution.Model;

/// <summary>A container as far as it is known. Immutable; its identity is <see cref="Id"/>. A later sample may know more, with the same id.</summary>
public sealed record ContainerInfo
{
    /// <summary>The full id given by the runtime (64 hexadecimal digits with Docker, the name with LXC).</summary>
    public required string Id { get; init; }

    /// <summary>The runtime: <c>docker</c>, <c>containerd</c>, <c>cri-o</c>, <c>podman</c>, <c>lxc</c>, or <c>unknown</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The name, or the short id when no name is known.</summary>
    public required string Name { get; init; }

    /// <summary>The image, or empty.</summary>
    public string Image { get; init; } = "";

    /// <summary>The Kubernetes namespace, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the pod, the uid of the pod when only that is known, or empty outside Kubernetes.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The uid of the pod from the cgroup path, or empty outside Kubernetes.</summary>
    public string PodUid { get; init; } = "";

    /// <summary>
    /// The CPU that is set aside for the container, in thousandths of a hardware thread: what it requests, else its limit, else 0. It may
    /// be more than the host has. A later sample may say something else, since limits can be changed while a container runs.
    /// </summary>
    public long ReservedMillithreads { get; init; }

    /// <summary>The id as <see cref="ContainerIds.Shorten"/> shortens it: the label <c>container_id</c>.</summary>
    public string ShortId
    {
        get
        {
            var shortened = ContainerIds.Shorten(Id);
            return shortened.Length == Id.Length ? Id : shortened.ToString();
        }
    }
}
