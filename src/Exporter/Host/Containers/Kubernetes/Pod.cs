namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>A pod of this node, as far as names go. Immutable; every name was validated.</summary>
/// <param name="Uid">The uid of the object.</param>
/// <param name="PathUid">
/// The uid in the paths of its cgroups and logs: <paramref name="Uid"/>, but for a static pod the hash of its manifest, by which the
/// kubelet knew it before the API server did (annotation <c>kubernetes.io/config.hash</c> of the mirror pod).
/// </param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
/// <param name="Containers">The containers that have an id by now, those before their last restart included.</param>
internal sealed record Pod(string Uid, string PathUid, string Namespace, string Name, IReadOnlyList<PodContainer> Containers);
