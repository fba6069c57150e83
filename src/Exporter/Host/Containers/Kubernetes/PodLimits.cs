namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>How far a source of pods is trusted, and how often it is asked.</summary>
internal sealed record PodLimits
{
    /// <summary>The deepest nesting of JSON; a pod has about 15.</summary>
    public const int MaxDepth = 64;

    /// <summary>The time for a list: all of its pages, or the folders of all logs.</summary>
    public TimeSpan ListTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the API server is asked to keep a watch open; up to half of it is added so that nodes do not come all at once.</summary>
    public TimeSpan WatchTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much longer than that a watch may stay open before it is given up.</summary>
    public TimeSpan WatchGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest object in bytes. The store behind the API server keeps none above 1.5 MiB; as JSON it is larger.</summary>
    public int MaxObjectBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of one list, or of one watch.</summary>
    public long MaxReplyBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Pods asked for with one page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The most pages of one list.</summary>
    public int MaxPages { get; init; } = 64;

    /// <summary>The most pods that are remembered; a node runs some hundreds.</summary>
    public int MaxPods { get; init; } = 4096;

    /// <summary>The most containers that are remembered, ended ones included.</summary>
    public int MaxContainers { get; init; } = 32_768;

    /// <summary>How long names are kept after their pod is gone: longer than the row of what ended (ARCHITECTURE.md).</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The shortest time between two questions.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where nothing tells of changes, and no new container was seen, one question comes each so many beats.</summary>
    public int BeatsPerQuestion { get; init; } = 10;

    /// <summary>The first pause after a failure.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after failures.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);
}
