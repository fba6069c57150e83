using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Sensors;

/// <summary>A sensor whose readings a test sets, and which throws when told to.</summary>
internal sealed class FakeSensor(string name, MeasurementMethod method = MeasurementMethod.Counter) : ISensor
{
    public string Name => name;

    public List<(string Zone, Component? CountsAs, ReadOutcome Outcome, long Value)> Values { get; } = [];

    public bool Throws { get; set; }

    public int Refreshes { get; private set; }

    public bool Disposed { get; private set; }

    public Action OnRefresh { get; set; } = () => { };

    public void Refresh()
    {
        Refreshes++;
        OnRefresh();
        if (Throws) throw new InvalidOperationException("refresh");
    }

    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        foreach (var value in Values)
        {
            readings.Add(new ZoneReading(
                new ZoneInfo { Sensor = name, Zone = value.Zone, Path = value.Zone, Method = method, Perimeter = "test" }, value.CountsAs, value.Outcome, value.Value));

            // After the first zone, so that half of the readings are there already.
            if (Throws) throw new InvalidOperationException("read");
        }
    }

    public IReadOnlyList<SensorFinding> Describe() => Throws
        ? throw new InvalidOperationException("describe")
        : [.. Values.Select(value => new SensorFinding(name, value.Zone, "", value.Outcome, method, value.CountsAs, "", ""))];

    public void Dispose() => Disposed = true;
}
