namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>How a step of a source of pods ended, which says when the next is due.</summary>
internal enum PodStep
{
    /// <summary>The next follows at once.</summary>
    Continue,

    /// <summary>All is well; the next follows in its time.</summary>
    Settled,

    /// <summary>A watch ended as watches do; the next follows after a moment.</summary>
    Again,

    /// <summary>It failed; the next follows after a pause that grows.</summary>
    Failed,
}
