namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>A container of a pod. Immutable; name and id were validated, the image was cleaned.</summary>
/// <param name="Id">The id in the path of its cgroup: 64 hexadecimal digits.</param>
/// <param name="Name">The name within the pod.</param>
/// <param name="Image">The image as the pod asks for it, or empty.</param>
/// <param name="Runtime">The runtime as in <see cref="Attribution.Model.ContainerInfo.Runtime"/>, or empty.</param>
internal sealed record PodContainer(string Id, string Name, string Image, string Runtime);
