using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests;

public sealed class SharedRowsTests
{
    private const long Ms = 1_000_000;

    // On a 64-bit runtime: header and method table, one reference, two energies of four components.
    private const long ProcessRowBytes = 16 + 8 + (2 * 32);

    private const long ArrayBytes = 24;

    // The report, and what changes on a host that does nothing but draw power: the rows of the zone, of its power with the
    // distribution, and of interrupts, each with its array.
    private const long NothingRan = 1_152;

    private readonly Attributor _attributor = new(new AttributionRules { ProcessLimit = int.MaxValue, EndedRetention = TimeSpan.FromSeconds(3) });
    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 1_000_000);
    private readonly ZoneInfo _dram = Hosts.Zone("dram", idle: 0);
    private readonly GroupInfo _busy = Hosts.Group(1, Hosts.Container("busy"));
    private readonly GroupInfo _quiet = Hosts.Group(2, Hosts.Container("quiet"));
    private readonly GroupInfo _machine = Hosts.Group(3, vm: Hosts.Vm("guest"));
    private readonly HostSample _sample = new();
    private readonly ProcessInfo _process;
    private long _second;
    private long _raw;
    private long _cpu;
    private long _vmCpu;

    public SharedRowsTests() => _process = Hosts.Process(1, _busy);

    [Fact]
    public void What_did_not_change_is_the_same_object_in_the_next_report()
    {
        Take(0);
        Take(100);
        Take(100);
        var before = Take(100);
        var after = Take(100);
        Assert.Same(Row(before, "quiet"), Row(after, "quiet"));
        Assert.NotSame(Row(before, "busy"), Row(after, "busy"));
        Assert.Equal(before.Vms, after.Vms);
        Assert.Same(Sensor(before, "dram"), Sensor(after, "dram"));
        Assert.NotSame(Sensor(before, "package-0"), Sensor(after, "package-0"));
        Assert.Equal(before.IdleFloors, after.IdleFloors);
        Assert.NotEqual(before.Containers, after.Containers);
    }

    [Fact]
    public void An_interval_that_goes_back_to_zero_is_a_change_once()
    {
        Take(0);
        var ran = Take(100);
        var stopped = Take(0);
        var quiet = Take(0);
        Assert.Equal((9_000_000L, 0L), (Row(ran, "busy").Active.LastInterval.Total, Row(stopped, "busy").Active.LastInterval.Total));
        Assert.Equal(9_000_000, Row(stopped, "busy").Active.Cumulative.Total);
        Assert.Same(Row(stopped, "busy"), Row(quiet, "busy"));
        Assert.Same(stopped.Processes.Single(), quiet.Processes.Single());
        Assert.Equal(0, stopped.Processes.Single().Active.LastInterval.Total);
        Assert.Equal(stopped.Containers, quiet.Containers);
        Assert.Equal(stopped.Processes, quiet.Processes);
    }

    [Fact]
    public void Energy_that_belongs_to_nobody_is_shared_while_there_is_none()
    {
        Take(0);
        var nobody = Take(0);
        var first = Take(100);
        var second = Take(100);
        Assert.Equal((9_000_000L, 0L), (nobody.Unattributed.Single().Energy.LastInterval.Total, first.Unattributed.Single().Energy.LastInterval.Total));
        Assert.Equal(9_000_000, first.Unattributed.Single().Energy.Cumulative.Total);
        Assert.Equal(first.Unattributed, second.Unattributed);
    }

    [Fact]
    public void A_machine_whose_threads_ran_has_a_new_row_though_its_energy_is_the_same()
    {
        Take(0);
        var before = Take(0);
        _vmCpu = 7;
        var after = Take(0);
        Assert.NotSame(before.Vms.Single(), after.Vms.Single());
        Assert.Equal(7, after.Vms.Single().CpuTimes[VmRole.Vcpu]);
        _vmCpu = 0;
        Assert.Same(after.Vms.Single(), Take(0).Vms.Single());
    }

    [Fact]
    public void A_row_whose_owner_ended_or_is_described_anew_is_a_new_one()
    {
        Take(0);
        var before = Take(0);
        var named = new GroupInfo { Id = _quiet.Id, Path = _quiet.Path, Container = _quiet.Container! with { Name = "web" } };
        var described = Take(0, s => s.Groups.Items[1] = new GroupReading(named, 0, false));
        Assert.NotSame(Row(before, "quiet"), Row(described, "quiet"));
        Assert.Equal("web", Row(described, "quiet").Container!.Name);
        var ended = Take(0, s => s.Groups.Items[1] = new GroupReading(named, 0, Ended: true));
        Assert.True(Row(ended, "quiet").Ended);
        Assert.False(Row(described, "quiet").Ended);
    }

    [Fact]
    public void A_zone_that_fails_and_a_glitch_change_its_row()
    {
        var zone = Hosts.Zone("p", 1_000_000_000, 10_000_000);
        SensorRow Read(long raw, ReadOutcome outcome = ReadOutcome.Ok)
        {
            var sample = Hosts.Sample(++_second * Hosts.Second);
            sample.Zones.Add(new ZoneReading(zone, Component.Cpu, outcome, raw));
            return _attributor.Advance(sample).Sensors.Single();
        }

        Read(5);
        Assert.Same(Read(5), Read(5));
        Assert.Equal((ReadOutcome.Failed, 1L), (Read(0, ReadOutcome.Failed).Outcome, Read(5).FailedReads));
        var withheld = Read(900_000_000);
        var glitch = Read(5);
        Assert.Equal((0L, 1L), (withheld.Refused, glitch.Refused));
        Assert.Equal((ReadOutcome.Ok, 1L), (glitch.Outcome, Read(5).Refused));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_tick_allocates_the_report_and_a_row_for_each_process_that_ran(int processes)
    {
        Assert.Equal(NothingRan, SteadyBytes(processes, running: 0));
        foreach (var running in new[] { 1, 7, processes })
            Assert.Equal(NothingRan + (running * ProcessRowBytes) + ArrayBytes + (processes * 8), SteadyBytes(processes, running));
    }

    /// <summary>Processes without groups, as the iterator tells them: only those that ran are read. Interrupts take a part of every second.</summary>
    private static long SteadyBytes(int processes, int running)
    {
        var attributor = new Attributor(new AttributionRules { ProcessLimit = int.MaxValue });
        var all = Enumerable.Range(1, processes).Select(pid => Hosts.Process(pid)).ToArray();
        var sample = Hosts.Sample(0, (Hosts.Zone("package-0", idle: 0), Component.Cpu, 0));
        var busy = 0L;
        void Tick(int count)
        {
            sample.TimestampNanoseconds += Hosts.Second;
            sample.Zones.Items[0] = sample.Zones.Items[0] with { RawMicrojoules = sample.Zones.Items[0].RawMicrojoules + 50_000_000 };
            var used = sample.TimestampNanoseconds / 1_000_000;
            sample.Processes.Clear();
            foreach (var process in all.AsSpan(0, count)) sample.Processes.Add(new ProcessReading(process, used, false, false));
            var interrupts = sample.TimestampNanoseconds / 10;
            busy += count * 1_000L;
            sample.Cpu = new CpuTimes(interrupts + busy, interrupts, sample.TimestampNanoseconds);
            attributor.Advance(sample);
        }

        for (var i = 0; i < 20; i++) Tick(processes);
        for (var i = 0; i < 100; i++) Tick(running);
        return Allocations.Of(() => Tick(running));
    }

    private PowerReport Take(int busyMs, Action<HostSample>? change = null)
    {
        _sample.Clear();
        _raw += 10_000_000;
        _cpu += busyMs * Ms;
        _sample.TimestampNanoseconds = ++_second * Hosts.Second;
        _sample.Zones.Add(new ZoneReading(_package, Component.Cpu, ReadOutcome.Ok, _raw));
        _sample.Zones.Add(new ZoneReading(_dram, Component.Dram, ReadOutcome.Ok, 5));
        _sample.Groups.Add(new GroupReading(_busy, _cpu, false));
        _sample.Groups.Add(new GroupReading(_quiet, 0, false));
        _sample.Groups.Add(new GroupReading(_machine, 0, false));
        _sample.Processes.Add(new ProcessReading(_process, _cpu, false, false));
        _sample.VmTimes.Add(new VmTimeReading(_machine.Vm!, VmRole.Vcpu, _vmCpu));
        change?.Invoke(_sample);
        return _attributor.Advance(_sample);
    }

    private static ContainerRow Row(PowerReport report, string id) => report.Containers.Single(row => row.Container?.Id == id);

    private static SensorRow Sensor(PowerReport report, string zone) => report.Sensors.Single(row => row.Zone.Zone == zone);
}
