using System.Net;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Follows the changes of one watch.</summary>
/// <param name="names">Where the pods go.</param>
/// <param name="limits">How much is read.</param>
/// <param name="faults">Told about pods that cannot be used.</param>
/// <param name="version">Where it begins.</param>
internal sealed class PodWatch(PodNames names, PodLimits limits, FaultLog faults, string version)
{
    /// <summary>The version of the last change that was taken over: where the next watch goes on.</summary>
    public string Version { get; private set; } = version;

    /// <summary>Whether it began, and did not end in the middle of a change.</summary>
    public bool IsBetween { get; private set; }

    /// <summary>Follows the changes until the reply ends.</summary>
    /// <param name="body">The reply.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public async Task<ClusterFailure?> FollowAsync(Stream body, CancellationToken cancellation)
    {
        var pieces = new JsonPieces(body, isList: false, limits.MaxObjectBytes, limits.MaxReplyBytes);
        try
        {
            JsonPiece piece;
            while ((piece = await pieces.NextAsync(cancellation)) == JsonPiece.Item)
            {
                if (!WatchEvent.TryParse(pieces.Item, out var change)) return ClusterFailure.Garbage;
                if (Take(change) is { } failure) return failure;
            }

            return ClusterFailure.Of(piece);
        }
        finally
        {
            IsBetween = pieces.IsBetween;
        }
    }

    private ClusterFailure? Take(WatchEvent change)
    {
        var item = change.Object;
        switch (change.Type)
        {
            case WatchEventType.Present:
                PodFaults.Apply(names, item, faults);
                break;
            case WatchEventType.Deleted:
                names.Remove(item.Uid);
                break;
            case WatchEventType.Bookmark:
                break;
            case WatchEventType.Error:
                return ClusterFailure.Of((HttpStatusCode)item.Code, "watch pods");
            default:
                return ClusterFailure.Garbage;
        }

        if (item.ResourceVersion.Length > 0) Version = item.ResourceVersion;
        return null;
    }
}
