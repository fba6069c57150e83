using System.Globalization;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// The pods of one node from the API server: a list, then watches that go on where the last one ended, until the server does not remember
/// that any more (410 Gone) and there is a list again. https://kubernetes.io/docs/reference/using-api/api-concepts/
/// </summary>
internal sealed class ApiPodSource : IPodSource
{
    private const string Advice = "Pods that are not known yet are shown by uid";

    private readonly ClusterClient _client;
    private readonly PodLimits _limits;
    private readonly TimeProvider _time;
    private readonly FaultLog _faults;
    private readonly string _node;
    private readonly string _selection;
    private string? _version;
    private bool _exact;

    /// <summary>Makes a source; nothing is connected yet.</summary>
    /// <param name="client">Asks the API server. It is disposed of with the source.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="limits">How long and how much.</param>
    /// <param name="time">The clock.</param>
    /// <param name="faults">Told when the server does not answer as it should.</param>
    public ApiPodSource(ClusterClient client, string node, PodLimits limits, TimeProvider time, FaultLog faults)
    {
        (_client, _node, _limits, _time, _faults) = (client, node, limits, time, faults);
        _selection = "/api/v1/pods?fieldSelector=" + Uri.EscapeDataString("spec.nodeName=" + node);
    }

    /// <inheritdoc/>
    public Task<PodStep> StepAsync(PodNames names, CancellationToken cancellation) =>
        _version is null ? ListAsync(names, cancellation) : WatchAsync(names, _version, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<PodStep> ListAsync(PodNames names, CancellationToken cancellation)
    {
        names.BeginList();
        var reader = new PodListReader(names, _limits, _faults);
        for (var page = 0; page < _limits.MaxPages; page++)
        {
            if (await _client.AskAsync(ListPath(reader.Continue), "list pods", _limits.ListTime, reader.ReadAsync, cancellation) is { } failure)
            {
                // What the server has in memory is good enough and costs it little, unless it says that it is not.
                _exact |= failure.IsExpired;
                return Fail(failure);
            }

            if (reader.Continue.Length == 0) return Follow(names, reader.Version);
        }

        return Fail(ClusterFailure.TooLarge);
    }

    private PodStep Follow(PodNames names, string version)
    {
        if (version.Length == 0) return Fail(ClusterFailure.Garbage);
        names.EndList();
        (_version, _exact) = (version, false);
        _faults.Recovered(FaultKind.KubernetesUnavailable, _client.Origin);
        if (names.Count > 0) _faults.Recovered(FaultKind.KubernetesUnavailable, _node);
        else _faults.Report(FaultKind.KubernetesUnavailable, _node, "The API server knows of no pod on this node. See whether --kubernetes.node, or NODE_NAME, is its name there.");
        return PodStep.Continue;
    }

    private async Task<PodStep> WatchAsync(PodNames names, string version, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var span = _limits.WatchTime + Backoff.Share(_limits.WatchTime / 2, _time);
        var watch = new PodWatch(names, _limits, _faults, version);
        var failure = await _client.AskAsync(WatchPath(version, span), "watch pods", span + _limits.WatchGrace, watch.FollowAsync, cancellation);
        _version = failure is { IsExpired: true } ? null : watch.Version;
        if (failure is not null && !(watch.IsBetween && IsOld(started))) return Fail(failure);
        _faults.Recovered(FaultKind.KubernetesUnavailable, _client.Origin);
        return PodStep.Again;
    }

    /// <summary>Something between that cuts quiet connections is no fault of the server.</summary>
    private bool IsOld(long started) => _time.GetElapsedTime(started) > _limits.WatchGrace;

    private PodStep Fail(ClusterFailure failure)
    {
        if (!failure.IsExpired)
            _faults.Report(FaultKind.KubernetesUnavailable, _client.Origin, $"The API server cannot be asked for the names of pods: {failure.What}. {Advice}.");
        return PodStep.Failed;
    }

    private string ListPath(string continuation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{_selection}&limit={_limits.PageSize}");
        if (continuation.Length > 0) return path + "&continue=" + Uri.EscapeDataString(continuation);
        return _exact ? path : path + "&resourceVersion=0";
    }

    private string WatchPath(string version, TimeSpan span) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_selection}&watch=1&allowWatchBookmarks=true&timeoutSeconds={(int)span.TotalSeconds}&resourceVersion={Uri.EscapeDataString(version)}");
}
