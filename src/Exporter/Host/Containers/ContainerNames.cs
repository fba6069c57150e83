using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Host.Containers.Kubernetes;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>The names of containers from whoever knows them: Kubernetes where a container is of a pod, and the engines.</summary>
/// <param name="engines">Docker and Podman.</param>
/// <param name="pods">Kubernetes, or null.</param>
internal sealed class ContainerNames(DockerDirectory engines, PodDirectory? pods) : IContainerDirectory, IDisposable
{
    /// <summary>Docker and Podman.</summary>
    public DockerDirectory Engines => engines;

    /// <summary>Kubernetes, or null.</summary>
    public PodDirectory? Pods => pods;

    /// <inheritdoc/>
    public bool TryGet(string id, string podUid, [NotNullWhen(true)] out ContainerLabels? labels)
    {
        if (podUid.Length == 0 || pods is null) return engines.TryGet(id, out labels);
        return pods.TryGetContainer(id, out labels) || engines.TryGet(id, out labels) || pods.TryGetPod(podUid, out labels);
    }

    /// <summary>Asks everybody once.</summary>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>When the answers can be looked up.</returns>
    public async Task AskAsync(CancellationToken cancellation)
    {
        await engines.AskAsync(cancellation);
        if (pods is not null) await pods.AskAsync(cancellation);
    }

    /// <summary>Asks everybody again and again until it is cancelled.</summary>
    /// <param name="cancellation">Ends the task, normally.</param>
    /// <returns>A task that ends without exception.</returns>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(engines.RunAsync(cancellation), pods?.RunAsync(cancellation) ?? Task.CompletedTask);

    /// <inheritdoc/>
    public void Dispose()
    {
        engines.Dispose();
        pods?.Dispose();
    }
}
