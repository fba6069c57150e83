using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Sensors;

/// <summary>Looks at the clock before and after a counter is read. Two looks cost less than a tenth of a microsecond. Any thread.</summary>
/// <param name="time">The clock of the sampler, or null: values are then taken to be of the sample's instant.</param>
internal readonly struct ReadTimer(TimeProvider? time)
{
    /// <summary>The instant before a read.</summary>
    /// <returns>Nanoseconds on the monotonic clock.</returns>
    public long Begin() => time is null ? 0 : Clock.Nanoseconds(time);

    /// <summary>The end of a read.</summary>
    /// <param name="begin">What <see cref="Begin"/> gave.</param>
    /// <returns>The time within which the read was.</returns>
    public ReadBracket End(long begin) => time is null ? default : new ReadBracket(begin, Clock.Nanoseconds(time));
}
