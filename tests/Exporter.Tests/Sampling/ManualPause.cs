using Wattshare.Exporter.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sampling;

/// <summary>Moves a manual clock to each deadline, and beyond it by what a test says; ends the loop after a number of waits.</summary>
internal sealed class ManualPause(ManualTime time, int waits) : IPause
{
    public List<long> Deadlines { get; } = new(waits);

    /// <summary>How much the wait of this number, from 0, oversleeps.</summary>
    public Func<int, TimeSpan> Oversleep { get; set; } = _ => TimeSpan.Zero;

    public bool Until(long deadlineNanoseconds, CancellationToken stop)
    {
        if (Deadlines.Count == waits || stop.IsCancellationRequested) return false;
        var wait = deadlineNanoseconds - time.GetTimestamp();
        if (wait > 0) time.Advance(TimeSpan.FromTicks(wait / TimeSpan.NanosecondsPerTick));
        time.Advance(Oversleep(Deadlines.Count));
        Deadlines.Add(deadlineNanoseconds);
        return true;
    }
}
