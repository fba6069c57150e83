namespace Wattshare.Exporter.Exposition;

/// <summary>What the exporter itself uses. What could not be read is null and has no series. Immutable.</summary>
internal sealed record SelfUsage
{
    /// <summary>User and system CPU time in nanoseconds.</summary>
    public long? CpuNanoseconds { get; init; }

    /// <summary>Resident memory in bytes.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>Virtual memory in bytes.</summary>
    public long? VirtualBytes { get; init; }

    /// <summary>Open file descriptors.</summary>
    public long? OpenFiles { get; init; }

    /// <summary>The soft limit of file descriptors.</summary>
    public long? MaxFiles { get; init; }

    /// <summary>The start in nanoseconds since the Unix epoch.</summary>
    public long? StartNanoseconds { get; init; }

    /// <summary>Threads.</summary>
    public long? Threads { get; init; }
}
