using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Power;

/// <summary>Counts the powers of steps in fixed buckets. One thread; allocates what it publishes.</summary>
internal sealed class PowerHistogram
{
    /// <summary>The distribution before the first step.</summary>
    public static readonly PowerDistribution Nothing = new([.. new long[PowerDistribution.BoundsMicrowatts.Length + 1]], 0, 0);

    private readonly long[] _counts = new long[PowerDistribution.BoundsMicrowatts.Length + 1];
    private PowerDistribution _published = Nothing;
    private long _count;

    // Milliwatts: at 10 kW and a hundred steps a second the sum of microwatts would be full after a hundred days.
    private long _sumMilliwatts;

    /// <summary>Counts a step.</summary>
    /// <param name="microwatts">Its power.</param>
    public void Add(long microwatts)
    {
        var bounds = PowerDistribution.BoundsMicrowatts.AsSpan();
        var bucket = 0;
        while (bucket < bounds.Length && microwatts > bounds[bucket]) bucket++;
        _counts[bucket]++;
        _count++;
        _sumMilliwatts += (microwatts + 500) / 1_000;
    }

    /// <summary>The distribution up to now.</summary>
    /// <returns>An immutable copy; the same object as long as no step was added.</returns>
    public PowerDistribution ToDistribution()
    {
        if (_published.Count != _count) _published = new PowerDistribution([.. _counts], _count, _sumMilliwatts);
        return _published;
    }
}
