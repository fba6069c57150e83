using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Serves the deadlines of a schedule: takes samples and publishes what the sampler says, and in between reads the zones where the
/// schedule says so. Allocates nothing itself. One thread.
/// </summary>
internal sealed class SamplingLoop(
    ISampler sampler, Latest latest, SampleClock clock, TimeProvider time, IPause pause, SampleSchedule schedule, FaultLog faults)
{
    /// <summary>The longest time for which counters are left alone: half a turn of 32 bits in the finest unit known, 2^-16 J, at 3.2 kW (docs/sensors.md).</summary>
    public const long LongestSilenceNanoseconds = 10_000_000_000;

    private const string Advice = "The sample was lost and sampling goes on; the next one covers the gap, or has its energy as unattributed (fault). This is a defect: please report it with this line. ";
    private const string Sampling = "sampler";
    private const string KeepingUp = "counters within a long interval";
    private const string Observing = "zones between samples";

    /// <summary>Samples until it is told to stop.</summary>
    /// <param name="stop">Ends the loop, also in the middle of a wait.</param>
    public void Run(CancellationToken stop)
    {
        var now = 0L;
        Action sample = Sample, observe = () => sampler.Observe(now);
        _ = Try(sampler.Prime, Sampling);
        schedule.Begin(Clock.Nanoseconds(time));
        var observing = true;
        while (WaitFor(schedule.Deadline, stop))
        {
            now = Clock.Nanoseconds(time);
            var tick = schedule.Arrive(now);
            clock.Began(tick.LateNanoseconds, tick.Missed);

            // What fails a thousand times a second would be a load: zones that failed are left alone until the next sample.
            if (!tick.Attributes) observing = observing && Try(observe, Observing);
            else observing = Try(sample, Sampling) || observing;
        }
    }

    /// <summary>Waits in legs, so that an interval however long leaves no counter alone for longer than it can turn.</summary>
    private bool WaitFor(long deadline, CancellationToken stop)
    {
        for (var now = Clock.Nanoseconds(time); deadline - now > LongestSilenceNanoseconds; now = Clock.Nanoseconds(time))
        {
            if (!pause.Until(now + LongestSilenceNanoseconds, stop)) return false;
            _ = Try(sampler.KeepUp, KeepingUp);
        }

        return pause.Until(deadline, stop);
    }

    private void Sample()
    {
        var started = time.GetTimestamp();
        latest.Publish(sampler.Take());
        clock.Taken(started);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One sample that fails in a way nobody foresaw must not end all sampling; it is counted and logged.")]
    private bool Try(Action step, string subject)
    {
        try
        {
            step();
            faults.Recovered(FaultKind.SampleFailed, subject);
            return true;
        }
        catch (Exception exception)
        {
            faults.Report(FaultKind.SampleFailed, subject, Advice + exception);
            return false;
        }
    }
}
