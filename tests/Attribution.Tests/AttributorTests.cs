using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests;

public sealed class AttributorTests
{
    private const long Ms = 1_000_000;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 10_000_000);
    private readonly ZoneInfo _unstated = Hosts.Zone("package-0");
    private Attributor _attributor = new(new AttributionRules());
    private long _raw;
    private int _second;

    [Fact]
    public void The_first_sample_is_only_a_baseline()
    {
        // Kepler counted the whole absolute counter at the first reading.
        var group = Hosts.Group(1, Hosts.Container("a"));
        var report = Take(joules: 5_000, s => s.Groups.Add(new GroupReading(group, 77 * Hosts.Second, false)));
        Assert.Equal((1, 0, 0), (report.Sequence, report.Intervals, report.IntervalNanoseconds));
        Assert.Equal(0, report.Host.Cumulative.Total);
        Assert.Single(report.Containers);
        Assert.False(report.Live.Contains(Component.Cpu));
    }

    [Fact]
    public void Active_energy_follows_cpu_time_and_idle_stays_with_the_host()
    {
        var (a, b) = (Hosts.Group(1, Hosts.Container("a")), Hosts.Group(2));
        Take(0, s => Groups(s, (a, 0), (b, 0)));
        var report = Take(40, s => Groups(s, (a, 600 * Ms), (b, 200 * Ms)));
        Assert.Equal(40_000_000, report.Host.Cumulative[Component.Cpu]);
        Assert.Equal(10_000_000, report.Idle.Cumulative[Component.Cpu]);
        Assert.Equal(22_500_000, report.Containers[0].Active.Cumulative[Component.Cpu]);
        Assert.Equal(7_500_000, report.System.Cumulative[Component.Cpu]);
        Assert.Equal(22.5, report.Watts(report.Containers[0].Active.LastInterval[Component.Cpu]));
        Assert.Equal(IdleFloorSource.Stated, report.IdleFloors[0].Source);
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void Busy_time_that_nobody_claims_belongs_to_nobody()
    {
        var group = Hosts.Group(1, Hosts.Container("a"));
        Take(0, s => Cpu(Groups(s, (group, 0)), busy: 0, irq: 0, idle: 0));
        var report = Take(20, s => Cpu(Groups(s, (group, 500 * Ms)), busy: 1080 * Ms, irq: 100 * Ms, idle: 1080 * Ms, tasks: 904 * Ms)); // 2 ms of each thread are doubt.
        Assert.Equal(5_000_000, report.Containers[0].Active.Cumulative[Component.Cpu]);
        Assert.Equal(1_000_000, Unattributed(report, UnattributedReason.Interrupt));
        Assert.Equal(4_000_000, Unattributed(report, UnattributedReason.Skew));
        Assert.Equal(0.5, report.BusyRatio);
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void Energy_without_any_cpu_time_is_not_guessed_to_be_somebodys()
    {
        Take(0);
        var report = Take(30);
        Assert.Equal(20_000_000, Unattributed(report, UnattributedReason.NoUsage));
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_child_group_is_inside_its_parent_and_counts_once()
    {
        var parent = Hosts.Group(1);
        var child = Hosts.Group(2, Hosts.Container("a"), parent: 1);
        Take(0, s => Groups(s, (child, 0), (parent, 0)));
        var report = Take(18, s => Groups(s, (child, 600 * Ms), (parent, 800 * Ms)));
        Assert.Equal(6_000_000, report.Containers[0].Active.Cumulative[Component.Cpu]);
        Assert.Equal(2_000_000, report.System.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void What_ended_processes_used_stays_in_their_container()
    {
        var group = Hosts.Group(1, Hosts.Container("a"));
        var living = Hosts.Process(10, group);
        Take(0, s => Processes(Groups(s, (group, 0)), (living, 0)));
        var report = Take(20, s => Processes(Groups(s, (group, 1000 * Ms)), (living, 400 * Ms)));
        Assert.Equal(10_000_000, report.Containers[0].Active.Cumulative[Component.Cpu]);
        Assert.Equal(4_000_000, report.Processes.Single().Active.Cumulative[Component.Cpu]);
        Assert.Equal(6_000_000, report.ProcessOther.Cumulative[Component.Cpu]);
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_newborn_process_counts_from_its_birth_and_an_old_one_from_its_first_reading()
    {
        var (newborn, old) = (Hosts.Process(10), Hosts.Process(11));
        Take(0);
        var report = Take(20, s =>
        {
            s.Processes.Add(new ProcessReading(newborn, 300 * Ms, Newborn: true, Ended: false));
            s.Processes.Add(new ProcessReading(old, 900 * Ms, Newborn: false, Ended: false));
        });
        Assert.Equal(10_000_000, report.Processes.Single(p => p.Process == newborn).Active.Cumulative[Component.Cpu]);
        Assert.DoesNotContain(report.Processes, p => p.Process == old);
    }

    [Fact]
    public void A_pid_that_is_used_again_inherits_nothing()
    {
        var first = Hosts.Process(10);
        var second = new ProcessInfo { Key = new ProcessKey(10, 2), Command = "other" };
        Take(0, s => Processes(s, (first, 0)));
        Take(20, s => Processes(s, (first, 100 * Ms)));
        var report = Take(20, s =>
        {
            s.Processes.Add(new ProcessReading(first, 100 * Ms, false, Ended: true));
            s.Processes.Add(new ProcessReading(second, 50 * Ms, Newborn: true, Ended: false));
        });
        Assert.Equal(second, report.Processes.Single().Process);
        Assert.Equal(10_000_000, report.Processes.Single().Active.Cumulative[Component.Cpu]);
        Assert.Equal(10_000_000, report.ProcessOther.Cumulative[Component.Cpu]);
        Assert.Equal(0, report.ProcessOther.LastInterval[Component.Cpu]);
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_virtual_machine_in_a_container_counts_once_as_a_machine()
    {
        var group = Hosts.Group(1, Hosts.Container("pod"));
        var qemu = Hosts.Process(10, group, Hosts.Vm("guest"));
        var shim = Hosts.Process(11, group);
        Take(0, s => Processes(Groups(s, (group, 0)), (qemu, 0), (shim, 0)));
        var report = Take(20, s => Processes(Groups(s, (group, 1000 * Ms)), (qemu, 900 * Ms), (shim, 100 * Ms)));
        Assert.Equal(9_000_000, report.Vms.Single().Active.Cumulative[Component.Cpu]);
        Assert.Equal(1_000_000, report.Containers.Single().Active.Cumulative[Component.Cpu]);
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void Helpers_in_the_scope_of_a_machine_belong_to_the_machine()
    {
        var vm = Hosts.Vm("guest");
        var scope = Hosts.Group(1, vm: vm);
        var (qemu, vhost) = (Hosts.Process(10, scope, vm), Hosts.Process(11, scope));
        Take(0, s => Processes(Groups(s, (scope, 0)), (qemu, 0), (vhost, 0)));
        var report = Take(20, s => Processes(Groups(s, (scope, 1000 * Ms)), (qemu, 500 * Ms), (vhost, 200 * Ms)));
        Assert.Equal(10_000_000, report.Vms.Single().Active.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void Missing_readings_lose_nothing()
    {
        var group = Hosts.Group(1, Hosts.Container("a"));
        var process = Hosts.Process(10, group);
        Take(0, s => Processes(Groups(s, (group, 0)), (process, 0)));
        Take(20, s => Groups(s, (group, 100 * Ms)));
        Take(20, s => Processes(s, (process, 150 * Ms)));
        var report = Take(20, s => Processes(Groups(s, (group, 400 * Ms)), (process, 400 * Ms)));
        Assert.Equal(20_000_000, report.Containers[0].Active.Cumulative[Component.Cpu]);
        Assert.Equal(10_000_000, Unattributed(report, UnattributedReason.NoUsage));
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_gap_in_the_counter_has_its_idle_part_and_no_power()
    {
        var group = Hosts.Group(1);
        Take(0, s => Groups(s, (group, 0)));
        for (var i = 1; i <= 5; i++)
        {
            var gap = Hosts.Sample(Next());
            gap.Zones.Add(new ZoneReading(_package, Component.Cpu, ReadOutcome.Failed, 0));
            Assert.False(Book(gap, s => Groups(s, (group, i * 100 * Ms))).Live.Contains(Component.Cpu));
        }

        var report = Take(120, s => Groups(s, (group, 600 * Ms)));
        Assert.Equal((120_000_000, 60_000_000), (report.Host.Cumulative[Component.Cpu], report.Idle.Cumulative[Component.Cpu]));
        Assert.False(report.Live.Contains(Component.Cpu));
        Assert.True(Take(20, s => Groups(s, (group, 700 * Ms))).Live.Contains(Component.Cpu));
    }

    [Fact]
    public void A_group_that_claims_more_than_the_machine_can_do_is_not_believed()
    {
        var (liar, honest) = (Hosts.Group(1, Hosts.Container("liar")), Hosts.Group(2, Hosts.Container("honest")));
        Take(0, s => Groups(s, (liar, 0), (honest, 0)));
        var report = Take(20, s => Groups(s, (liar, 3600 * Hosts.Second), (honest, 500 * Ms)));
        Assert.Equal(10_000_000, report.Containers.Single(c => c.Container!.Id == "honest").Active.Cumulative[Component.Cpu]);
        report = Take(20, s => Groups(s, (liar, 10), (honest, 1000 * Ms)));
        Assert.Equal(20_000_000, report.Containers.Single(c => c.Container!.Id == "honest").Active.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void Without_an_idle_floor_everything_is_active_and_the_report_says_so()
    {
        var group = Hosts.Group(1);
        Book(Hosts.Sample(Next(), (_unstated, Component.Cpu, 0)), s => Groups(s, (group, 0)));
        var report = Book(Hosts.Sample(Next(), (_unstated, Component.Cpu, 9)), s => Groups(s, (group, 5)));
        Assert.Equal((IdleFloorSource.Unknown, 0L), (report.IdleFloors[0].Source, report.IdleFloors[0].Microwatts));
        Assert.Equal(9, report.System.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void The_operators_idle_power_goes_before_every_other()
    {
        _attributor = new Attributor(new AttributionRules { IdleMicrowatts = 4_000_000 });
        var group = Hosts.Group(1);
        Take(0, s => Groups(s, (group, 0)));
        var report = Take(10, s => Groups(s, (group, 5 * Ms)));
        Assert.Equal(4_000_000, report.Idle.Cumulative[Component.Cpu]);
        Assert.Equal(IdleFloorSource.Configured, report.IdleFloors[0].Source);
    }

    [Fact]
    public void Rows_of_the_strongest_processes_and_a_lossless_rest()
    {
        _attributor = new Attributor(new AttributionRules { ProcessLimit = 2 });
        var processes = Enumerable.Range(1, 4).Select(i => Hosts.Process(i)).ToArray();
        Take(0, s => Processes(s, [.. processes.Select(p => (p, 0L))]));
        PowerReport report = null!;
        for (var i = 1; i <= 5; i++)
        {
            var previousOther = report?.ProcessOther.Cumulative[Component.Cpu] ?? 0;
            report = Take(110, s => Processes(s, (processes[0], i * 10 * Ms), (processes[1], i * 20 * Ms), (processes[2], i * 30 * Ms), (processes[3], i * 40 * Ms)));
            Assert.True(report.ProcessOther.Cumulative[Component.Cpu] >= previousOther);
            Hosts.AssertIdentity(report);
        }

        Assert.Equal([3, 4], report.Processes.Select(p => p.Process.Key.Pid));
        Assert.Equal(30_000_000, report.Processes[0].Active.LastInterval[Component.Cpu]);
    }

    [Fact]
    public void No_process_rows_or_all_of_them_keep_the_identity()
    {
        foreach (var (limit, rows) in new[] { (0, 0), (int.MaxValue, 3) })
        {
            _attributor = new Attributor(new AttributionRules { ProcessLimit = limit });
            var processes = Enumerable.Range(1, 3).Select(i => Hosts.Process(i)).ToArray();
            Take(0, s => Processes(s, [.. processes.Select(p => (p, 0L))]));
            var report = Take(20, s => Processes(s, [.. processes.Select(p => (p, 10 * Ms))]));
            Assert.Equal(rows, report.Processes.Length);
            Hosts.AssertIdentity(report);
        }
    }

    [Fact]
    public void An_ended_container_keeps_its_row_for_a_while_and_its_energy_for_ever()
    {
        _attributor = new Attributor(new AttributionRules { EndedRetention = TimeSpan.FromSeconds(2) });
        var group = Hosts.Group(1, Hosts.Container("a"));
        Take(0, s => Groups(s, (group, 0)));
        Take(20, s => Groups(s, (group, 100 * Ms)));
        var report = Take(10, s => s.Groups.Add(new GroupReading(group, 100 * Ms, Ended: true)));
        Assert.True(report.Containers.Single().Ended);
        for (var i = 0; i < 3; i++) report = Take(10);
        Assert.Null(report.Containers.Single().Container);
        Assert.Equal(10_000_000, report.Containers.Single().Active.Cumulative[Component.Cpu]);
        Assert.Equal(0, report.Containers.Single().Active.LastInterval[Component.Cpu]);
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_name_that_arrives_later_does_not_make_another_container()
    {
        var unnamed = Hosts.Group(1, Hosts.Container("abc"));
        var named = Hosts.Group(1, Hosts.Container("abc") with { Name = "web", Image = "nginx" });
        Take(0, s => Groups(s, (unnamed, 0)));
        Take(20, s => Groups(s, (unnamed, 100 * Ms)));
        var report = Take(20, s => Groups(s, (named, 200 * Ms)));
        Assert.Equal("web", report.Containers.Single().Container!.Name);
        Assert.Equal(20_000_000, report.Containers.Single().Active.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void The_cost_of_measuring_is_shown()
    {
        var self = Hosts.Process(42);
        _attributor = new Attributor(new AttributionRules { Self = self.Key, ProcessLimit = 0 });
        Assert.Null(Take(0).Exporter);
        Take(20, s => Processes(s, (self, 0)));
        var report = Take(20, s => Processes(s, (self, 5 * Ms), (Hosts.Process(43), 0)));
        Assert.Equal(10_000_000, report.Exporter!.Value.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void A_sample_that_is_not_later_is_an_error()
    {
        Book(Hosts.Sample(5), null);
        Assert.Throws<ArgumentException>(() => Book(Hosts.Sample(5), null));
    }

    private long Next() => ++_second * Hosts.Second;

    private PowerReport Take(int joules, Action<HostSample>? fill = null)
    {
        _raw += joules * 1_000_000L;
        return Book(Hosts.Sample(Next(), (_package, Component.Cpu, _raw)), fill);
    }

    private PowerReport Book(HostSample sample, Action<HostSample>? fill)
    {
        fill?.Invoke(sample);
        return _attributor.Advance(sample);
    }

    private static HostSample Groups(HostSample sample, params (GroupInfo Group, long Cpu)[] groups)
    {
        foreach (var (group, cpu) in groups) sample.Groups.Add(new GroupReading(group, cpu, Ended: false));
        return sample;
    }

    private static HostSample Processes(HostSample sample, params (ProcessInfo Process, long Cpu)[] processes)
    {
        foreach (var (process, cpu) in processes) sample.Processes.Add(new ProcessReading(process, cpu, Newborn: false, Ended: false));
        return sample;
    }

    private static void Cpu(HostSample sample, long busy, long irq, long idle, long tasks = 0) => sample.Cpu = new CpuTimes(busy, irq, idle) { TaskNanoseconds = tasks };

    private static long Unattributed(PowerReport report, UnattributedReason reason) =>
        report.Unattributed.Single(u => u.Reason == reason).Energy.Cumulative[Component.Cpu];
}
