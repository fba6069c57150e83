namespace Wattshare.Exporter.Sampling;

/// <summary>
/// The deadlines of sampling. They are absolute, so lateness does not add up. A deadline whose successor has passed as well is
/// missed and not made up for, since the next reading covers the gap. When the interval is shorter than 100 ms only every n-th
/// deadline is a whole sample, about one a second, and the others read the zones alone. One thread.
/// </summary>
/// <remarks>
/// The first interval is short so that figures are there soon after the start: 100 ms at fast rates, and a second where the interval
/// is longer than that. It is an interval like any other, and the report states its length.
/// </remarks>
internal sealed class SampleSchedule
{
    private const long ShortestAttribution = 100_000_000;
    private const long Second = 1_000_000_000;

    private readonly long _period;
    private readonly long _firstStep;
    private readonly long _firstAttribution;
    private readonly long _every;
    private long _begin;
    private long _number;
    private long _attributeAt;

    /// <summary>A schedule that has not begun.</summary>
    /// <param name="interval">The operator's sampling interval, above 0.</param>
    public SampleSchedule(TimeSpan interval)
    {
        _period = (long)interval.TotalNanoseconds;
        _firstStep = Math.Min(_period, Second);
        _every = _period < ShortestAttribution ? (Second + (_period / 2)) / _period : 1;
        _firstAttribution = _every == 1 ? 1 : (ShortestAttribution + _period - 1) / _period;
    }

    /// <summary>The instant of the next deadline.</summary>
    public long Deadline => _number == 0 ? _begin : _begin + _firstStep + ((_number - 1) * _period);

    /// <summary>Begins: the first deadline is now, a whole sample that serves as the baseline.</summary>
    /// <param name="now">The instant on the monotonic clock.</param>
    public void Begin(long now) => (_begin, _number, _attributeAt) = (now, 0, 0);

    /// <summary>Takes the next deadline, or the last of those that have passed.</summary>
    /// <param name="now">The instant on the monotonic clock at which work begins.</param>
    /// <returns>What is to be done.</returns>
    public Tick Arrive(long now)
    {
        var late = Math.Max(0, now - Deadline);
        var missed = late / _period;
        _number += missed;
        var attributes = _number >= _attributeAt;
        if (attributes) _attributeAt = _number < _firstAttribution ? _firstAttribution : ((_number / _every) + 1) * _every;
        _number++;
        return new Tick(late - (missed * _period), missed, attributes);
    }
}
