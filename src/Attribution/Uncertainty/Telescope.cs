namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// The variance of a weighted sum of differences of one counter: Σ w(k)·(x(k) − x(k−1)). With the same weight all readings but the first
/// and the last cancel, however many there were; where the weight changes, that reading's error stays with the change:
/// Σ (w(k) − w(k+1))²·u²(k), with 0 before the first interval and after the last. This is summation by parts, and exact for
/// independent errors of readings. A mutable value; one thread.
/// </summary>
internal struct Telescope
{
    private double _kept;
    private double _end;
    private double _weight;

    /// <summary>The variance so far, with the last reading's part.</summary>
    public readonly double Variance => _kept + _end;

    /// <summary>True while the last interval had a weight, so that its last reading still has to be closed.</summary>
    public readonly bool IsOpen => _weight != 0;

    /// <summary>Adds one interval.</summary>
    /// <param name="weight">Its weight.</param>
    /// <param name="noise">The variances of its readings.</param>
    public void Advance(double weight, in BoundaryNoise noise)
    {
        var change = weight - _weight;
        _kept += (change * change * noise.Begin) + (weight * weight * noise.Inside) + (_weight * _weight * noise.Closed);
        _end = weight * weight * noise.End;
        _weight = weight;
    }

    /// <summary>An interval in which there was nothing to weigh: the last reading stays as it is, unless its counter did not go on.</summary>
    /// <param name="noise">The variances of its readings.</param>
    public void Hold(in BoundaryNoise noise)
    {
        if (noise.Closed == 0) return;
        _kept += _end;
        _end = 0;
        _weight = 0;
    }

    /// <summary>Adds the variance of something that ended.</summary>
    /// <param name="variance">The variance.</param>
    public void Add(double variance) => _kept += variance;
}
