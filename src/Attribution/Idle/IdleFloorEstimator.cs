using System.Collections.Immutable;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// Learns the idle power of a component: the 5 % quantile of its power over seconds in which the host was at most 5 % busy, with
/// older seconds weighing half after a day (<see cref="Pass"/>) but never nothing. A quantile shrugs off the odd value in a way that a minimum cannot (a minimum latches
/// on the first glitch), and it is taken from idle seconds only, so a busy host does not raise it. One thread.
/// </summary>
public sealed class IdleFloorEstimator
{
    /// <summary>The highest share of busy hardware-thread time at which a host counts as nearly idle.</summary>
    public const double MaxBusyRatio = 0.05;

    /// <summary>The quantile that is taken for the floor.</summary>
    public const double Quantile = 0.05;

    /// <summary>How many nearly idle seconds have to be seen before the figure is used.</summary>
    public const double MinObservedSeconds = 10;

    /// <summary>More seconds than this nobody has seen who forgets half of them in a day.</summary>
    private const double MostSeconds = 200_000;
    private const long MostMicrowatts = 1_000_000_000_000;
    private const double LeastSeconds = 0.001;
    private const double MostWeight = 1e30;
    private const double BinRatio = 1.01;
    private const double LowestMicrowatts = 1_000;
    private const int BinCount = 1_900;
    private const long WindowNanoseconds = 1_000_000_000;

    private readonly double[] _weights = new double[BinCount];
    private readonly double[] _sums = new double[BinCount];
    private long _windowMicrojoules;
    private long _windowNanoseconds;
    private bool _windowIdle = true;
    private double _total;
    private double _second = 1;

    /// <summary>The learned idle power in microwatts, or null before <see cref="MinObservedSeconds"/>.</summary>
    public long? FloorMicrowatts { get; private set; }

    /// <summary>How many nearly idle seconds were seen since the start, and remembered from before it.</summary>
    public double ObservedSeconds { get; private set; }

    /// <summary>Adds one interval. Intervals are gathered into windows of at least a second, so that jitter of fast sampling does not bias the quantile.</summary>
    /// <param name="microjoules">The component's energy.</param>
    /// <param name="elapsedNanoseconds">The interval's length.</param>
    /// <param name="busyRatio">The share of hardware-thread time that was busy, 0 to 1.</param>
    public void Observe(long microjoules, long elapsedNanoseconds, double busyRatio)
    {
        _windowMicrojoules += microjoules;
        _windowNanoseconds += elapsedNanoseconds;
        _windowIdle &= busyRatio <= MaxBusyRatio;
        if (_windowNanoseconds < WindowNanoseconds) return;

        if (_windowIdle && _windowMicrojoules > 0) Learn(_windowMicrojoules * 1e9 / _windowNanoseconds, _windowNanoseconds / 1e9);
        Forget();
    }

    /// <summary>Lets time pass, idle or not: what was learned before it weighs less than what is learned after it.</summary>
    /// <param name="seconds">The time; nothing happens when it is not positive.</param>
    public void Pass(double seconds)
    {
        if (!(seconds > 0)) return;

        // Forward decay: newer seconds weigh more; scaled back before the weights outgrow a double.
        _second /= Fading.Factor(_total / _second, seconds);
        if (_second > MostWeight) Rescale();
    }

    /// <summary>Drops the window that is being gathered, because the energy or the busy time of an interval is unknown.</summary>
    public void Forget()
    {
        _windowMicrojoules = 0;
        _windowNanoseconds = 0;
        _windowIdle = true;
    }

    /// <summary>What was learned so far.</summary>
    /// <returns>The powers that were seen, ascending, with the seconds as they count now.</returns>
    public ImmutableArray<IdlePowerBin> ToBins()
    {
        var bins = ImmutableArray.CreateBuilder<IdlePowerBin>();
        for (var i = 0; i < BinCount; i++)
        {
            var seconds = _weights[i] / _second;
            if (seconds >= LeastSeconds) bins.Add(new IdlePowerBin((long)Math.Round(_sums[i] / _weights[i]), seconds));
        }

        return bins.ToImmutable();
    }

    /// <summary>Goes on from what was learned before a restart. What cannot be is left out.</summary>
    /// <param name="bins">What <see cref="ToBins"/> gave.</param>
    public void Restore(ReadOnlySpan<IdlePowerBin> bins)
    {
        foreach (var (microwatts, seconds) in bins)
        {
            if (microwatts is <= 0 or > MostMicrowatts || !(seconds >= LeastSeconds && seconds <= MostSeconds)) continue;
            var bin = BinOf(microwatts);
            _weights[bin] += seconds * _second;
            _sums[bin] += seconds * _second * microwatts;
            _total += seconds * _second;
            ObservedSeconds += seconds;
        }

        if (ObservedSeconds >= MinObservedSeconds) FloorMicrowatts = FindQuantile();
    }

    private void Learn(double microwatts, double seconds)
    {
        var weight = seconds * _second;
        var bin = BinOf(microwatts);
        _weights[bin] += weight;
        _sums[bin] += weight * microwatts;
        _total += weight;
        ObservedSeconds += seconds;
        if (ObservedSeconds >= MinObservedSeconds) FloorMicrowatts = FindQuantile();
    }

    private void Rescale()
    {
        for (var i = 0; i < BinCount; i++)
        {
            _weights[i] /= _second;
            _sums[i] /= _second;
        }

        _total /= _second;
        _second = 1;
    }

    private long FindQuantile()
    {
        var wanted = _total * Quantile;
        var seen = 0.0;
        for (var i = 0; i < BinCount; i++)
        {
            if (_weights[i] <= 0) continue;
            seen += _weights[i];
            if (seen >= wanted) return (long)Math.Round(_sums[i] / _weights[i]);
        }

        return 0;
    }

    private static int BinOf(double microwatts) =>
        Math.Clamp((int)(Math.Log(microwatts / LowestMicrowatts) / Math.Log(BinRatio)), 0, BinCount - 1);
}
