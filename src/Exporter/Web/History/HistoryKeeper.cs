using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Web.History;

/// <summary>
/// Looks at the published report once a sample, and once a second at most, and puts it into the history. It looks by the clock and does
/// not ask to be woken, so that the sampling thread does nothing for it, and allocates nothing in steady state. A reader like any other.
/// </summary>
/// <param name="latest">The published report.</param>
/// <param name="history">Where reports go.</param>
/// <param name="interval">The sampling interval.</param>
/// <param name="time">The clock.</param>
internal sealed class HistoryKeeper(Latest latest, PowerHistory history, TimeSpan interval, TimeProvider time)
{
    /// <summary>How long after a sample is due it is looked for: longer than a usual sample takes.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    /// <summary>Between looks for a sample that is late.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Keeps the history until it is cancelled.</summary>
    /// <param name="cancellation">Ends the task, normally.</param>
    /// <returns>A task that ends without exception.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(Shortest, time);
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                var report = latest.Report;
                history.Note(report);
                timer.Period = UntilNext(report, TimeSpan.FromTicks(Clock.Nanoseconds(time) / TimeSpan.NanosecondsPerTick));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>How long to wait, so that each look comes a little after a sample and none is missed or met twice.</summary>
    /// <param name="report">The newest report.</param>
    /// <param name="now">The instant on the monotonic clock.</param>
    /// <returns>Until the next sample should be there; a second when it is late already, or when the first interval is not complete.</returns>
    public TimeSpan UntilNext(PowerReport report, TimeSpan now)
    {
        if (report.Intervals == 0) return Shortest;
        var taken = TimeSpan.FromTicks(report.TimestampNanoseconds / TimeSpan.NanosecondsPerTick);
        var wait = taken + (interval > Shortest ? interval : Shortest) + Margin - now;
        return wait >= Margin ? wait : Shortest;
    }
}
