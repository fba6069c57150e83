namespace Wattshare.Exporter.Diagnostics;

/// <summary>The event id of every log message; each is used once and never changes its meaning.</summary>
internal static class EventIds
{
    // 1xx: life of the program.

    // 2xx: faults.
    public const int Fault = 200;
    public const int Recovered = 201;

    // 3xx: sensors.
    public const int ZoneReadable = 300;
    public const int ZoneUnreadable = 301;
    public const int ModelRetired = 310;

    // 4xx: host reading and container engines.    5xx: web.    6xx: VM share and guest.
}
