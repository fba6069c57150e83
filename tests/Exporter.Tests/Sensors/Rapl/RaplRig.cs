using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>A sensor on a tree of an archive, looked at once.</summary>
internal sealed class RaplRig : IDisposable
{
    private const string Class = "sys/class/powercap/";

    public RaplRig(string archive)
        : this(FixtureTree.Load(archive))
    {
    }

    public RaplRig(FixtureTree tree)
    {
        Tree = tree;
        Sensor = new RaplSensor(tree.Sysfs, CpuIdentity.Read(tree.Procfs), Log);
        Sensor.Refresh();
    }

    public FixtureTree Tree { get; }

    public RaplSensor Sensor { get; }

    public LineLogger<RaplSensor> Log { get; } = new();

    public string[] Read() => Readings.Of(Sensor);

    public void Set(string zone, long microjoules) => Tree.Write($"{Class}{zone}/energy_uj", $"{microjoules}\n");

    public void SetMode(string zone, int mode) => Tree.SetMode($"{Class}{zone}/energy_uj", mode);

    public void AddZone(string zone, string name, long microjoules)
    {
        Tree.Write($"{Class}{zone}/name", name + "\n");
        Tree.Write($"{Class}{zone}/max_energy_range_uj", "262143328850\n");
        Set(zone, microjoules);
    }

    public void RemoveZone(string zone) => Tree.Delete(Class + zone);

    public string PathOf(string zone, string attribute) => Tree.PathOf($"{Class}{zone}/{attribute}");

    public void Dispose()
    {
        Sensor.Dispose();
        Tree.Dispose();
    }
}
