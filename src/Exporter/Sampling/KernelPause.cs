using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Waits on the real clock: long waits in the runtime, where a stop ends them at once, and their last part in the kernel, which
/// wakes a thread within microseconds of an absolute instant. One thread, the same one each time.
/// </summary>
/// <param name="time">The system's clock; a manual one has nothing to do with the kernel's timers.</param>
internal sealed unsafe class KernelPause(TimeProvider time) : IPause
{
    /// <summary>A wait that is no longer than this is slept in one go, since a second wake-up costs more than a stop that comes 20 ms later.</summary>
    private const long LongestSleep = 20_000_000;

    /// <summary>The runtime's wait ends this much before the deadline: it counts in milliseconds and the kernel grants itself 0.1 % of it.</summary>
    private const long LastPart = 2_000_000;

    private const long Second = 1_000_000_000;
    private const long Millisecond = 1_000_000;

    /// <summary>The kernel's default of 50 µs would make every tick that much late to save wake-ups which a sampler at 1000 Hz cannot save.</summary>
    private const nuint SlackNanoseconds = 1_000;

    private bool _prepared;

    /// <summary>The deadline before, which has passed: a deadline that is near to it needs no look at the clock.</summary>
    private long _last;

    /// <inheritdoc/>
    public bool Until(long deadlineNanoseconds, CancellationToken stop)
    {
        if (!_prepared) Prepare();
        if (deadlineNanoseconds - _last > LongestSleep)
        {
            var wait = deadlineNanoseconds - Clock.Nanoseconds(time);
            if (wait > LongestSleep && stop.WaitHandle.WaitOne((int)((wait - LastPart) / Millisecond))) return false;
        }

        _last = deadlineNanoseconds;
        if (!stop.IsCancellationRequested && !TrySleep(deadlineNanoseconds)) WaitCoarsely(deadlineNanoseconds, stop);
        return !stop.IsCancellationRequested;
    }

    /// <summary>A thread that may not set its slack or its slice wakes up later and is otherwise fine, so the answers do not matter.</summary>
    private void Prepare()
    {
        _prepared = true;
        _ = KernelTimer.Control(KernelTimer.SetTimerSlack, SlackNanoseconds, 0, 0, 0);
        _ = ShortSlice.TrySet();
    }

    private static bool TrySleep(long deadline)
    {
        var (seconds, nanoseconds) = Math.DivRem(deadline, Second);
        var instant = stackalloc long[] { seconds, nanoseconds };
        int error;
        do error = KernelTimer.Sleep(KernelTimer.MonotonicClock, KernelTimer.AbsoluteTime, instant, null);
        while (error == Errno.Interrupted);
        return error == 0;
    }

    /// <summary>Where a filter of system calls forbids the kernel's sleep; rounded up, so that the loop does not spin.</summary>
    private void WaitCoarsely(long deadline, CancellationToken stop)
    {
        var wait = deadline - Clock.Nanoseconds(time);
        if (wait > 0) stop.WaitHandle.WaitOne((int)((wait / Millisecond) + 1));
    }
}
