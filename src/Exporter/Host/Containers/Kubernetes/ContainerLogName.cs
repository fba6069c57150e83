namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// The name of the link that the kubelet makes to the log of a container: <c>POD_NAMESPACE_CONTAINER-ID.log</c> in <c>/var/log/containers</c>.
/// Nothing else in the file system ties the id of a container to its name with every runtime. Names above 255 bytes are cut and lost.
/// </summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Pod">The name of the pod.</param>
/// <param name="Container">The name of the container.</param>
/// <param name="Id">The id of the container.</param>
internal readonly record struct ContainerLogName(string Namespace, string Pod, string Container, string Id)
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">The name in UTF-8.</param>
    /// <param name="name">Its parts.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ContainerLogName name)
    {
        name = default;
        if (!text.EndsWith(".log"u8)) return false;
        text = text[..^4];
        var first = text.IndexOf((byte)'_');
        var second = text.LastIndexOf((byte)'_');
        var dash = text.LastIndexOf((byte)'-');
        if (first == second || dash < second) return false;
        if (!KubernetesName.TryParseSubdomain(text[..first], out var pod)) return false;
        if (!KubernetesName.TryParseLabel(text[(first + 1)..second], out var space)) return false;
        if (!KubernetesName.TryParseLabel(text[(second + 1)..dash], out var container)) return false;
        if (!KubernetesName.TryParseId(text[(dash + 1)..], out var id)) return false;
        name = new ContainerLogName(space, pod, container, id);
        return true;
    }
}
