namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>What an event of a watch tells.</summary>
internal enum WatchEventType
{
    /// <summary>None of those below.</summary>
    Unknown,

    /// <summary>A pod is there, new or changed.</summary>
    Present,

    /// <summary>A pod is gone.</summary>
    Deleted,

    /// <summary>Nothing happened up to this version.</summary>
    Bookmark,

    /// <summary>The watch failed; the object is a status.</summary>
    Error,
}
