using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Sampling;

/// <summary>The one published reference: written by the sampling thread, read by any number of threads without a lock.</summary>
internal sealed class Latest
{
    private volatile PowerReport _report = PowerReport.Empty;
    private TaskCompletionSource? _awaited;

    /// <summary>The last published report; <see cref="PowerReport.Empty"/> before the first.</summary>
    public PowerReport Report => _report;

    /// <summary>Publishes a report and wakes whoever waits for it. Only the sampling thread calls this; without a waiter it allocates nothing.</summary>
    /// <param name="report">The report.</param>
    public void Publish(PowerReport report)
    {
        _report = report;
        Interlocked.Exchange(ref _awaited, null)?.TrySetResult();
    }

    /// <summary>Waits for a report newer than the given one.</summary>
    /// <param name="after">The sequence number of the last report that the caller saw.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The newest report at that time; reports in between are skipped.</returns>
    public async Task<PowerReport> NextAsync(long after, CancellationToken cancellation)
    {
        while (true)
        {
            // The wish is filed before the report is looked at, so that a report published in between is not slept through.
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var awaited = Interlocked.CompareExchange(ref _awaited, fresh, null) ?? fresh;
            var report = _report;
            if (report.Sequence > after) return report;
            await awaited.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
