namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>
/// Energy of a measured power by the trapezoid rule over the measured time, in integers: what a reading leaves below a microjoule is
/// carried to the next, so that how often one reads does not change a steady power's energy. One thread.
/// </summary>
/// <param name="longestGapNanoseconds">Beyond this time without a reading nobody knows what was drawn, and nothing is added.</param>
internal sealed class PowerIntegral(long longestGapNanoseconds)
{
    // Twice a microwatt over a nanosecond, because the mean of two powers would need a half.
    private const long UnitsPerMicrojoule = 2_000_000_000;

    private bool _started;
    private long _lastNanoseconds;
    private long _lastMicrowatts;

    // 100 kW for 300 years are 2·10^30 of these; 128 bits hold 10^38.
    private Int128 _units;

    /// <summary>The energy since the first reading in microjoules, rounded down. It never decreases.</summary>
    public long Microjoules => (long)(_units / UnitsPerMicrojoule);

    /// <summary>Takes in a reading.</summary>
    /// <param name="nanoseconds">The instant on a monotonic clock.</param>
    /// <param name="microwatts">The power, not negative.</param>
    /// <returns>False when the gap since the last one was too long, so that the energy of the gap is missing.</returns>
    public bool Observe(long nanoseconds, long microwatts)
    {
        var elapsed = nanoseconds - _lastNanoseconds;
        if (_started && elapsed < 0) return true;
        var known = _started && elapsed <= longestGapNanoseconds;
        if (known) _units += ((Int128)_lastMicrowatts + microwatts) * elapsed;
        var good = known || !_started;
        (_started, _lastNanoseconds, _lastMicrowatts) = (true, nanoseconds, microwatts);
        return good;
    }
}
