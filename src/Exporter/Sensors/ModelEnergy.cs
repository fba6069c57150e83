using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Energy of a machine that draws <c>idle + (max − idle) · utilisation</c>, in closed form over totals: while the number of hardware
/// threads N does not change, E = idle · t + (max − idle) · busy / N with t and busy counted from the first observation. Nothing is
/// rounded from one observation to the next, so how often one looks does not change the energy. One thread.
/// </summary>
/// <param name="idleMicrowatts">Idle power.</param>
/// <param name="maxMicrowatts">Power with every thread busy, at least the idle power.</param>
internal sealed class ModelEnergy(long idleMicrowatts, long maxMicrowatts)
{
    /// <summary>CPU time comes in ticks of 10 ms, in a column for each use, and is read some time before or after the instant.</summary>
    private const long SlackNanoseconds = 1_000_000_000;

    // A microwatt over a nanosecond is 10^-15 J.
    private const long FemtojoulesPerMicrojoule = 1_000_000_000;

    private bool _started;
    private long _lastNanoseconds;
    private long _lastBusy;
    private int _threads;

    // Of the present number of threads; a change of it moves their energy into the closed sum.
    private Int128 _nanoseconds;
    private Int128 _busy;
    private Int128 _closedFemtojoules;

    /// <summary>The energy since the first observation in microjoules, rounded down. It never decreases.</summary>
    public long Microjoules => (long)((_closedFemtojoules + OpenFemtojoules) / FemtojoulesPerMicrojoule);

    // With 10 kW, 29 years (more than 63 bits of microjoules hold) and 10^5 threads this stays below 10^34; 128 bits hold 10^38.
    private Int128 OpenFemtojoules =>
        _threads == 0 ? 0 : ((idleMicrowatts * _nanoseconds * _threads) + ((maxMicrowatts - idleMicrowatts) * _busy)) / _threads;

    /// <summary>Takes in the totals at one instant.</summary>
    /// <param name="nanoseconds">The instant on a monotonic clock.</param>
    /// <param name="busyNanoseconds">Busy CPU time of all hardware threads since boot. A decrease is a new beginning, and more than all threads can run is none; neither is energy.</param>
    /// <param name="hardwareThreads">How many hardware threads are online from this instant on; fewer than 1 counts as 1.</param>
    public void Observe(long nanoseconds, long busyNanoseconds, int hardwareThreads)
    {
        if (_started)
        {
            var elapsed = Math.Max(0, nanoseconds - _lastNanoseconds);
            _nanoseconds += elapsed;
            var busy = CpuClock.Difference(busyNanoseconds, _lastBusy);
            if (busy > 0 && busy <= MostBusy(elapsed, Math.Max(_threads, hardwareThreads))) _busy += busy;
        }

        _started = true;
        _lastNanoseconds = nanoseconds;
        _lastBusy = busyNanoseconds;
        var threads = Math.Max(1, hardwareThreads);
        if (threads == _threads) return;
        _closedFemtojoules += OpenFemtojoules;
        (_nanoseconds, _busy, _threads) = (0, 0, threads);
    }

    private static long MostBusy(long elapsed, long threads) => (long)Int128.Min(((Int128)elapsed + SlackNanoseconds) * threads * 5 / 4, long.MaxValue);
}
