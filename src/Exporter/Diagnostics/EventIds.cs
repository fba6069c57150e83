namespace Wattshare.Exporter.Diagnostics;

/// <summary>The event id of every log message; each is used once and never changes its meaning.</summary>
internal static class EventIds
{
    // 1xx: life of the program.
    public const int Starting = 100;
    public const int Measured = 101;
    public const int Modelled = 102;
    public const int NothingCounted = 103;
    public const int Missing = 104;
    public const int MissingWithFix = 105;
    public const int Listening = 106;
    public const int Publishing = 107;
    public const int Usage = 108;
    public const int UsageFallback = 109;
    public const int NotifyUnusable = 110;
    public const int NotifyFailed = 111;
    public const int WatchdogWithheld = 112;
    public const int WatchdogResumed = 113;

    // 2xx: faults.
    public const int Fault = 200;
    public const int Recovered = 201;

    // 3xx: sensors.
    public const int ZoneReadable = 300;
    public const int ZoneUnreadable = 301;
    public const int ZoneUnreadableWithFix = 302;
    public const int ModelRetired = 310;

    // 4xx: host reading and container engines.
    public const int EngineAbsent = 400;
    public const int PodSource = 401;

    // 5xx: web.

    // 6xx: VM share and guest.
}
