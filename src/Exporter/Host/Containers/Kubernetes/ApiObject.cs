namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// What is read of an object of the API: a pod, a bookmark (of which only the version counts), a list around its items, or the status of a
/// failure. Filled by <see cref="ApiObjectJson"/>; a part that is missing or no valid name is empty.
/// </summary>
internal sealed class ApiObject
{
    /// <summary>The kind; items of a list have none.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The namespace.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The uid.</summary>
    public string Uid { get; set; } = "";

    /// <summary>The hash of the manifest of a static pod.</summary>
    public string ConfigHash { get; set; } = "";

    /// <summary>Where a watch goes on from.</summary>
    public string ResourceVersion { get; set; } = "";

    /// <summary>What leads to the next page of a list; empty with the last.</summary>
    public string Continue { get; set; } = "";

    /// <summary>The HTTP status inside a status object, or 0.</summary>
    public int Code { get; set; }

    /// <summary>The image that the pod asks for, by the name of the container.</summary>
    public Dictionary<string, string> Images { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of containers, those before their last restart included.</summary>
    public List<(string Name, ContainerReference Reference)> Statuses { get; } = [];

    /// <summary>The pod that this is.</summary>
    /// <returns>The pod, or null when a name that it needs is missing or not one.</returns>
    public Pod? ToPod()
    {
        if (Uid.Length == 0 || Name.Length == 0 || Namespace.Length == 0) return null;
        var containers = Statuses
            .Select(status => new PodContainer(status.Reference.Id, status.Name, Images.GetValueOrDefault(status.Name, ""), status.Reference.Runtime)).ToArray();
        return new Pod(Uid, ConfigHash.Length > 0 ? ConfigHash : Uid, Namespace, Name, containers);
    }
}
