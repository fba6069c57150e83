namespace Wattshare.Exporter.Host.Containers;

/// <summary>How far an engine is trusted, and how often it is asked.</summary>
internal sealed record EngineLimits
{
    /// <summary>The time for one whole exchange.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest reply: 16 MB is more than ten thousand containers with long labels.</summary>
    public long MaxReplyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The shortest time between two questions, and the delay after which a new container is asked for.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Without a new container, one question comes each so many beats.</summary>
    public int BeatsPerQuestion { get; init; } = 10;
}
