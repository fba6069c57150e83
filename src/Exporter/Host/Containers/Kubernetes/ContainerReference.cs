namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>The id of a container as the kubelet writes it: <c>containerd://ID</c>, <c>docker://ID</c>, <c>cri-o://ID</c>.</summary>
/// <param name="Id">The id in the path of its cgroup.</param>
/// <param name="Runtime">The runtime, or empty when it is none of those.</param>
internal readonly record struct ContainerReference(string Id, string Runtime)
{
    /// <summary>Reads one.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="reference">The id and the runtime.</param>
    /// <returns>False when it is none; a container that has not started has an empty one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ContainerReference reference)
    {
        reference = default;
        var slashes = text.IndexOf("://"u8);
        if (slashes < 0 || !KubernetesName.TryParseId(text[(slashes + 3)..], out var id)) return false;
        reference = new ContainerReference(id, RuntimeOf(text[..slashes]));
        return true;
    }

    private static string RuntimeOf(ReadOnlySpan<byte> scheme)
    {
        if (scheme.SequenceEqual("containerd"u8)) return "containerd";
        if (scheme.SequenceEqual("docker"u8)) return "docker";
        return scheme.SequenceEqual("cri-o"u8) ? "cri-o" : "";
    }
}
