using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>The idle floor of one component.</summary>
/// <param name="Component">The component.</param>
/// <param name="Source">Where the figure comes from.</param>
/// <param name="Microwatts">The idle power in microwatts, 0 when unknown.</param>
/// <param name="ObservedSeconds">How many seconds of a nearly idle host the figure was learned from.</param>
public sealed record IdleFloorRow(Component Component, IdleFloorSource Source, long Microwatts, double ObservedSeconds)
{
    /// <summary>When the last nearly idle second was seen, on the wall clock, or null when none ever was.</summary>
    public DateTimeOffset? LastObserved { get; init; }

    /// <summary>
    /// What was learned, as of a minute of idling ago at most, for keeping; null before the first such minute. Until then it is what was kept before,
    /// be it of other zones.
    /// </summary>
    public LearnedFloor? Learned { get; init; }

    /// <summary>How long ago the last nearly idle second was seen.</summary>
    /// <param name="now">The instant of the report on the wall clock.</param>
    /// <returns>The time, not less than 0 where the clock was set back; null when no such second was ever seen.</returns>
    public TimeSpan? Age(DateTimeOffset now) => LastObserved is not { } last ? null : last < now ? now - last : TimeSpan.Zero;
}
