using Wattshare.Exporter.Host.Containers.Kubernetes;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class KubeletPodSourceTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private readonly FaultProbe _faults = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task The_kubelet_tells_all_pods_each_time()
    {
        // A kubelet's list has no version, and a static pod has the hash for its uid.
        _cluster.ThenList("", PodReplies.Web(), PodReplies.Mirror(PodReplies.Hash)).ThenList("", PodReplies.Web());
        using var source = Make();
        var names = new PodNames(TimeProvider.System, new PodLimits());
        Assert.Equal(PodStep.Settled, await source.StepAsync(names, default));
        Assert.Equal(2, names.Count);
        Assert.True(names.TryGetPod(PodReplies.Hash, out _));
        Assert.Equal(PodStep.Settled, await source.StepAsync(names, default));
        Assert.Equal(1, names.Count);
        Assert.Equal(["/pods", "/pods"], _cluster.Questions);
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_named_and_it_is_said_when_it_is_granted()
    {
        _cluster.Then(FakeCluster.Http("Forbidden (user=system:serviceaccount:power:wattshare, verb=get, resource=nodes, subresource=proxy)", "403 Forbidden")).ThenList("", PodReplies.Web());
        using var source = Make();
        var names = new PodNames(TimeProvider.System, new PodLimits());
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        var origin = _cluster.Origin.GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            $"Warning: KubernetesUnavailable: {origin}: The kubelet cannot be asked for the names of pods: the service account lacks the right to get nodes/pods (nodes/proxy before Kubernetes 1.33) (403); "
                + "grant it (rbac.create in the chart). Pods that are not known yet are shown by uid.",
            Assert.Single(_faults.Lines));
        Assert.Equal(PodStep.Settled, await source.StepAsync(names, default));
        Assert.Equal($"Information: KubernetesUnavailable: {origin}: recovered", _faults.Lines[1]);
    }

    private KubeletPodSource Make() => new(new ClusterClient(_cluster.Origin, _cluster.Account, TimeProvider.System), new PodLimits(), _faults.Log);
}
