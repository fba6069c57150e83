using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors.Overlap;

/// <summary>
/// Sees to it that energy which several zones measure is counted once and never twice, also while they fail and return. A zone goes
/// over to another one at a sample at which the other has a value of its own of the sample before, so the change loses nothing either.
/// A zone that returns after another counted in its place is first read without being counted: its difference covers a time that is
/// paid for. The order of the sensors is the order of preference; what only stands in for another zone of its sensor comes after all that
/// does not. One thread; allocates nothing while the zones stay the same.
/// </summary>
internal sealed class CountedOnce
{
    private readonly Dictionary<(string Sensor, string Path), ContestedZone> _known = [];
    private ContestedZone[] _zones = [];
    private int _count;
    private long _round;
    private bool _contested;
    private bool _countedBetween;

    /// <summary>Tells whether a zone of a sensor counts, so that reading it between two samples is worth its while.</summary>
    /// <param name="sensor">The sensor's name.</param>
    /// <returns>False when other sensors count all that it has.</returns>
    public bool Counts(string sensor)
    {
        if (!_contested) return true;
        foreach (var zone in Zones)
            if (zone.Planned && zone.Zone.Sensor == sensor) return true;
        return false;
    }

    /// <summary>Takes the component from every reading whose energy another one counts.</summary>
    /// <param name="readings">The readings of all sensors in the order of preference.</param>
    public void Settle(Buffer<ZoneReading> readings)
    {
        Bind(readings.Items);
        Choose();
        var items = readings.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (_zones[i].Wanted is { } wanted) items[i] = items[i] with { CountsAs = _zones[i].Chosen ? wanted : null };
            _zones[i].End();
        }

        Plan();
    }

    /// <summary>The sample is complete; what is counted from now on is counted in the next interval.</summary>
    public void EndSample() => _countedBetween = false;

    /// <summary>Drops what is not counted from readings between two samples.</summary>
    /// <param name="readings">The readings of counted zones of all sensors, as the sensors see it.</param>
    /// <param name="start">Where the readings of this instant begin; those before it are of earlier ones.</param>
    public void Filter(Buffer<ZoneReading> readings, int start)
    {
        var any = readings.Count > start;
        var kept = start;
        foreach (var reading in readings.Items[start..])
            if (IsPlanned(reading.Zone)) readings.Items[kept++] = reading;
        readings.Resize(kept);
        _countedBetween |= any;
    }

    private ReadOnlySpan<ContestedZone> Zones => _zones.AsSpan(0, _count);

    private bool IsPlanned(ZoneInfo info)
    {
        foreach (var zone in Zones)
            if (ReferenceEquals(zone.Zone, info)) return zone is { Planned: true, HasValue: true };
        return false;
    }

    private void Bind(ReadOnlySpan<ZoneReading> readings)
    {
        if (_zones.Length < readings.Length) Array.Resize(ref _zones, readings.Length);
        _count = readings.Length;
        _round++;
        for (var i = 0; i < readings.Length; i++)
        {
            ref readonly var reading = ref readings[i];
            if (_zones[i] is null || !ReferenceEquals(_zones[i].Zone, reading.Zone)) _zones[i] = Find(reading.Zone);
            _zones[i].Begin(_round, reading);
        }
    }

    private ContestedZone Find(ZoneInfo info)
    {
        if (!_known.TryGetValue((info.Sensor, info.Path), out var zone)) _known.Add((info.Sensor, info.Path), zone = new ContestedZone(info));
        zone.Zone = info;
        return zone;
    }

    private void Choose()
    {
        if (_countedBetween)
        {
            // Readings between the samples have paid for a part of the interval: who counted there goes on to the sample, or is missing.
            Take(static zone => zone is { Planned: true, HasValue: true, GoesOn: true });
            Take(static zone => zone is { Planned: true, HasValue: false });
        }

        Take(static zone => zone is { HasValue: true, Owes: true });
        Take(static zone => zone is { HasValue: true, GoesOn: true });
        Take(static zone => zone is { HasValue: true, IsNew: true });
        Take(static zone => zone is { HasValue: false, Planned: true, GoesOn: true });
        Take(static zone => !zone.HasValue);
    }

    /// <summary>Who counts from this sample on: everyone that has a value of it may, in the order of preference.</summary>
    private void Plan()
    {
        foreach (var zone in Zones) (zone.Chosen, zone.Planned) = (false, zone.Chosen);
        Take(static zone => zone.HasValue);
        Take(static zone => zone is { HasValue: false, Planned: true });
        Take(static zone => !zone.HasValue);
        _contested = false;
        foreach (var zone in Zones)
        {
            zone.Planned = zone.Chosen;
            _contested |= zone is { Wanted: not null, Chosen: false };
        }
    }

    private void Take(Func<ContestedZone, bool> may)
    {
        Take(may, substitutes: false);
        Take(may, substitutes: true);
    }

    private void Take(Func<ContestedZone, bool> may, bool substitutes)
    {
        foreach (var zone in Zones)
            if (zone is { Wanted: not null, Chosen: false } && zone.IsSubstitute == substitutes && may(zone) && IsFree(zone)) zone.Chosen = true;
    }

    private bool IsFree(ContestedZone zone)
    {
        foreach (var other in Zones)
            if (other.Chosen && other.Wanted == zone.Wanted && MayBeSame(zone, other)) return false;
        return true;
    }

    /// <summary>What a sensor lets count beside each other is not the same; what stands in for something is.</summary>
    private static bool MayBeSame(ContestedZone one, ContestedZone other) =>
        (one.Zone.Sensor != other.Zone.Sensor || one.IsSubstitute || other.IsSubstitute) && SameEnergy.IsIn(one.Zone, other.Zone);
}
