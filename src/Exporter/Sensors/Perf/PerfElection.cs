using Wattshare.Attribution.Model;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// Decides which of the sensor's own zones count, by the rules that hold for powercap (<see cref="RaplElection"/>): parts of a package do not, dies
/// that mirror their package count once, a platform counts once and only when it moves.
/// </summary>
internal static class PerfElection
{
    /// <summary>Gives every zone its role.</summary>
    /// <param name="zones">All zones, in the order of packages and dies.</param>
    /// <param name="diesMirrorPackage">True on processors whose dies each show the counter of the whole package.</param>
    public static void Run(IReadOnlyList<PerfZone> zones, bool diesMirrorPackage)
    {
        foreach (var zone in zones)
        {
            switch (zone.Event.Domain)
            {
                case RaplDomain.Core or RaplDomain.Uncore:
                    zone.Assign(RaplRole.PartOfPackage, null, null);
                    break;
                case RaplDomain.Psys:
                    AssignPsys(zone, zones);
                    break;
                case RaplDomain.Package or RaplDomain.Dram:
                    AssignPart(zone, zones, diesMirrorPackage);
                    break;
                default:
                    zone.Assign(RaplRole.UnknownName, null, null);
                    break;
            }
        }
    }

    private static void AssignPsys(PerfZone zone, IReadOnlyList<PerfZone> zones)
    {
        var elected = Elect(zones, static (_, other) => other.Event.Domain == RaplDomain.Psys, zone);
        var packagesMove = zones.Any(static other => other.Event.Domain == RaplDomain.Package && other.Moved);
        if (zone != elected) zone.Assign(RaplRole.Duplicate, null, elected);
        else if (zone.Motionless && packagesMove) zone.Assign(RaplRole.Motionless, null, null);
        else zone.Assign(RaplRole.Counted, Component.Platform, null);
    }

    private static void AssignPart(PerfZone zone, IReadOnlyList<PerfZone> zones, bool diesMirrorPackage)
    {
        var elected = diesMirrorPackage ? Elect(zones, SamePackage, zone) : zone;
        if (zone != elected) zone.Assign(RaplRole.MirroredDie, null, elected);
        else zone.Assign(RaplRole.Counted, zone.Event.Domain == RaplDomain.Dram ? Component.Dram : Component.Cpu, null);
    }

    private static bool SamePackage(PerfZone zone, PerfZone other) =>
        zone.Event.Domain == other.Event.Domain && zone.Place.Package == other.Place.Package;

    /// <summary>The first that can be read; without one the first stands for what is missing.</summary>
    private static PerfZone Elect(IReadOnlyList<PerfZone> zones, Func<PerfZone, PerfZone, bool> candidate, PerfZone zone)
    {
        var candidates = zones.Where(other => candidate(zone, other)).ToArray();
        return candidates.FirstOrDefault(static other => other.Readable) ?? candidates[0];
    }
}
