using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Calls the sampler at a steady rate and publishes what it says. Deadlines are absolute, so lateness does not add up; a deadline
/// that passed while the machine was asleep or stopped is skipped, since the next sample covers the gap. One thread.
/// </summary>
internal sealed class SamplingLoop(Sampler sampler, Latest latest, SampleClock clock, TimeProvider time, TimeSpan interval, FaultLog faults)
{
    private const string Advice = "The sample was lost and sampling goes on; the next one covers the gap. This is a defect: please report it with this line. ";

    /// <summary>Samples until it is told to stop.</summary>
    /// <param name="stop">Ends the loop, also in the middle of a wait.</param>
    public void Run(CancellationToken stop)
    {
        var period = (long)interval.TotalNanoseconds;
        Action tick = Tick;
        Try(sampler.Prime);
        var deadline = Clock.Nanoseconds(time);
        while (!stop.IsCancellationRequested)
        {
            Try(tick);
            deadline += period;
            var wait = deadline - Clock.Nanoseconds(time);
            if (wait <= 0)
            {
                deadline -= wait / period * period;
                continue;
            }

            // Rounded up, so that the loop does not spin through the last fraction of a millisecond.
            if (stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Ceiling(wait / 1e6)))) return;
        }
    }

    private void Tick()
    {
        var started = time.GetTimestamp();
        latest.Publish(sampler.Take());
        clock.Taken(started);
        faults.Recovered(FaultKind.SampleFailed, "sampler");
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One sample that fails in a way nobody foresaw must not end all sampling; it is counted and logged.")]
    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception exception)
        {
            faults.Report(FaultKind.SampleFailed, "sampler", Advice + exception);
        }
    }
}
