using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// What is learned of the idle power of one component, of the zones that make up its energy now. Other zones measure something else:
/// with them it begins anew, or with what was kept of just these zones. One thread.
/// </summary>
/// <param name="component">The component.</param>
/// <param name="kept">What was learned before a restart, or null.</param>
/// <param name="packages">How idle energy is parted over packages, which is kept and forgotten with the rest.</param>
internal sealed class ComponentFloor(Component component, LearnedFloor? kept, PackageIdle packages)
{
    /// <summary>So many more idle seconds make what was learned worth keeping again.</summary>
    private const double KeepEverySeconds = 60;

    private IdleFloorEstimator _estimator = new();
    private ulong _zones;
    private double _keptSeconds;

    /// <summary>The learned idle power in microwatts, or null when it is not known.</summary>
    public long? Microwatts => _estimator.FloorMicrowatts;

    /// <summary>How many nearly idle seconds it was learned from.</summary>
    public double ObservedSeconds => _estimator.ObservedSeconds;

    /// <summary>When the last of them was, on the wall clock, or null when none was.</summary>
    public DateTimeOffset? LastObserved { get; private set; }

    /// <summary>What was learned, for keeping; as long as these zones have had no minute of idling, that of others.</summary>
    public LearnedFloor? Learned { get; private set; } = kept;

    /// <summary>Lets time pass, idle or not.</summary>
    /// <param name="seconds">The time; a negative one is none.</param>
    public void Pass(double seconds)
    {
        _estimator.Pass(seconds);
        packages.Pass(seconds);
    }

    /// <summary>Says which zones the energy is of that follows.</summary>
    /// <param name="zones">Their <see cref="Counters.ZoneSignature"/>.</param>
    /// <param name="now">The wall clock.</param>
    public void Begin(ulong zones, DateTimeOffset now)
    {
        if (zones == _zones) return;
        _zones = zones;
        (_estimator, LastObserved, _keptSeconds) = (new IdleFloorEstimator(), null, 0);
        packages.Remember([], 0);
        if (zones != 0 && Learned is { } learned && (learned.Zones == zones || learned.Zones == 0)) Recall(learned, now);
    }

    /// <summary>Adds an interval of which the energy and the busy time are known.</summary>
    /// <param name="microjoules">The energy.</param>
    /// <param name="elapsedNanoseconds">The length of the interval.</param>
    /// <param name="busyRatio">The share of hardware-thread time that was busy, 0 to 1.</param>
    /// <param name="now">The wall clock, to say when a figure was learned.</param>
    public void Observe(long microjoules, long elapsedNanoseconds, double busyRatio, DateTimeOffset now)
    {
        var observed = ObservedSeconds;
        _estimator.Observe(microjoules, elapsedNanoseconds, busyRatio);
        if (ObservedSeconds > observed) Keep(now);
    }

    /// <summary>Leaves an interval out.</summary>
    public void Skip() => _estimator.Forget();

    /// <summary>What was learned is as old as its last idle second. A clock that was set back since then ages nothing.</summary>
    private void Recall(LearnedFloor learned, DateTimeOffset now)
    {
        if (learned.Zones != _zones) Learned = learned with { Zones = _zones };
        LastObserved = learned.LastObserved < now ? learned.LastObserved : now;
        _estimator.Restore(learned.Bins.AsSpan());
        packages.Remember(learned.Packages, learned.PackageSeconds);
        _keptSeconds = ObservedSeconds;
        Pass((now - LastObserved.Value).TotalSeconds);
    }

    /// <summary>Remembers when the last idle second was, and now and then all that was learned: to write that out costs memory.</summary>
    private void Keep(DateTimeOffset now)
    {
        LastObserved = now;
        if (ObservedSeconds < _keptSeconds + KeepEverySeconds) return;
        _keptSeconds = ObservedSeconds;
        Learned = new LearnedFloor(component, now, _estimator.ToBins()) { Zones = _zones, Packages = packages.Learned, PackageSeconds = packages.Seconds };
    }
}
