using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Hwmon;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Hwmon;

/// <summary>A sensor on a tree of an archive, looked at once.</summary>
internal sealed class HwmonRig : IDisposable
{
    public HwmonRig(string archive, Action<FixtureTree>? prepare = null, int intervalSeconds = 1)
    {
        Tree = FixtureTree.Load(archive);
        prepare?.Invoke(Tree);
        Sensor = new HwmonSensor(Tree.Sysfs, CpuIdentity.Read(Tree.Procfs), TimeSpan.FromSeconds(intervalSeconds), Log);
        Sensor.Refresh();
    }

    public FixtureTree Tree { get; }

    public HwmonSensor Sensor { get; }

    public LineLogger<HwmonSensor> Log { get; } = new();

    public string[] ReadAt(long milliseconds) => Readings.Of(Sensor, new SensorContext(milliseconds * 1_000_000, null, 1));

    /// <summary>Sets the power or energy of a chip of the class directory.</summary>
    public void Set(string file, string text) => Tree.Write($"sys/class/hwmon/{file}", text + "\n");

    public string[] Messages() => [.. Sensor.Describe().Select(finding => $"{finding.Zone} {finding.Outcome}: {finding.Message}")];

    public Buffer<ZoneReading> Buffer { get; } = new();

    public void Dispose()
    {
        Sensor.Dispose();
        Tree.Dispose();
    }
}
