namespace Wattshare.Exporter.Options;

/// <summary>The values of <c>--kubernetes.labels</c>.</summary>
internal enum KubernetesLabels
{
    /// <summary>The best that is there.</summary>
    Auto,

    /// <summary>The API server.</summary>
    Api,

    /// <summary>The kubelet.</summary>
    Kubelet,

    /// <summary>The names of log files.</summary>
    Files,

    /// <summary>Nobody.</summary>
    Off,
}
