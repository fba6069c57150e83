using Wattshare.VmShare.Counters;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// What one counter has to show: what its file is known to hold, and what came in since. Energy that cannot be written waits here,
/// so a disk that is full for an hour costs no joule. Microjoules.
/// </summary>
internal sealed class ZoneAccount
{
    /// <summary>What the file is known to hold; 0 while it is not known.</summary>
    public long Published { get; private set; }

    /// <summary>What came in since.</summary>
    public long Pending { get; private set; }

    /// <summary>What the file has to hold next.</summary>
    public long Target => Published + Pending;

    /// <summary>Adds energy.</summary>
    /// <param name="microjoules">Microjoules, not negative.</param>
    public void Add(long microjoules) => Pending += microjoules;

    /// <summary>Sets the floor from which the counter goes on: it never goes below what any reader can have seen.</summary>
    /// <param name="floor">The highest credible value that was found, or 0 when there was none.</param>
    public void Begin(long floor)
    {
        Published = Math.Max(Published, floor);
        if (Published == 0) Published = CounterText.Start;
    }

    /// <summary>Notes that the file holds the target.</summary>
    public void Confirm()
    {
        Published = Target;
        Pending = 0;
    }
}
