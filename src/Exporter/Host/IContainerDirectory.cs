using System.Diagnostics.CodeAnalysis;

namespace Wattshare.Exporter.Host;

/// <summary>
/// What container engines and Kubernetes say about containers. Asked by the sampling thread, so an answer comes from memory at once and
/// without allocation; who knows nothing yet says so, and may find out in the background.
/// </summary>
internal interface IContainerDirectory
{
    /// <summary>Looks a container up.</summary>
    /// <param name="id">The full id from the cgroup path.</param>
    /// <param name="podUid">The uid of its pod from the cgroup path, or empty.</param>
    /// <param name="labels">What is known of it.</param>
    /// <returns>False when nothing is known, now.</returns>
    bool TryGet(string id, string podUid, [NotNullWhen(true)] out ContainerLabels? labels);
}
