namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>The name of the folder that the kubelet makes for the logs of a pod: <c>NAMESPACE_POD_UID</c> in <c>/var/log/pods</c>.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Pod">The name of the pod.</param>
/// <param name="Uid">The uid in the paths of its cgroups; of a static pod the hash of its manifest.</param>
internal readonly record struct PodLogName(string Namespace, string Pod, string Uid)
{
    /// <summary>Reads a name. No part may have an underscore in it.</summary>
    /// <param name="text">The name in UTF-8.</param>
    /// <param name="name">Its parts.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out PodLogName name)
    {
        name = default;
        var first = text.IndexOf((byte)'_');
        var last = text.LastIndexOf((byte)'_');
        if (first == last) return false;
        if (!KubernetesName.TryParseLabel(text[..first], out var space)) return false;
        if (!KubernetesName.TryParseSubdomain(text[(first + 1)..last], out var pod)) return false;
        if (!KubernetesName.TryParseUid(text[(last + 1)..], out var uid)) return false;
        name = new PodLogName(space, pod, uid);
        return true;
    }
}
