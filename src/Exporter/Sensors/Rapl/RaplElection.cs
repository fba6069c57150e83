using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>
/// Decides which zones are counted, so that no energy is counted twice. Zones that describe the same thing meet under the key
/// (package, die, domain); of these one counts: by interface tpmi, msr, mmio, unless it cannot be read, or did not move in three
/// reads while another one did.
/// </summary>
internal static class RaplElection
{
    /// <summary>Gives every zone its role.</summary>
    /// <param name="zones">All known zones, in any order.</param>
    /// <param name="diesMirrorPackage">True on processors whose dies each show the counter of the whole package.</param>
    public static void Run(IEnumerable<RaplZone> zones, bool diesMirrorPackage)
    {
        // Interfaces differ in trust; among equals the lower address is the one that has always been there.
        var ranked = zones.OrderByDescending(zone => zone.Address.Interface).ThenBy(zone => zone.Identity.Package)
            .ThenBy(zone => zone.Identity.Die).ThenBy(zone => zone.Address).ToArray();
        foreach (var zone in ranked) Assign(zone, ranked, diesMirrorPackage);
    }

    private static void Assign(RaplZone zone, RaplZone[] ranked, bool diesMirrorPackage)
    {
        switch (zone.Identity.Domain)
        {
            case RaplDomain.Core or RaplDomain.Uncore:
                zone.Assign(RaplRole.PartOfPackage, null, null);
                break;
            case RaplDomain.Psys:
                AssignPsys(zone, ranked);
                break;
            case RaplDomain.Package or RaplDomain.Dram when zone.Identity.Package != RaplName.None:
                AssignPart(zone, ranked, diesMirrorPackage);
                break;
            default:
                zone.Assign(RaplRole.UnknownName, null, null);
                break;
        }
    }

    private static void AssignPsys(RaplZone zone, RaplZone[] ranked)
    {
        // A machine has one platform. Zones psys-1, psys-2 of further sockets exist on paper; nobody documents that they are parts.
        var elected = Elect(ranked, other => other.Identity.Domain == RaplDomain.Psys);
        var packagesMove = ranked.Any(other => other.Identity.Domain == RaplDomain.Package && other.Moved);
        if (zone != elected) zone.Assign(RaplRole.Duplicate, null, elected);
        else if (zone.Motionless && packagesMove) zone.Assign(RaplRole.Motionless, null, null);
        else zone.Assign(RaplRole.Counted, Component.Platform, null);
    }

    private static void AssignPart(RaplZone zone, RaplZone[] ranked, bool diesMirrorPackage)
    {
        var elected = Elect(ranked, other => SamePackage(zone, other));
        var wholePackages = elected.Identity.Die == RaplName.None;
        if (!diesMirrorPackage && !wholePackages && zone.Identity.Die != RaplName.None)
            elected = Elect(ranked, other => SamePackage(zone, other) && zone.Identity.Die == other.Identity.Die);

        if (zone == elected) zone.Assign(RaplRole.Counted, zone.Identity.Domain == RaplDomain.Dram ? Component.Dram : Component.Cpu, null);
        else zone.Assign(zone.Identity.Die == elected.Identity.Die ? RaplRole.Duplicate : RaplRole.MirroredDie, null, elected);
    }

    private static bool SamePackage(RaplZone zone, RaplZone other) =>
        zone.Identity.Domain == other.Identity.Domain && zone.Identity.Package == other.Identity.Package;

    private static RaplZone Elect(RaplZone[] ranked, Func<RaplZone, bool> candidate)
    {
        RaplZone? first = null, firstReadable = null, firstMoved = null, firstLost = null;
        foreach (var zone in ranked)
        {
            if (!candidate(zone)) continue;
            first ??= zone;
            if (zone is { Readable: false, Moved: true }) firstLost ??= zone;
            if (!zone.Readable) continue;
            firstReadable ??= zone;
            if (zone.Moved) firstMoved ??= zone;
        }

        // One that is not wired is worse than one that fails for now, and that brings its gap when it returns.
        var preferred = firstReadable is { Motionless: true } ? firstMoved ?? firstLost ?? firstReadable : firstReadable;

        // Without any that can be read the preferred one stands for the energy that is missing. Every caller's own zone is a candidate.
        return preferred ?? first!;
    }
}
