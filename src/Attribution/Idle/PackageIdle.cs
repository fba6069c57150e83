using Wattshare.Attribution.Splitting;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// Parts the idle energy of one component over the packages: in the relation of what each drew in seconds in which the host was nearly
/// idle, older ones counting half after a day; equally until ten such seconds were seen; and never more than a package drew in the interval:
/// the others then make up for it. One thread; allocates nothing once it has grown.
/// </summary>
internal sealed class PackageIdle
{
    private const double HalfLifeNanoseconds = 86_400e9;

    private double[] _learned = [];
    private long[] _weights = [];
    private long[] _parts = [];
    private double _seconds;

    /// <summary>The parts that were found last, in microjoules.</summary>
    public ReadOnlySpan<long> Parts => _parts;

    /// <summary>Learns from an interval in which the host was nearly idle.</summary>
    /// <param name="energy">The energy of each package, in microjoules.</param>
    /// <param name="nanoseconds">The time that it was drawn in.</param>
    public void Learn(ReadOnlySpan<long> energy, long nanoseconds)
    {
        Grow(energy.Length);
        var keep = Math.Pow(2, -nanoseconds / HalfLifeNanoseconds);
        for (var i = 0; i < energy.Length; i++) _learned[i] = (_learned[i] * keep) + energy[i];
        _seconds += nanoseconds / 1e9;
    }

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

    private void Grow(int count)
    {
        if (_parts.Length == count) return;
        (_learned, _weights, _parts, _seconds) = (new double[count], new long[count], new long[count], 0);
    }
}
