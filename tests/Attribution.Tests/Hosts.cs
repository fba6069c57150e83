using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests;

/// <summary>Small hosts made by hand, and the identity that every report has to keep.</summary>
internal static class Hosts
{
    public const long Second = 1_000_000_000;

    public static ZoneInfo Zone(string name, long range = 0, long maxMicrowatts = 0, long? idle = null) => new()
    {
        Sensor = "test",
        Zone = name,
        Path = name,
        Method = MeasurementMethod.Counter,
        Perimeter = "cpu_package",
        MaxRangeMicrojoules = range,
        MaxPowerMicrowatts = maxMicrowatts,
        IdleMicrowatts = idle,
    };

    public static ContainerInfo Container(string id) => new() { Id = id, Runtime = "docker", Name = id };

    public static VmInfo Vm(string name, int pid = 1) => new() { Key = "name:" + name, Name = name, Hypervisor = "qemu", Process = new ProcessKey(pid, 1) };

    public static GroupInfo Group(long id, ContainerInfo? container = null, long parent = 0, VmInfo? vm = null) =>
        new() { Id = id, Path = "/g" + id, Container = container, ParentId = parent, Vm = vm };

    public static ProcessInfo Process(int pid, GroupInfo? group = null, VmInfo? vm = null) =>
        new() { Key = new ProcessKey(pid, 1), Command = "p" + pid, Group = group, Vm = vm };

    public static HostSample Sample(long timestamp, params ReadOnlySpan<(ZoneInfo Zone, Component? CountsAs, long Raw)> zones)
    {
        var sample = new HostSample { TimestampNanoseconds = timestamp, HardwareThreads = 2 };
        foreach (var (zone, countsAs, raw) in zones) sample.Zones.Add(new ZoneReading(zone, countsAs, ReadOutcome.Ok, raw));
        return sample;
    }

    public static void Observe(this Attributor attributor, HostSample sample) => attributor.Observe(sample.Zones.Items, sample.TimestampNanoseconds);

    /// <summary>The two equalities of the contract, for each component, with <c>==</c> in integer microjoules.</summary>
    public static void AssertIdentity(PowerReport report)
    {
        foreach (var component in Components.All)
        {
            var vms = report.Vms.Sum(v => v.Active.Cumulative[component]);
            var containers = report.Containers.Sum(c => c.Active.Cumulative[component]);
            var carriedIdle = report.Vms.Sum(v => v.Idle.Cumulative[component]) + report.Containers.Sum(c => c.Idle.Cumulative[component]);
            var unattributed = report.Unattributed.Sum(u => u.Energy.Cumulative[component]);
            var system = report.System.Cumulative[component];
            Assert.Equal(report.Host.Cumulative[component], report.Idle.Cumulative[component] + unattributed + system + vms + containers + carriedIdle);
            Assert.Equal(
                report.Processes.Sum(p => p.Active.Cumulative[component]) + report.ProcessOther.Cumulative[component],
                system + vms + containers);
        }
    }
}
