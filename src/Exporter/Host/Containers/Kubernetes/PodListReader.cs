using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Reads the pages of one list of pods.</summary>
/// <param name="names">Where the pods go.</param>
/// <param name="limits">How much is read.</param>
/// <param name="faults">Told about pods that cannot be used.</param>
internal sealed class PodListReader(PodNames names, PodLimits limits, FaultLog faults)
{
    private long _total;

    /// <summary>The version of the list, from which a watch goes on; of the page read last.</summary>
    public string Version { get; private set; } = "";

    /// <summary>What leads to the next page; empty after the last.</summary>
    public string Continue { get; private set; } = "";

    /// <summary>Reads one page.</summary>
    /// <param name="body">The reply.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public async Task<ClusterFailure?> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var pieces = new JsonPieces(body, isList: true, limits.MaxObjectBytes, limits.MaxReplyBytes - _total);
        JsonPiece piece;
        while ((piece = await pieces.NextAsync(cancellation)) == JsonPiece.Item)
        {
            if (!ApiObjectJson.TryParse(pieces.Item, out var item)) return ClusterFailure.Garbage;
            PodFaults.Apply(names, item, faults);
        }

        if (ClusterFailure.Of(piece) is { } failure) return failure;
        _total += pieces.Total;
        if (!ApiObjectJson.TryParse(pieces.Rest, out var list) || list.Kind is not ("PodList" or "List")) return ClusterFailure.Garbage;
        (Version, Continue) = (list.ResourceVersion, list.Continue);
        return null;
    }
}
