using Wattshare.Attribution.Model;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>Puts the state of the hwmon sensor into words.</summary>
/// <param name="cpu">The processor.</param>
internal sealed class HwmonFindings(CpuIdentity cpu)
{
    /// <summary>Describes one zone.</summary>
    /// <param name="zone">The zone.</param>
    /// <returns>The finding.</returns>
    public static SensorFinding Of(HwmonZone zone)
    {
        var path = zone.Channel.File;
        var message = zone.Readable ? Role(zone) : Trouble(zone.Outcome);
        return new SensorFinding(
            HwmonSensor.SensorName, zone.Info.Zone, path, zone.Outcome, zone.Info.Method, zone.CountsAs, message, Fix(zone.Outcome, path))
        {
            About = zone.Info,
        };
    }

    /// <summary>Says that there are more channels than are read.</summary>
    /// <param name="tree">The listing.</param>
    /// <param name="count">How many are not.</param>
    /// <returns>The finding.</returns>
    public static SensorFinding OfRest(HwmonTree tree, int count) => new(
        HwmonSensor.SensorName, "", tree.Directory, ReadOutcome.Ok, MeasurementMethod.Integrated, null,
        $"{count} further channels are not read: there are more than {HwmonSensor.MostZones}.", "");

    /// <summary>Describes why there is no zone at all.</summary>
    /// <param name="tree">The listing without zones.</param>
    /// <returns>The finding.</returns>
    public SensorFinding OfNothing(HwmonTree tree)
    {
        var (message, fix) = Nothing(tree);
        var outcome = tree.Outcome == ReadOutcome.Ok ? ReadOutcome.Absent : tree.Outcome;
        return new SensorFinding(HwmonSensor.SensorName, "", tree.Directory, outcome, MeasurementMethod.Integrated, null, message, fix);
    }

    private (string Message, string Fix) Nothing(HwmonTree tree)
    {
        if (tree.Dangling.Count > 0)
        {
            return ("The chips are links that lead nowhere: this container's runtime hides /sys/devices.",
                "mount the host's /sys into the container, for example -v /sys:/host/sys:ro, and give --path.sysfs=/host/sys");
        }

        if (tree.Outcome is not (ReadOutcome.Ok or ReadOutcome.Absent)) return ("The directory cannot be listed.", $"ls -ld {tree.Directory}");
        const string What = "No chip shows power or energy";
        if (cpu.Hypervisor) return ($"{What}: this system runs in a virtual machine.", "");
        return ($"{What}. Where the firmware has an ACPI power meter, its driver may not be loaded.",
            "modprobe acpi_power_meter (on NVIDIA Grace boot with acpi_power_meter.force_cap_on=y)");
    }

    private static string Role(HwmonZone zone) => zone.Role switch
    {
        HwmonRole.Counted when zone.Info.Method == MeasurementMethod.Counter => $"Energy counter, counted as {Name(zone)}.",
        HwmonRole.Counted => $"Power meter, integrated over the measured time, counted as {Name(zone)}.",
        HwmonRole.Inside => "Inside what another meter measures, which is counted: shown, not counted.",
        HwmonRole.Duplicate => "A further meter that may measure the same machine: shown, not counted.",
        _ => "Nobody can say what else measures this: shown, not counted.",
    };

    private static string Name(HwmonZone zone) => Components.Name(zone.CountsAs!.Value);

    private static string Trouble(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Denied => "The kernel lets only root read this sensor.",
        ReadOutcome.Absent => "The sensor is not there, or not any more; it is followed when it returns.",
        ReadOutcome.Garbage => "The sensor shows no value: it is not wired, or its driver shows a number that stands for none.",
        _ => "The driver reports an error when the sensor is read.",
    };

    private static string Fix(ReadOutcome outcome, string path) => outcome switch
    {
        ReadOutcome.Denied => $"now: chgrp wattshare {path} && chmod g+r {path}; at every boot: the same in a udev rule (docs/sensors.md)",
        ReadOutcome.Garbage or ReadOutcome.Failed => $"cat {path}",
        _ => "",
    };
}
