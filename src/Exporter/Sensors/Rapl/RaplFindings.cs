using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>Puts the state of the RAPL sensor into words: what is measured, what is not, why, and the commands that mend it.</summary>
/// <param name="sensor">The sensor's name.</param>
/// <param name="cpu">The processor.</param>
internal sealed class RaplFindings(string sensor, CpuIdentity cpu)
{
    /// <summary>For all zones at once, so that a host with many of them is told it once.</summary>
    private const string GrantAccess = "now, all zones: /usr/lib/wattshare/powercap-access grant wattshare; at every boot: the udev rule 60-wattshare.rules; "
        + "the package has both, and docs/sensors.md tells how to do without it";

    private const string InVirtualMachine = " This system runs in a virtual machine, so it may not be the physical counter.";

    /// <summary>Describes one zone.</summary>
    /// <param name="zone">The zone.</param>
    /// <returns>The finding.</returns>
    public SensorFinding Of(RaplZone zone)
    {
        var path = RealPath(zone.CounterPath);
        var message = zone.Readable ? Role(zone) + (cpu.Hypervisor ? InVirtualMachine : "") : Trouble(zone.Outcome);
        return new SensorFinding(
            sensor, zone.Info.Zone, path, zone.Outcome, MeasurementMethod.Counter, zone.CountsAs, message, Fix(zone, path))
        {
            About = zone.Info,
        };
    }

    /// <summary>Describes why there is no zone at all.</summary>
    /// <param name="tree">The listing without zones.</param>
    /// <returns>The finding.</returns>
    public SensorFinding OfNothing(RaplTree tree)
    {
        var (message, fix) = Nothing(tree);
        var outcome = tree.Outcome == ReadOutcome.Ok ? ReadOutcome.Absent : tree.Outcome;
        return new SensorFinding(sensor, "", tree.Directory, outcome, MeasurementMethod.Counter, null, message, fix);
    }

    private (string Message, string Fix) Nothing(RaplTree tree)
    {
        if (tree.Dangling.Count > 0)
        {
            return ("The zones are links that lead nowhere: this container's runtime hides /sys/devices/virtual/powercap.",
                "mount the host's /sys into the container, for example -v /sys:/host/sys:ro, and give --path.sysfs=/host/sys");
        }

        if (tree.Outcome is not (ReadOutcome.Ok or ReadOutcome.Absent))
            return ("The directory cannot be listed.", $"ls -ld {tree.Directory}");
        var what = tree.Outcome == ReadOutcome.Ok ? "The directory holds no RAPL zone" : "There is no such directory";
        if (cpu.Hypervisor)
        {
            return ($"{what}: this system runs in a virtual machine, and its hypervisor passes no energy counters on.",
                "wattshare guest, with this machine's directory of the host's VM share mounted at /var/lib/wattshare");
        }

        if (cpu.Vendor == CpuVendor.Unknown)
            return ($"{what}: this processor is not known to have RAPL counters (Intel, AMD and Hygon have).", "");
        return ($"{what}: the kernel module of the RAPL counters is not loaded, or the kernel was built without it.",
            "modprobe intel_rapl_msr (it serves AMD too), at every boot: echo intel_rapl_msr > /etc/modules-load.d/intel_rapl_msr.conf");
    }

    private static string Role(RaplZone zone) => zone.Role switch
    {
        RaplRole.Counted => $"Energy counter, counted as {Components.Name(zone.CountsAs!.Value)}.",
        RaplRole.PartOfPackage => "Energy counter of a part of the package: shown, not counted.",
        RaplRole.Duplicate => $"The same counter as {zone.CountedInstead!.Info.Zone}, which is counted: shown, not counted.",
        RaplRole.MirroredDie => $"A view of the package that {zone.CountedInstead!.Info.Zone} stands for: shown, not counted.",
        RaplRole.Motionless => "The counter does not move while those of packages do: shown, not counted.",
        _ => "An energy counter of a name that is not known, so that it may overlap with others: shown, not counted.",
    };

    private static string Trouble(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Denied => "The kernel lets only root read energy_uj (CVE-2020-8694, since Linux 5.10).",
        ReadOutcome.Absent => "The counter is not there, or not any more; it is followed when it returns.",
        ReadOutcome.Garbage => "The file holds no number in the counter's range.",
        _ => "The kernel reports an error when the counter is read.",
    };

    private static string Fix(RaplZone zone, string path) => zone.Outcome switch
    {
        ReadOutcome.Denied => GrantAccess,
        ReadOutcome.Garbage or ReadOutcome.Failed => $"cat {path}",
        _ => "",
    };

    // The class directory holds links, and neither chmod rules nor tmpfiles follow them at boot.
    private static string RealPath(string counter)
    {
        var directory = Path.GetDirectoryName(counter)!;
        try
        {
            var target = Directory.ResolveLinkTarget(directory, returnFinalTarget: true);
            return target is null ? counter : Path.Combine(target.FullName, Path.GetFileName(counter));
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            return counter;
        }
    }
}
