namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>
/// Energy of a measured power by the trapezoid rule over the measured time, in integers: what a reading leaves below a microjoule is
/// carried to the next, so that how often one reads does not change a steady power's energy. One thread.
/// </summary>
/// <param name="longestGapNanoseconds">The longest time between two readings that is as good as any: what is read rarely on purpose.</param>
/// <param name="longestBridgeNanoseconds">
/// Over a longer time than that, up to this one, the mean of the powers on both sides is put in and told apart. Beyond it nobody knows what was
/// drawn, and nothing is added.
/// </param>
internal sealed class PowerIntegral(long longestGapNanoseconds, long longestBridgeNanoseconds)
{
    // Twice a microwatt over a nanosecond, because the mean of two powers would need a half.
    private const long UnitsPerMicrojoule = 2_000_000_000;

    private bool _started;
    private bool _skipped;
    private long _lastNanoseconds;
    private long _lastMicrowatts;

    // 100 kW for 300 years are 2·10^30 of these; 128 bits hold 10^38.
    private Int128 _units;

    /// <summary>The energy since the first reading in microjoules, rounded down. It never decreases.</summary>
    public long Microjoules => (long)(_units / UnitsPerMicrojoule);

    /// <summary>The part of the last step that was put in over a long time without a reading, in microjoules.</summary>
    public long UnseenMicrojoules { get; private set; }

    /// <summary>Takes in a reading.</summary>
    /// <param name="nanoseconds">The instant on a monotonic clock. The same instant again changes its power and nothing else; an earlier one changes nothing.</param>
    /// <param name="microwatts">The power, not negative.</param>
    /// <returns>False when the gap since the last one was too long, so that the energy of the gap is missing.</returns>
    public bool Observe(long nanoseconds, long microwatts)
    {
        var elapsed = nanoseconds - _lastNanoseconds;
        if (_started && elapsed < 0) return !_skipped;
        if (!_started || elapsed > 0) Add(elapsed, microwatts);
        (_started, _lastNanoseconds, _lastMicrowatts) = (true, nanoseconds, microwatts);
        return !_skipped;
    }

    private void Add(long elapsed, long microwatts)
    {
        var before = Microjoules;
        _skipped = _started && elapsed > longestBridgeNanoseconds;
        if (_started && !_skipped) _units += ((Int128)_lastMicrowatts + microwatts) * elapsed;
        UnseenMicrojoules = elapsed > longestGapNanoseconds ? Microjoules - before : 0;
    }
}
