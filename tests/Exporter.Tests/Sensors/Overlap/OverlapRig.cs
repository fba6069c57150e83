using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Overlap;

namespace Wattshare.Exporter.Tests.Sensors.Overlap;

/// <summary>The rule and what comes of its readings: a meter as the program has it. Zones are added in the order of preference.</summary>
internal sealed class OverlapRig
{
    private const long Second = 1_000_000_000;

    private readonly CountedOnce _rule = new();
    private readonly EnergyMeter _meter = new();
    private readonly Buffer<ZoneReading> _readings = new();
    private readonly List<(ZoneInfo Info, Component? CountsAs, Component? StandsInFor)> _zones = [];
    private long _now;

    /// <summary>All energy that was counted for the processors, in microjoules.</summary>
    public long Counted { get; private set; }

    public void Add(string sensor, string zone, Component? countsAs = Component.Cpu, int? package = null, int? die = null) => _zones.Add((
        new ZoneInfo { Sensor = sensor, Zone = zone, Path = zone, Method = MeasurementMethod.Counter, Perimeter = "test", Package = package, Die = die }, countsAs, null));

    /// <summary>Adds a zone that stands in for others of its sensor.</summary>
    public void AddSubstitute(string sensor, string zone, int? package = null, int? die = null)
    {
        Add(sensor, zone, null, package, die);
        _zones[^1] = _zones[^1] with { StandsInFor = Component.Cpu };
    }

    /// <summary>Takes a sample a second after the last one; a null is a read that failed.</summary>
    public string Sample(params long?[] values)
    {
        _now += Second;
        Fill(values);
        _rule.Settle(_readings);
        _rule.EndSample();
        _ = _meter.Advance(_readings.Items, _now, Second);
        Counted += _meter.Reading.Energy[Component.Cpu];
        return Who();
    }

    /// <summary>Reads between two samples, half a second after the last one.</summary>
    public string Between(params long?[] values)
    {
        _now += Second / 2;
        Fill(values);
        _rule.Filter(_readings, 0);
        _meter.Observe(_readings.Items, _now);
        Counted += _meter.Reading.Energy[Component.Cpu];
        return Who();
    }

    public bool Counts(string sensor) => _rule.Counts(sensor);

    private void Fill(long?[] values)
    {
        _readings.Clear();
        for (var i = 0; i < values.Length; i++)
            _readings.Add(new ZoneReading(_zones[i].Info, _zones[i].CountsAs, values[i] is null ? ReadOutcome.Failed : ReadOutcome.Ok, values[i] ?? 0)
            {
                StandsInFor = _zones[i].StandsInFor,
            });
    }

    private string Who() => string.Join(' ', _readings.Items.ToArray().Where(static reading => reading.CountsAs is not null).Select(static reading => reading.Zone.Zone));
}
