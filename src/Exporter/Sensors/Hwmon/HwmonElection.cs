using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>Decides which channels count, so that no energy is counted twice within this sensor.</summary>
internal static class HwmonElection
{
    /// <summary>Gives every zone its role.</summary>
    /// <param name="zones">All zones in a fixed order.</param>
    public static void Run(IReadOnlyList<HwmonZone> zones)
    {
        var machine = Machine(zones);
        foreach (var zone in zones) Assign(zone, machine, zones);
    }

    private static void Assign(HwmonZone zone, HwmonZone? machine, IReadOnlyList<HwmonZone> zones)
    {
        switch (zone.Channel.Meter.Kind)
        {
            case HwmonMeterKind.Machine:
                if (zone == machine) zone.Assign(HwmonRole.Counted, Component.Platform);
                else zone.Assign(HwmonRole.Duplicate, null);
                break;
            case HwmonMeterKind.Module:
                if (machine is not null) zone.Assign(HwmonRole.Inside, null);
                else if (!zone.HadValue && zones.Any(other => IsIn(other, zone) && other.HadValue)) zone.Assign(HwmonRole.Duplicate, null);
                else zone.Assign(HwmonRole.Counted, Component.Platform);
                break;
            case HwmonMeterKind.Socket:
                if (machine is not null || zones.Any(other => IsIn(zone, other) && (other.HadValue || !zone.HadValue))) zone.Assign(HwmonRole.Inside, null);
                else zone.Assign(HwmonRole.Counted, Component.Platform);
                break;
            case HwmonMeterKind.CpuRail or HwmonMeterKind.CpuCounter:
                zone.Assign(HwmonRole.Counted, Component.Cpu);
                break;
            default:
                zone.Assign(HwmonRole.Shown, null);
                break;
        }
    }

    /// <summary>
    /// Only what ever gave a value contains others: a meter that firmware announces and that shows nothing would hide what can be read. Where
    /// nothing can be, the meter of the machine stands for what is missing.
    /// </summary>
    private static HwmonZone? Machine(IReadOnlyList<HwmonZone> zones)
    {
        var machine = BestMachine(zones);
        return machine is { HadValue: false } && zones.Any(IsReadablePart) ? null : machine;
    }

    /// <summary>
    /// A machine is one machine, and two meters that do not say what they measure may measure the same. The one that counts goes on as long
    /// as it can be read: another one that returns would bring the energy of its gap, which is counted.
    /// </summary>
    private static HwmonZone? BestMachine(IReadOnlyList<HwmonZone> zones)
    {
        var machines = zones.Where(static zone => zone.Channel.Meter.Kind == HwmonMeterKind.Machine).ToArray();
        return machines.FirstOrDefault(static zone => zone is { Readable: true, Role: HwmonRole.Counted })
            ?? machines.FirstOrDefault(static zone => zone.Readable)
            ?? machines.FirstOrDefault(static zone => zone is { HadValue: true, Role: HwmonRole.Counted })
            ?? machines.FirstOrDefault(static zone => zone.HadValue)
            ?? machines.FirstOrDefault(static zone => zone.Role == HwmonRole.Counted)
            ?? machines.FirstOrDefault();
    }

    private static bool IsReadablePart(HwmonZone zone) =>
        zone is { HadValue: true, Channel.Meter.Kind: HwmonMeterKind.Module or HwmonMeterKind.Socket };

    private static bool IsIn(HwmonZone socket, HwmonZone module) =>
        socket.Channel.Meter.Kind == HwmonMeterKind.Socket
        && module.Channel.Meter == new HwmonMeter(HwmonMeterKind.Module, socket.Channel.Meter.SocketNumber);
}
