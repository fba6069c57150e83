using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>The pods of this node from its kubelet, who tells them all each time. Needs <c>get</c> on <c>nodes/pods</c>, before Kubernetes 1.33 on <c>nodes/proxy</c>.</summary>
/// <param name="client">Asks the kubelet. It is disposed of with the source.</param>
/// <param name="limits">How long and how much.</param>
/// <param name="faults">Told when the kubelet does not answer as it should.</param>
internal sealed class KubeletPodSource(ClusterClient client, PodLimits limits, FaultLog faults) : IPodSource
{
    /// <inheritdoc/>
    public async Task<PodStep> StepAsync(PodNames names, CancellationToken cancellation)
    {
        names.BeginList();
        var reader = new PodListReader(names, limits, faults);
        if (await client.AskAsync("/pods", "get nodes/pods (nodes/proxy before Kubernetes 1.33)", limits.ListTime, reader.ReadAsync, cancellation) is { } failure)
        {
            faults.Report(
                FaultKind.KubernetesUnavailable, client.Origin, $"The kubelet cannot be asked for the names of pods: {failure.What}. Pods that are not known yet are shown by uid.");
            return PodStep.Failed;
        }

        names.EndList();
        faults.Recovered(FaultKind.KubernetesUnavailable, client.Origin);
        return PodStep.Settled;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
