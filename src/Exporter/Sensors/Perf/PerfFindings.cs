using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>Puts the state of the perf sensor into words: what is measured, what is not, why, and the commands that mend it.</summary>
/// <param name="procfsRoot">Where procfs is mounted, for the kernel's setting.</param>
/// <param name="cpu">The processor.</param>
internal sealed class PerfFindings(string procfsRoot, CpuIdentity cpu)
{
    private const string InVirtualMachine = " This system runs in a virtual machine, so it may not be the physical counter.";
    private const int TooManyFiles = 24;
    private const int TooManyFilesInSystem = 23;

    /// <summary>Describes one zone.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="pmu">Its PMU as it is now.</param>
    /// <returns>The finding.</returns>
    public SensorFinding Of(PerfZone zone, PerfPmu pmu)
    {
        var path = Path.Combine(pmu.Directory, "events", zone.Event.Name);
        var (message, fix) = zone.Readable ? (Role(zone) + (cpu.Hypervisor ? InVirtualMachine : ""), "") : Trouble(zone.Outcome, zone.Error);
        return new SensorFinding(
            PerfSensor.SensorName, zone.Info.Zone, path, zone.Outcome, MeasurementMethod.Counter, zone.CountsAs, message, fix)
        {
            About = zone.Info,
        };
    }

    /// <summary>Describes an event whose description is none.</summary>
    /// <param name="pmu">Its PMU.</param>
    /// <param name="name">The event.</param>
    /// <returns>The finding.</returns>
    public static SensorFinding OfRefused(PerfPmu pmu, string name)
    {
        var path = Path.Combine(pmu.Directory, "events", name);
        return new SensorFinding(
            PerfSensor.SensorName, name, path, ReadOutcome.Garbage, MeasurementMethod.Counter, null,
            "The event's number, unit or scale is not one that energy can be read with: not used.", $"head {path} {path}.unit {path}.scale");
    }

    /// <summary>Describes why nothing can be opened although there is a PMU.</summary>
    /// <param name="pmu">The PMU.</param>
    /// <param name="refused">A zone that could not be opened, or null when no processor could be told to belong to a package.</param>
    /// <returns>The finding.</returns>
    public SensorFinding OfRefusal(PerfPmu pmu, PerfZone? refused)
    {
        var (message, fix) = refused is null ? NoPlace(pmu) : Trouble(refused.Outcome, refused.Error);
        var outcome = refused?.Outcome ?? ReadOutcome.Failed;
        return new SensorFinding(PerfSensor.SensorName, "", pmu.Directory, outcome, MeasurementMethod.Counter, null, message, fix);
    }

    /// <summary>Describes why there is no PMU.</summary>
    /// <param name="pmu">What was found in its place.</param>
    /// <returns>The finding.</returns>
    public SensorFinding OfNothing(PerfPmu pmu)
    {
        var (message, fix) = Nothing(pmu);
        return new SensorFinding(PerfSensor.SensorName, "", pmu.Directory, pmu.Outcome, MeasurementMethod.Counter, null, message, fix);
    }

    private (string Message, string Fix) Nothing(PerfPmu pmu)
    {
        if (pmu.Outcome != ReadOutcome.Absent)
            return ("The description of the PMU power cannot be read.", $"head {Path.Combine(pmu.Directory, "type")} {Path.Combine(pmu.Directory, "cpumask")}");
        const string What = "There is no PMU power";
        if (cpu.Hypervisor) return ($"{What}: this system runs in a virtual machine, and its hypervisor passes no energy counters on.", "");
        if (cpu.Vendor == CpuVendor.Unknown) return ($"{What}: this processor is not known to have RAPL counters (Intel, AMD and Hygon have).", "");
        return ($"{What}: the kernel module is not loaded, does not know this processor, or was not built (CONFIG_PERF_EVENTS_INTEL_RAPL).",
            "modprobe rapl (it serves AMD too; before Linux 5.8: modprobe intel_rapl_perf)");
    }

    private static (string Message, string Fix) NoPlace(PerfPmu pmu) => pmu.Cpus.Count == 0 || pmu.Events.Count == 0
        ? ("The PMU names no processor or no energy event.", $"ls {pmu.Directory}/events; cat {pmu.Directory}/cpumask")
        : ("Nobody can say which package the counters belong to: the topology of the processors cannot be read.",
            "in a container: mount the host's /sys, for example -v /sys:/host/sys:ro, and give --path.sysfs=/host/sys");

    private static string Role(PerfZone zone) => zone.Role switch
    {
        RaplRole.Counted => $"Energy counter through perf events, counted as {Components.Name(zone.CountsAs!.Value)}.",
        RaplRole.PartOfPackage => "Energy counter of a part of the package: shown, not counted.",
        RaplRole.Duplicate => $"The same counter as {zone.CountedInstead!.Info.Zone}, which is counted: shown, not counted.",
        RaplRole.MirroredDie => $"A view of the package that {zone.CountedInstead!.Info.Zone} stands for: shown, not counted.",
        RaplRole.Motionless => "The counter does not move while those of packages do: shown, not counted.",
        _ => "An energy event of a name that is not known, so that it may overlap with others: shown, not counted.",
    };

    private (string Message, string Fix) Trouble(ReadOutcome outcome, int error) => outcome switch
    {
        ReadOutcome.Denied => (
            $"The kernel refuses perf events of all processes: the exporter lacks CAP_PERFMON, and kernel.perf_event_paranoid is {Paranoid()}. A container's seccomp profile may refuse as well.",
            "give the service AmbientCapabilities=CAP_PERFMON (before Linux 5.8: CAP_SYS_ADMIN); or for everyone: sysctl kernel.perf_event_paranoid=0"),
        ReadOutcome.Absent => ("The processors of this counter are offline; it is followed when they return.", ""),
        ReadOutcome.Garbage => ("The kernel's answer holds no energy.", ""),
        _ when error == Errno.NoCall => ("The kernel has no perf events (CONFIG_PERF_EVENTS), or a seccomp profile hides them.", ""),
        _ when error is TooManyFiles or TooManyFilesInSystem => ("Too many files are open.", "raise the limit: LimitNOFILE=65536 in the service"),
        _ => (string.Create(CultureInfo.InvariantCulture, $"The kernel does not open or read the counter (error {error})."), "perf stat -a -e power/energy-pkg/ true"),
    };

    private string Paranoid() => AttributeFile.Name(Path.Combine(procfsRoot, "sys", "kernel", "perf_event_paranoid")) is { Length: > 0 } level ? level : "not known";
}
