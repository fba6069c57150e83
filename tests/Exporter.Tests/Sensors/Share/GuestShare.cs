using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Share;

namespace Wattshare.Exporter.Tests.Sensors.Share;

/// <summary>A share as it is mounted in a guest, written by hand, and the sensor that reads it.</summary>
internal sealed class GuestShare : IDisposable
{
    public GuestShare() => Sensor = new ShareSensor(Root, Time);

    public string Root { get; } = Directory.CreateTempSubdirectory("wattshare-guest-").FullName;

    public ShareClock Time { get; } = new();

    public ShareSensor Sensor { get; }

    public string Path(params string[] parts) => System.IO.Path.Join([Root, .. parts]);

    public void Publish(string folder, string name, long energy)
    {
        Directory.CreateDirectory(Path(folder));
        File.WriteAllText(Path(folder, "name"), name + "\n");
        File.WriteAllText(Path(folder, "max_energy_range_uj"), "9223372036854775807\n");
        File.WriteAllText(Path(folder, "energy_uj"), $"{energy}\n");
    }

    public void Document(long sequence, string method = "counter", string component = "cpu", double interval = 1) => File.WriteAllText(
        Path("share.json"),
        $$"""
        {"schema":1,"vm":"web","components":["{{component}}"],"method":"{{method}}","interval_seconds":{{interval}},
         "heartbeat":{"time":"2026-11-21T00:00:00Z","sequence":{{sequence}}},
         "zones":[{"path":"intel-rapl:0","name":"package-0","component":"{{component}}","method":"{{method}}","energy_uj":5}]}
        """);

    /// <summary>Refreshes and reads.</summary>
    public ZoneReading[] Read()
    {
        Sensor.Refresh();
        return Tick();
    }

    /// <summary>Reads without a refresh, as between two refreshes.</summary>
    public ZoneReading[] Tick()
    {
        var readings = new Buffer<ZoneReading>();
        Sensor.Read(default, readings);
        return readings.Items.ToArray();
    }

    public void Dispose()
    {
        Sensor.Dispose();
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
