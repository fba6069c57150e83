namespace Wattshare.Exporter.Diagnostics;

/// <summary>The event id of every log message; each is used once and never changes its meaning.</summary>
internal static class EventIds
{
    // 1xx: life of the program.

    // 2xx: faults.
    public const int Fault = 200;
    public const int Recovered = 201;

    // 3xx: sensors.    5xx: web.    6xx: VM share and guest.

    // 4xx: host reading and container engines.
    public const int EngineAbsent = 400;
}
