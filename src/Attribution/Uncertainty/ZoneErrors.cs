using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// The random errors of the readings of one zone, interval by interval: the counter's step (uniform, unit²/12 for each reading) and the
/// age of the value (uniform, (power · period)²/12). Wraps and failed reads that a later one covers change nothing; a reset, and a gap
/// whose end the interval does not know, end one telescope and begin another, and what no reading shows in between is as unsure as it is large. One thread.
/// </summary>
internal sealed class ZoneErrors
{
    private bool _isOpen;
    private double _end;
    private double _power;

    /// <summary>What the zone counted for, or null.</summary>
    public Component? Component { get; set; }

    /// <summary>The zone does not go on.</summary>
    /// <returns>The variances in squares of microjoules.</returns>
    public BoundaryNoise Close()
    {
        var last = _end;
        _end = 0;
        _isOpen = false;
        return new BoundaryNoise(0, 0, 0, last);
    }

    /// <summary>Takes in the readings of one interval.</summary>
    /// <param name="interval">What they add up to.</param>
    /// <param name="traits">The zone's traits.</param>
    /// <param name="bracketNanoseconds">How long reading the zone took, or all zones where that is not known: the reading is of no more certain an instant.</param>
    /// <returns>The variances in squares of microjoules.</returns>
    public BoundaryNoise Advance(in ZoneInterval interval, in ZoneTraits traits, long bracketNanoseconds)
    {
        if (interval.LastKind is not (ZoneStepKind.Advanced or ZoneStepKind.Rebased))
            return Close() with { Inside = interval.UnseenVariance };


        var covered = interval.CoveredNanoseconds;
        var power = covered > 0 ? (double)interval.Microjoules / covered : 0;
        var begin = _end;
        _end = Uniform(traits.UnitMicrojoules) + Uniform(power * Math.Max(traits.UpdateNanoseconds, bracketNanoseconds));
        var ends = _isOpen ? 2 * interval.Rebases : 1 + (2 * Math.Max(0, interval.Rebases - 1));
        var inside = (ends * _end) + interval.UnseenVariance;

        // Power was read once and taken for the whole interval. It moved to the new value somewhere in it, nobody knows where.
        if (traits.IsIntegrated && _isOpen) inside += Uniform((power - _power) * covered);
        _isOpen = true;
        _power = power;
        return new BoundaryNoise(begin, _end, inside, 0);
    }

    private static double Uniform(double width) => width * width / 12;
}
