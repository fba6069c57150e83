using System.Net;

namespace Wattshare.Exporter.Options;

/// <summary>Who is asked for the names of pods.</summary>
internal sealed class KubernetesOptions
{
    /// <summary>The source.</summary>
    public KubernetesLabels Labels { get; set; }

    /// <summary>The name of the node as it was given, or null.</summary>
    public string? Node { get; set; }

    /// <summary>What the environment tells.</summary>
    public ClusterEnvironment Cluster { get; set; } = ClusterEnvironment.None;

    /// <summary>The name of the node: as given, else as the environment tells, else the name of the host, which the kubelet takes by default.</summary>
    public string NodeName => Node ?? (Cluster.NodeName.Length > 0 ? Cluster.NodeName : Dns.GetHostName().ToLowerInvariant());
}
