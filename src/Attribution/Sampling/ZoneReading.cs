using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>One reading of one zone.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="CountsAs">
/// The component that the zone's energy is counted for, or null when it is shown and not counted (a subset or a duplicate of another
/// zone, or a fallback that is not needed). <see cref="Component.Platform"/> marks a meter of the whole machine, which contains the others.
/// </param>
/// <param name="Outcome">Whether there is a value.</param>
/// <param name="RawMicrojoules">The counter as read, in microjoules; meaningless unless <paramref name="Outcome"/> is <see cref="ReadOutcome.Ok"/>.</param>
public readonly record struct ZoneReading(ZoneInfo Zone, Component? CountsAs, ReadOutcome Outcome, long RawMicrojoules)
{
    /// <summary>When the value was read. Unknown for a value that is one of the sample's instant by its making, as that of a model is.</summary>
    public ReadBracket Bracket { get; init; }

    /// <summary>
    /// The component that the zone can stand in for: it measures the same energy as another zone of its sensor, which counts for it. Who puts readings
    /// together counts this one where the other has no value; in itself it counts for nothing.
    /// </summary>
    public Component? StandsInFor { get; init; }

    /// <summary>
    /// True when the value does not hold all that was drawn since the one before: an integral of power skipped a time of which nobody knows the power.
    /// It is then a baseline, whatever it shows.
    /// </summary>
    public bool IsBaseline { get; init; }

    /// <summary>
    /// The part of the energy since the value before that the sensor interpolated over a long time without readings, in microjoules: it may as well
    /// have been nothing or twice as much.
    /// </summary>
    public long UnseenMicrojoules { get; init; }
}
