using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Notices that the machine was suspended: the clock since boot goes on in that time and the monotonic clock does not, so that the
/// difference of the two grows. A step of the wall clock moves neither. One thread.
/// </summary>
/// <param name="time">The monotonic clock.</param>
/// <param name="bootNanoseconds">The clock since boot; 0 where it cannot be read, and no suspension is noticed then.</param>
/// <param name="faults">Told each time.</param>
internal sealed class SuspendWatch(TimeProvider time, Func<long> bootNanoseconds, FaultLog faults)
{
    /// <summary>A suspension takes longer than this, and no counter of the hardware begins anew in less.</summary>
    private const long LeastNanoseconds = 10_000_000;

    private const string Subject = "host";

    /// <summary>The most by which the clock since boot can be ahead without a suspension.</summary>
    private long? _most;

    /// <summary>Looks at the clocks. A thread that is stopped between the looks makes the difference uncertain by that, and no suspension of it.</summary>
    /// <returns>True when the machine was suspended since the look before.</returns>
    public bool Look()
    {
        var before = Clock.Nanoseconds(time);
        var boot = bootNanoseconds();
        var after = Clock.Nanoseconds(time);
        if (boot <= 0) return false;
        var asleep = _most is { } most ? boot - after - most : 0;
        var wasSuspended = asleep > LeastNanoseconds;
        _most = wasSuspended || _most is null ? boot - before : Math.Min(_most.Value, boot - before);
        if (wasSuspended) Report(asleep);
        return wasSuspended;
    }

    /// <summary>A sample was taken since.</summary>
    public void Resumed() => faults.Recovered(FaultKind.HostSuspended, Subject);

    private void Report(long nanoseconds) => faults.Report(
        FaultKind.HostSuspended,
        Subject,
        $"the machine was suspended for {nanoseconds / 1_000_000_000} s; counters of the hardware may have begun anew, so what was drawn meanwhile is not counted");
}
