using System.Collections.Immutable;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// Parts the idle energy of one component over the packages: in the relation of what each drew in seconds in which the host was nearly
/// idle, older ones counting half after a day; equally until ten such seconds were seen; and never more than a package drew in the interval:
/// the others then make up for it. One thread; allocates nothing once it has grown.
/// </summary>
internal sealed class PackageIdle
{
    /// <summary>What eight kilowatts are in the seconds that count; with it the sum over all packages of a host stays in range.</summary>
    private const long MostMicrojoules = 1_000_000_000_000_000;
    private const double MostSeconds = 1e9;

    private double[] _learned = [];
    private long[] _weights = [];
    private long[] _parts = [];
    private int[] _packages = [];
    private double _seconds;
    private double _weight;
    private double _passed;
    private ImmutableArray<PackageIdleEnergy> _remembered = [];
    private double _rememberedSeconds;

    /// <summary>The parts that were found last, in microjoules.</summary>
    public ReadOnlySpan<long> Parts => _parts;

    /// <summary>What was learned so far, the packages ascending and what belongs to none last.</summary>
    public ImmutableArray<PackageIdleEnergy> Learned
    {
        get
        {
            if (_packages.Length + 1 != _learned.Length) return _remembered;
            var learned = ImmutableArray.CreateBuilder<PackageIdleEnergy>(_learned.Length);
            for (var i = 0; i < _learned.Length; i++) learned.Add(new PackageIdleEnergy(i < _packages.Length ? _packages[i] : null, (long)_learned[i]));
            return learned.MoveToImmutable();
        }
    }

    /// <summary>How many nearly idle seconds <see cref="Learned"/> is of.</summary>
    public double Seconds => _packages.Length + 1 != _learned.Length ? _rememberedSeconds : _seconds;

    /// <summary>Begins anew with what was learned before, as soon as it is seen that the packages are the same.</summary>
    /// <param name="learned">What <see cref="Learned"/> was.</param>
    /// <param name="seconds">What <see cref="Seconds"/> was.</param>
    public void Remember(ImmutableArray<PackageIdleEnergy> learned, double seconds)
    {
        (_remembered, _rememberedSeconds) = (learned, seconds);
        (_packages, _learned, _passed) = ([], [], 0);
    }

    /// <summary>Says which packages there are. What was learned of others is forgotten.</summary>
    /// <param name="packages">The packages; energies are those of each of them, and last what belongs to none.</param>
    public void Begin(ReadOnlySpan<PackageLoad> packages)
    {
        if (IsSame(packages)) return;
        _packages = new int[packages.Length];
        for (var i = 0; i < _packages.Length; i++) _packages[i] = packages[i].Package;
        _learned = [];
        Grow(_packages.Length + 1);
        Recall();
    }

    /// <summary>Learns from an interval in which the host was nearly idle.</summary>
    /// <param name="energy">The energy of each package, in microjoules.</param>
    /// <param name="nanoseconds">The time that it was drawn in.</param>
    public void Learn(ReadOnlySpan<long> energy, long nanoseconds)
    {
        Grow(energy.Length);
        var keep = Fading.Factor(_weight, _passed);
        for (var i = 0; i < energy.Length; i++) _learned[i] = (_learned[i] * keep) + energy[i];
        (_weight, _passed) = ((_weight * keep) + (nanoseconds / 1e9), 0);
        _seconds += nanoseconds / 1e9;
    }

    /// <summary>Lets time pass, idle or not: what was learned before it weighs less than what is learned after it.</summary>
    /// <param name="seconds">The time.</param>
    public void Pass(double seconds) => _passed += Math.Max(0, seconds);

    /// <summary>Parts the idle energy of an interval.</summary>
    /// <param name="idle">The idle energy, at most the sum of <paramref name="energy"/>, in microjoules.</param>
    /// <param name="energy">The energy of each package, in microjoules.</param>
    public void Part(long idle, ReadOnlySpan<long> energy)
    {
        Grow(energy.Length);
        Array.Clear(_parts);
        while (idle > 0) idle -= Give(idle, energy);
    }

    /// <summary>Gives to those that have room. Each time at least one of them is full afterwards, or nothing is left.</summary>
    private long Give(long idle, ReadOnlySpan<long> energy)
    {
        var parts = new Apportioner(idle, Weigh(energy));
        var given = 0L;
        for (var i = 0; i < energy.Length; i++)
        {
            var part = Math.Min(parts.Next(_weights[i]), energy[i] - _parts[i]);
            _parts[i] += part;
            given += part;
        }

        return given;
    }

    private long Weigh(ReadOnlySpan<long> energy)
    {
        var total = 0L;
        for (var i = 0; i < energy.Length; i++)
        {
            var hasRoom = energy[i] > _parts[i];
            _weights[i] = hasRoom && _seconds >= IdleFloorEstimator.MinObservedSeconds ? (long)_learned[i] : 0;
            total += _weights[i];
        }

        if (total > 0) return total;
        for (var i = 0; i < energy.Length; i++) total += _weights[i] = energy[i] > _parts[i] ? 1 : 0;
        return total;
    }

    private bool IsSame(ReadOnlySpan<PackageLoad> packages)
    {
        if (packages.Length != _packages.Length) return false;
        for (var i = 0; i < packages.Length; i++)
            if (packages[i].Package != _packages[i]) return false;
        return true;
    }

    /// <summary>Takes over what was remembered, if it is of these packages and can be.</summary>
    private void Recall()
    {
        if (_remembered.Length != _learned.Length || !(_rememberedSeconds >= 0 && _rememberedSeconds <= MostSeconds)) return;
        for (var i = 0; i < _learned.Length; i++)
        {
            var (package, microjoules) = _remembered[i];
            if (package != (i < _packages.Length ? _packages[i] : null) || microjoules is < 0 or > MostMicrojoules) return;
        }

        for (var i = 0; i < _learned.Length; i++) _learned[i] = _remembered[i].Microjoules;
        (_seconds, _weight) = (_rememberedSeconds, Math.Min(_rememberedSeconds, Fading.MostSeconds));
    }

    private void Grow(int count)
    {
        if (_learned.Length == count) return;
        (_learned, _weights, _parts, _seconds, _weight) = (new double[count], new long[count], new long[count], 0, 0);
    }
}
