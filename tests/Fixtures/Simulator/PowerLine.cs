namespace Wattshare.Fixtures.Simulator;

/// <summary>
/// P = idle + (max - idle) x utilisation, as energy in closed form: the same use and the same time give the same microjoules,
/// however often they are asked for. Utilisation is busy time over hardware threads x elapsed time, so that the energy of use
/// depends on busy time alone.
/// </summary>
/// <param name="IdleMicrowatts">Power when nothing runs.</param>
/// <param name="MaxMicrowatts">Power when every hardware thread is busy.</param>
/// <param name="HardwareThreads">The number of hardware threads.</param>
internal readonly record struct PowerLine(long IdleMicrowatts, long MaxMicrowatts, int HardwareThreads)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The energy that no use caused.</summary>
    /// <param name="elapsedNanoseconds">The time since the beginning.</param>
    /// <returns>Microjoules, rounded down.</returns>
    public long Idle(long elapsedNanoseconds) => (long)((Int128)IdleMicrowatts * elapsedNanoseconds / NanosecondsPerSecond);

    /// <summary>The energy that use caused.</summary>
    /// <param name="busyNanoseconds">Busy time of all hardware threads since the beginning.</param>
    /// <returns>Microjoules, rounded down.</returns>
    public long Dynamic(long busyNanoseconds) =>
        (long)((Int128)(MaxMicrowatts - IdleMicrowatts) * busyNanoseconds / (HardwareThreads * NanosecondsPerSecond));
}
