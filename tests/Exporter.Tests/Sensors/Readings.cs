using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Sensors;

/// <summary>Readings as lines of text: zone, component or a dash, outcome, value.</summary>
internal static class Readings
{
    public static string[] Of(ISensor sensor, SensorContext context = default)
    {
        var buffer = new Buffer<ZoneReading>();
        sensor.Read(context, buffer);
        return Lines(buffer);
    }

    public static string[] Lines(Buffer<ZoneReading> readings) => [.. readings.Items.ToArray().Select(Line)];

    public static ZoneInfo Info(ISensor sensor, string path)
    {
        var buffer = new Buffer<ZoneReading>();
        sensor.Read(default, buffer);
        return buffer.Items.ToArray().Single(reading => reading.Zone.Path == path).Zone;
    }

    private static string Line(ZoneReading reading)
    {
        var component = reading.CountsAs is { } counted ? Components.Name(counted) : "-";
        return $"{reading.Zone.Zone} {component} {reading.Outcome} {reading.RawMicrojoules}";
    }
}
