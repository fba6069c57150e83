using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Perf;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

/// <summary>A sensor on a tree of an archive and a kernel that a test moves, looked at once.</summary>
internal sealed class PerfRig : IDisposable
{
    public const ulong Cores = 1;
    public const ulong Package = 2;
    public const ulong Dram = 3;
    public const ulong Psys = 5;

    public PerfRig(string archive, Action<PerfRig>? prepare = null)
    {
        Tree = FixtureTree.Load(archive);
        prepare?.Invoke(this);
        Sensor = new PerfSensor(Tree.Sysfs, Tree.Procfs, CpuIdentity.Read(Tree.Procfs), Kernel, Log);
        Sensor.Refresh();
    }

    public FixtureTree Tree { get; }

    public FakePerfKernel Kernel { get; } = new();

    public PerfSensor Sensor { get; }

    public LineLogger<PerfSensor> Log { get; } = new();

    public string[] Read() => Readings.Of(Sensor);

    public string[] Between()
    {
        var readings = new Buffer<ZoneReading>();
        Sensor.ReadBetween(readings);
        return Readings.Lines(readings);
    }

    public string[] Messages() => [.. Sensor.Describe().Select(finding => $"{finding.Zone} {finding.Outcome}: {finding.Message}")];

    public void Dispose()
    {
        Sensor.Dispose();
        Assert.Equal(0, Kernel.OpenCount);
        Tree.Dispose();
    }
}
