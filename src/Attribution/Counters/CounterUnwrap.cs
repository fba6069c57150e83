using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Counters;

/// <summary>What two readings of a counter mean: how often it went past its range in between, and whether the zone can have drawn as much (measurement notes, 2.4 and 2.5).</summary>
/// <param name="zone">The zone, with its range and its highest power.</param>
/// <param name="countsAs">The component that it counts for, or null.</param>
/// <param name="meanMicrowatts">The mean power of late; not a number when it is not known.</param>
internal readonly struct CounterUnwrap(ZoneInfo zone, Component? countsAs, double meanMicrowatts)
{
    /// <summary>Registers are updated about every millisecond, with jitter: this much time is granted to every step (measurement notes, 2.5).</summary>
    private const long SlackNanoseconds = 20_000_000;

    /// <summary>The coarsest counter unit known is 1 J (platform domain of Sapphire Rapids): a step may always be one unit more.</summary>
    private const long SlackMicrojoules = 1_000_000;

    /// <summary>How long a counter may stand still and then catch up; a longer pause would make a wild value plausible in a zone that is idle.</summary>
    private const long LongestPauseNanoseconds = 10_000_000_000;

    private const long DefaultMaxMicrowatts = 1_000_000_000;
    private const long DefaultPlatformMaxMicrowatts = 10_000_000_000;

    /// <summary>
    /// The difference of two readings, unwrapped; false when it cannot be told or is beyond what the zone can draw. A counter that stood still
    /// while it was read may catch up at once, with all the energy since it moved last: meters are updated in bursts, and read faster than that.
    /// A thread may be stopped while it reads: as much more time may lie between the readings as is not known of their instants.
    /// </summary>
    /// <param name="from">The earlier reading.</param>
    /// <param name="to">The later reading.</param>
    /// <param name="energy">The energy in between, in microjoules; of no meaning when the result is false.</param>
    /// <param name="wraps">How often the counter went past its range.</param>
    /// <returns>Whether it can be believed.</returns>
    public bool TryStep(in ZonePoint from, in ZonePoint to, out long energy, out long wraps)
    {
        var elapsed = Math.Max(to.Since(from), Math.Min(to.Nanoseconds - from.MovedAt, LongestPause));
        elapsed += from.DoubtNanoseconds + to.DoubtNanoseconds;
        energy = to.Microjoules - from.Microjoules;
        wraps = 0;
        var range = zone.MaxRangeMicrojoules;
        if (range > 0)
        {
            if (to.Microjoules > Modulus(range) || from.Microjoules > Modulus(range)) return false;
            if (!TryUnwrap(elapsed, range, ref energy, out wraps)) return false;
        }

        return energy >= 0 && energy <= Limit(elapsed);
    }

    /// <summary>
    /// A decrease is a wrap, exactly so while less than half a range can be drawn in the time (a larger fall is then the only possible
    /// wrap, a smaller one is a reset). Up to a whole range there is still at most one wrap. After a longer gap the mean power so far
    /// says how many ranges went by, when it says so clearly; otherwise the gap's energy is unknown.
    /// </summary>
    private bool TryUnwrap(long elapsed, long range, ref long energy, out long wraps)
    {
        var possible = Drawn(MaxMicrowatts, elapsed);
        wraps = energy < 0 ? 1 : 0;
        if (possible < range / 2 && energy < 0 && -energy <= range / 2) return false;
        if (possible >= range && !TryCountTurns(elapsed, range, energy, ref wraps)) return false;
        energy += wraps * Modulus(range);
        return true;
    }

    private bool TryCountTurns(long elapsed, long range, long energy, ref long wraps)
    {
        var modulus = (double)Modulus(range);
        var expected = double.IsNaN(meanMicrowatts) ? 0 : meanMicrowatts * elapsed / 1e9;
        wraps = Math.Max(wraps, (long)Math.Round((expected - energy) / modulus));
        return Math.Abs(energy + (wraps * modulus) - expected) <= modulus / 4;
    }

    private long Limit(long elapsed)
    {
        var limit = Drawn(2 * MaxMicrowatts, elapsed + SlackNanoseconds);
        return limit > long.MaxValue - SlackMicrojoules ? long.MaxValue : limit + SlackMicrojoules;
    }

    /// <summary>Microjoules, or the largest number. What is usual does without a division of 128 bits, for each zone a thousand times a second.</summary>
    private static long Drawn(long microwatts, long nanoseconds)
    {
        if (Math.BigMul(microwatts, nanoseconds, out var product) == 0 && product >= 0) return product / 1_000_000_000;
        return (long)Int128.Min((Int128)microwatts * nanoseconds / 1_000_000_000, long.MaxValue);
    }

    /// <summary>Who tells how often it renews its counter may be late by once that; what a source tells is bounded where it is read.</summary>
    private long LongestPause => Math.Max(LongestPauseNanoseconds, 2 * Math.Min(zone.UpdateNanoseconds, long.MaxValue / 4));

    private long MaxMicrowatts => zone.MaxPowerMicrowatts > 0 ? zone.MaxPowerMicrowatts
        : countsAs == Component.Platform ? DefaultPlatformMaxMicrowatts : DefaultMaxMicrowatts;

    /// <summary>
    /// The kernel gives the range as floor((2^32 − 1) · unit), so a full turn is one unit more; 1 µJ more where the unit is finer than that.
    /// See rapl_read_data_raw and get_max_energy_counter in drivers/powercap/intel_rapl_common.c. A share that stands for powercap in a guest
    /// gives the highest number there is, which no turn is longer than.
    /// </summary>
    private static long Modulus(long range) => range + Math.Min(long.MaxValue - range, Math.Max(1, (long)Math.Round(range / 4294967295.0)));
}
