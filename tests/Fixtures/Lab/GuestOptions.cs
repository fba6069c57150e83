namespace Wattshare.Fixtures.Lab;

/// <summary>What a guest is and does.</summary>
public sealed record GuestOptions
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uuid.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The host's folder that it sees as <c>/var/lib/wattshare</c>; it has to be there before the guest starts.</summary>
    public required string SharePath { get; init; }

    /// <summary>Whether a process in it uses all of its virtual CPU.</summary>
    public bool Busy { get; init; }

    /// <summary>
    /// Whether it has a disk that a process in it reads over and over, past the page cache, and that an I/O thread of the hypervisor serves.
    /// </summary>
    public bool ReadsDisk { get; init; }

    /// <summary>How often it reads its share by both ways; zero for as fast as it can, null for not at all.</summary>
    public TimeSpan? ReadInterval { get; init; }

    /// <summary>The published program that runs in it as <c>wattshare guest</c>, or null.</summary>
    public string? Program { get; init; }
}
