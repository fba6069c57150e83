namespace Wattshare.VmShare;

/// <summary>How the share is kept. The defaults are the product's; tests shorten the times.</summary>
public sealed record ShareOptions
{
    /// <summary>How long the directory of a machine stays after the machine ended.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The least time between two writings of <c>share.json</c>, a little less than a second so that a sampler of one second that
    /// is a millisecond early does not halve the rate.
    /// </summary>
    public TimeSpan DocumentPeriod { get; init; } = TimeSpan.FromMilliseconds(900);

    /// <summary>The time between two searches for directories of machines that never came back.</summary>
    public TimeSpan SearchPeriod { get; init; } = TimeSpan.FromMinutes(1);
}
