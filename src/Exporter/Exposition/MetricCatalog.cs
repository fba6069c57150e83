using System.Collections.Immutable;
using static Wattshare.Exporter.Exposition.MetricType;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// Every metric family that is exported, in the order of the text. The contract with dashboards and rules: docs/metrics.md is
/// generated from it.
/// </summary>
internal static class MetricCatalog
{
    private const string Ended = " The series named (ended) sums those whose own series were retired, so that no sum goes down.";

    private const string Step =
        " A step is the time between two readings at which the counter moved, at least 10 ms and, where nothing moved, 1 s; gaps are left out.";

    private const string Sigma =
        " One standard deviation of the cumulative energy, active and idle together: random comes from the steps and the timing of readings and hardly"
        + " grows, systematic from what source, idle floor and split may have wrong all the time and grows with the energy. Not to be summed.";

    public static readonly MetricFamily HostEnergy = new(
        "wattshare_host_energy_joules_total", Counter, "Energy of the host, by component; components never overlap.", "component");

    public static readonly MetricFamily HostPower = new(
        "wattshare_host_power_watts", Gauge, "Mean power of the host over the last sampling interval.", "component");

    public static readonly MetricFamily HostUncertainty = new(
        "wattshare_host_energy_uncertainty_joules",
        Gauge,
        "How far the energy of the host may be off." + Sigma,
        "component",
        "kind");

    public static readonly MetricFamily HostPowerPeak = new(
        "wattshare_host_power_peak_watts",
        Gauge,
        "Highest power of the host in a step of the last 60 seconds." + Step,
        "component");

    public static readonly MetricFamily HostPowerLow = new(
        "wattshare_host_power_low_watts",
        Gauge,
        "Lowest power of the host in a step of the last 60 seconds." + Step,
        "component");

    public static readonly MetricFamily HostPowerDistribution = new(
        "wattshare_host_power_distribution_watts",
        Histogram,
        "Powers of the host in all steps since the start." + Step,
        "component");

    public static readonly MetricFamily IdleEnergy = new(
        "wattshare_idle_energy_joules_total", Counter, "Idle energy of the host that no VM or container carries.", "component");

    public static readonly MetricFamily IdleFloor = new(
        "wattshare_idle_floor_watts",
        Gauge,
        "Idle power that is taken out of the energy of a component, and where the figure is from: learned, configured or stated (by the sensor).",
        "component",
        "source");

    public static readonly MetricFamily IdleFloorObserved = new(
        "wattshare_idle_floor_observed_seconds",
        Gauge,
        "Seconds of a nearly idle host that were learned from; those from before a restart count as what they weighed then.",
        "component");

    public static readonly MetricFamily IdleFloorAge = new(
        "wattshare_idle_floor_age_seconds", Gauge, "Time since the last second of a nearly idle host that was learned from.", "component");

    public static readonly MetricFamily AttributionInfo = new(
        "wattshare_attribution_info",
        Gauge,
        "The rules by which the energy of a component is given out: its active part by cpu_time, or by cpu_time_by_package where it is measured"
        + " for each of several packages, or that of memory by memory_bandwidth where the kernel counts it; its idle part as --attribution.idle says,"
        + " or that of memory by memory_held. Always 1.",
        "component",
        "active",
        "idle");

    public static readonly MetricFamily UnattributedEnergy = new(
        "wattshare_unattributed_energy_joules_total",
        Counter,
        "Energy that belongs to nobody: interrupt time, skew between readings, no_usage when no CPU time was seen, or fault when an interval could not be divided.",
        "component",
        "reason");

    public static readonly MetricFamily SystemEnergy = new(
        "wattshare_system_energy_joules_total", Counter, "Active energy of host processes outside every VM and container.", "component");

    public static readonly MetricFamily VmEnergy = new(
        "wattshare_vm_energy_joules_total",
        Counter,
        "Energy of a virtual machine: active energy follows its use, idle energy what it reserves." + Ended,
        "vm",
        "uuid",
        "component",
        "mode");

    public static readonly MetricFamily VmPower = new(
        "wattshare_vm_power_watts",
        Gauge,
        "Mean power of a virtual machine over the last sampling interval, active and idle together.",
        "vm",
        "uuid",
        "component");

    public static readonly MetricFamily VmUncertainty = new(
        "wattshare_vm_energy_uncertainty_joules",
        Gauge,
        "How far the energy of a virtual machine may be off." + Sigma,
        "vm",
        "uuid",
        "component",
        "kind");

    public static readonly MetricFamily VmCpu = new(
        "wattshare_vm_cpu_seconds_total",
        Counter,
        "CPU time of the threads of a virtual machine by what they do: vcpu, emulator, iothread, vhost. Absent where the roles are not told apart." + Ended,
        "vm",
        "uuid",
        "role");

    public static readonly MetricFamily VmInfo = new(
        "wattshare_vm_info",
        Gauge,
        "What is known of a virtual machine; the container labels are those of the container it runs in, if any. Always 1.",
        "vm",
        "uuid",
        "hypervisor",
        "vcpus",
        "pid",
        "container",
        "container_id",
        "namespace",
        "pod");

    public static readonly MetricFamily ContainerEnergy = new(
        "wattshare_container_energy_joules_total",
        Counter,
        "Energy of a container outside VMs: active energy follows its use, idle energy what it reserves." + Ended,
        "container",
        "container_id",
        "namespace",
        "pod",
        "component",
        "mode");

    public static readonly MetricFamily ContainerPower = new(
        "wattshare_container_power_watts",
        Gauge,
        "Mean power of a container over the last sampling interval, active and idle together.",
        "container",
        "container_id",
        "namespace",
        "pod",
        "component");

    public static readonly MetricFamily ContainerUncertainty = new(
        "wattshare_container_energy_uncertainty_joules",
        Gauge,
        "How far the energy of a container may be off." + Sigma,
        "container",
        "container_id",
        "namespace",
        "pod",
        "component",
        "kind");

    public static readonly MetricFamily ContainerInfo = new(
        "wattshare_container_info",
        Gauge,
        "What is known of a container. Always 1.",
        "container",
        "container_id",
        "runtime",
        "image",
        "pod",
        "pod_uid",
        "namespace");

    public static readonly MetricFamily ProcessEnergy = new(
        "wattshare_process_energy_joules_total",
        Counter,
        "Active energy of a shown process since it was first shown; the rest is in wattshare_process_other_energy_joules_total.",
        "pid",
        "command",
        "vm",
        "container_id",
        "component");

    public static readonly MetricFamily ProcessPower = new(
        "wattshare_process_power_watts",
        Gauge,
        "Mean active power of a shown process over the last sampling interval.",
        "pid",
        "command",
        "vm",
        "container_id",
        "component");

    public static readonly MetricFamily ProcessOther = new(
        "wattshare_process_other_energy_joules_total",
        Counter,
        "Active energy of every process that is not shown, ended ones included.",
        "component");

    public static readonly MetricFamily SensorEnergy = new(
        "wattshare_sensor_energy_joules_total",
        Counter,
        "Energy of each raw zone since its first value, unwrapped. Zones overlap: do not sum over them.",
        "sensor",
        "zone",
        "path");

    public static readonly MetricFamily SensorUp = new(
        "wattshare_sensor_up", Gauge, "Whether the last read of the zone gave a value: 1 or 0.", "sensor", "zone");

    public static readonly MetricFamily SensorInfo = new(
        "wattshare_sensor_info",
        Gauge,
        "What a zone is: the component it counts for (empty when it is only shown) and its method, of which model is not a measurement. Always 1.",
        "sensor",
        "zone",
        "component",
        "method",
        "perimeter");

    public static readonly MetricFamily SensorErrors = new(
        "wattshare_sensor_errors_total",
        Counter,
        "Reads of the zone that gave no energy: absent, denied, garbage, failed, or refused as implausible.",
        "sensor",
        "zone",
        "reason");

    public static readonly MetricFamily SensorWraps = new(
        "wattshare_sensor_wraps_total", Counter, "How often the counter of the zone went past its range.", "sensor", "zone");

    public static readonly MetricFamily SensorResets = new(
        "wattshare_sensor_resets_total", Counter, "How often the counter of the zone began anew.", "sensor", "zone");

    public static readonly MetricFamily SampleDuration = new(
        "wattshare_sample_duration_seconds", Histogram, "How long taking a sample took, from the first read to the published report.");

    public static readonly MetricFamily SampleInterval = new(
        "wattshare_sample_interval_seconds", Histogram, "The time between the starts of two samples.");

    public static readonly MetricFamily SampleLateness = new(
        "wattshare_sample_lateness_seconds",
        Histogram,
        "How long after its deadline a sample began, or a read of the zones between two samples when the interval is shorter than 100 ms.");

    public static readonly MetricFamily SamplesMissed = new(
        "wattshare_samples_missed_total",
        Counter,
        "Deadlines that went by unserved because the machine slept or the sampler was busy; the next reading covers the gap.");

    public static readonly MetricFamily SampleAge = new(
        "wattshare_sample_age_seconds", Gauge, "The time since the last sample began, when this text was written.");

    public static readonly MetricFamily ExporterEnergy = new(
        "wattshare_exporter_energy_joules_total",
        Counter,
        "Active energy of the exporter itself; it is already inside the system energy or that of its container.",
        "component");

    public static readonly MetricFamily Faults = new(
        "wattshare_faults_total", Counter, "Faults met while reading the host and publishing, by kind; sensors have their own series.", "kind");

    public static readonly MetricFamily UsageInfo = new(
        "wattshare_usage_info", Gauge, "Who tells the CPU time of tasks: bpf (nanoseconds) or procfs (steps of 10 ms). Always 1.", "source");

    public static readonly MetricFamily Build = new(
        "wattshare_build_info", Gauge, "The running build. Always 1.", "version", "revision", "runtime");

    public static readonly MetricFamily SelfCpu = new(
        "process_cpu_seconds_total", Counter, "User and system CPU time of the exporter, in seconds.");

    public static readonly MetricFamily SelfResident = new(
        "process_resident_memory_bytes", Gauge, "Resident memory of the exporter in bytes.");

    public static readonly MetricFamily SelfVirtual = new(
        "process_virtual_memory_bytes", Gauge, "Virtual memory of the exporter in bytes.");

    public static readonly MetricFamily SelfOpenFiles = new(
        "process_open_fds", Gauge, "Open file descriptors of the exporter.");

    public static readonly MetricFamily SelfMaxFiles = new(
        "process_max_fds", Gauge, "The highest number of file descriptors that the exporter may open.");

    public static readonly MetricFamily SelfStart = new(
        "process_start_time_seconds", Gauge, "When the exporter was started, in seconds since the Unix epoch.");

    public static readonly MetricFamily SelfThreads = new(
        "process_threads", Gauge, "Threads of the exporter.");

    /// <summary>Every family, in the order of the text.</summary>
    public static readonly ImmutableArray<MetricFamily> All =
    [
        HostEnergy, HostPower, HostUncertainty, HostPowerPeak, HostPowerLow, HostPowerDistribution, IdleEnergy,
        IdleFloor, IdleFloorObserved, IdleFloorAge, AttributionInfo, UnattributedEnergy, SystemEnergy,
        VmEnergy, VmPower, VmUncertainty, VmCpu, VmInfo,
        ContainerEnergy, ContainerPower, ContainerUncertainty, ContainerInfo,
        ProcessEnergy, ProcessPower, ProcessOther,
        SensorEnergy, SensorUp, SensorInfo, SensorErrors, SensorWraps, SensorResets,
        SampleDuration, SampleInterval, SampleLateness, SamplesMissed, SampleAge, ExporterEnergy, Faults, UsageInfo, Build,
        SelfCpu, SelfResident, SelfVirtual, SelfOpenFiles, SelfMaxFiles, SelfStart, SelfThreads,
    ];
}
