using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Counters;

/// <summary>
/// A number that tells the sets of zones apart that the energy of a component can be made of: by what is inside of each zone, how it comes to
/// its energy, and its name. The same zones have the same number in every run, in whatever order and wherever they are read (the energy of a
/// package is the same through powercap and through perf events).
/// </summary>
internal static class ZoneSignature
{
    // FNV-1a (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv), and the finalizer of MurmurHash3, so that sums of similar names differ.
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;
    private const ulong FirstMultiplier = 0xff51_afd7_ed55_8ccd;
    private const ulong SecondMultiplier = 0xc4ce_b9fe_1a85_ec53;

    /// <summary>The number of a component's zones, those that the last sample has readings of, failed ones included.</summary>
    /// <param name="counters">All zones.</param>
    /// <param name="component">The component; the platform is what its zones show beyond processor and memory, so that it is made of theirs as well.</param>
    /// <returns>The number, 0 when there is no zone.</returns>
    public static ulong Of(ReadOnlySpan<ZoneCounter> counters, Component component)
    {
        var sum = 0UL;
        foreach (var counter in counters)
        {
            if (counter is not { HasValue: true, IsCurrent: true, CountsAs: { } counted }) continue;
            var isInside = component == Component.Platform && counted is Component.Cpu or Component.Dram;
            if (counted == component || isInside) sum = unchecked(sum + Of(counter.Zone, counted));
        }

        return sum;
    }

    private static ulong Of(ZoneInfo zone, Component counted)
    {
        var hash = Add(Add(Offset, (char)counted), (char)zone.Method);
        foreach (var letter in zone.Perimeter) hash = Add(hash, letter);
        hash = Add(hash, '\0');
        foreach (var letter in zone.Zone) hash = Add(hash, letter);
        return Finish(hash);
    }

    private static ulong Add(ulong hash, char letter) => unchecked((hash ^ letter) * Prime);

    private static ulong Finish(ulong hash)
    {
        hash = unchecked((hash ^ (hash >> 33)) * FirstMultiplier);
        hash = unchecked((hash ^ (hash >> 33)) * SecondMultiplier);
        return hash ^ (hash >> 33);
    }
}
