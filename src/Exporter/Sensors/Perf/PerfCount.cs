namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// A counter of 64 bits, continued beyond them: at 2^-32 J a count they hold 4.3 GJ, which 500 W use in 99 days. A difference is taken
/// as signed, so that what the kernel takes back (it adds signed differences of a register of 32 bits) is a decrease and no turn. One thread.
/// </summary>
internal struct PerfCount
{
    private ulong _last;
    private ulong _bits;

    /// <summary>The counts since the counter was opened.</summary>
    public Int128 Total { get; private set; }

    /// <summary>
    /// The step of the register behind the counter, in counts: the kernel shifts what the register shows, so the lowest bit that was ever set in a value is its
    /// unit, after some values for certain. 0 before the first that is not 0.
    /// </summary>
    public readonly ulong Unit => _bits & unchecked(~_bits + 1);

    /// <summary>Takes in a reading.</summary>
    /// <param name="value">The counter.</param>
    public void Observe(ulong value)
    {
        Total += unchecked((long)(value - _last));
        _last = value;
        _bits |= value;
    }

    /// <summary>The counter was opened anew and begins at 0; its register has the unit that it had.</summary>
    public void Restart() => this = new PerfCount { _bits = _bits };
}
