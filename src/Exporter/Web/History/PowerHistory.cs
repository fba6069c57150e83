using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Web.History;

/// <summary>
/// The last minutes of power, for whoever opens the page after something went wrong. A fixed ring: its memory is taken once, at most one
/// report a second goes in, and the oldest goes out. Any number of threads.
/// </summary>
internal sealed class PowerHistory
{
    /// <summary>
    /// Reports that come sooner after the last one that was kept are left out; nothing is lost by that, since energies are cumulative.
    /// A little less than a second, so that a sample which comes early by some milliseconds is not one of those.
    /// </summary>
    public const long ShortestStepNanoseconds = 900_000_000;

    /// <summary>Enough for the whole span at the shortest step, with a mark at both ends.</summary>
    public const int Capacity = 1002;

    /// <summary>How far the history goes back.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly HistoryMark[] _ring = new HistoryMark[Capacity];
    private int _count;
    private int _newest = -1;

    /// <summary>Takes a report in, unless it is too close to the last one that was. Allocates nothing.</summary>
    /// <param name="report">The report.</param>
    public void Note(PowerReport report)
    {
        if (report.Sequence == 0) return;
        lock (_lock)
        {
            if (_count > 0 && report.TimestampNanoseconds - _ring[_newest].TimestampNanoseconds < ShortestStepNanoseconds) return;
            _newest = (_newest + 1) % Capacity;
            _count = Math.Min(_count + 1, Capacity);
            _ring[_newest] = HistoryMark.Of(report);
        }
    }

    /// <summary>
    /// Shows the marks of the span up to the newest, and the last one before the span, with which its first stretch begins. Nothing is
    /// noted meanwhile, so this is for quick work.
    /// </summary>
    /// <param name="look">Is given the older and the newer marks, each from the oldest on; the second part begins where the ring does.</param>
    public void Show(Action<ReadOnlySpan<HistoryMark>, ReadOnlySpan<HistoryMark>> look)
    {
        lock (_lock)
        {
            var count = CountInSpan();
            var first = _newest - count + 1;
            if (first >= 0) look(_ring.AsSpan(first, count), []);
            else look(_ring.AsSpan(Capacity + first), _ring.AsSpan(0, _newest + 1));
        }
    }

    private int CountInSpan()
    {
        var count = Math.Min(_count, 1);
        while (count < _count && Age(count - 1) < Span.Ticks * TimeSpan.NanosecondsPerTick) count++;
        return count;
    }

    /// <summary>How much older a mark is than the newest.</summary>
    private long Age(int back) =>
        _ring[_newest].TimestampNanoseconds - _ring[(_newest - back + Capacity) % Capacity].TimestampNanoseconds;
}
