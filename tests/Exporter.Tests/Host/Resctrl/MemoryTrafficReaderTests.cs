using System.Globalization;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Resctrl;

public sealed class MemoryTrafficReaderTests : IDisposable
{
    private const string Docker = "/docker/" + HostContainerPaths.A;
    private const string Other = "/docker/" + HostContainerPaths.B;
    private const string Scope = @"/machine.slice/machine-qemu\x2d3\x2dweb.scope";
    private const string Qemu = "/usr/bin/qemu-system-x86_64";

    private readonly HostTree _tree = new();
    private readonly HostMonitors _monitors;

    public MemoryTrafficReaderTests() => _monitors = new HostMonitors(_tree);

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_group_is_that_of_the_container_that_all_of_its_tasks_are_in(int version)
    {
        WithHost(version);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", 100, 101);
        using var probe = new UsageProbe(_tree);
        Assert.Equal([(Docker, 1_000), (null, 9_000)], Traffic(probe));

        // What is inside a control group is read before it, so that the whole is never older than its parts.
        var readings = probe.Sample.Traffic.Items;
        Assert.Equal((readings[1].Monitor, 0), (readings[0].Control, readings[1].Control));
        Assert.Empty(probe.Faults.Lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_control_group_of_libvirt_is_that_of_the_machine(int version)
    {
        WithHost(version);

        // Libvirt has a group of its own for each vCPU; the machine is their scope.
        if (version == 2)
        {
            _tree.SetMembership(51, Scope + "/libvirt/vcpu0");
            _tree.SetMembership(52, Scope + "/libvirt/vcpu1");
        }

        _monitors.Set("", 9_000).Set("qemu-3-web-vcpus_0-1", 4_000).SetTasks("qemu-3-web-vcpus_0-1", 51, 52);
        using var probe = new UsageProbe(_tree);
        Assert.Equal([(Scope, 4_000), (null, 9_000)], Traffic(probe).OrderBy(pair => pair.Bytes));
        Assert.Equal("web", probe.Sample.Traffic.Items.ToArray().Single(reading => reading.Target is not null).Target!.Vm!.Name);
        Assert.All(probe.Sample.Traffic.Items.ToArray(), reading => Assert.Equal(0, reading.Control));
    }

    [Fact]
    public void A_monitoring_group_may_be_in_any_control_group()
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("web", 4_000).Set("web/mon_groups/m", 3_000).SetTasks("web/mon_groups/m", 100).SetTasks("web", 100, 200);
        using var probe = new UsageProbe(_tree);
        Assert.Equal([(Docker, 3_000), (null, 4_000), (null, 9_000)], Traffic(probe).OrderBy(pair => pair.Bytes));
        var inner = probe.Sample.Traffic.Items.ToArray().Single(reading => reading.Target is not null);
        Assert.Equal(4_000, probe.Sample.Traffic.Items.ToArray().Single(reading => reading.Monitor == inner.Control).Bytes);
    }

    [Fact]
    public void A_group_outside_of_containers_is_itself()
    {
        WithHost(2);
        _tree.SetGroup("/system.slice/db.service", 5_000);
        _tree.SetMembership(300, "/system.slice/db.service");
        _monitors.Set("", 9_000).Set("mon_groups/db", 700).SetTasks("mon_groups/db", 300);
        using var probe = new UsageProbe(_tree);
        Assert.Equal([("/system.slice/db.service", 700), (null, 9_000)], Traffic(probe));
    }

    [Theory]
    [InlineData("100\n200\n")]
    [InlineData("")]
    [InlineData("100\nx\n")]
    [InlineData("100\n101")]
    [InlineData("0\n")]
    [InlineData("999\n")]
    public void A_group_is_nobodys_when_its_tasks_are_not_those_of_one(string tasks)
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetFile("mon_groups/m", "tasks", tasks);
        using var probe = new UsageProbe(_tree);
        Assert.Empty(Traffic(probe));
    }

    [Fact]
    public void A_task_that_ended_meanwhile_does_not_count()
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", 999, 100, 998);
        using var probe = new UsageProbe(_tree);
        Assert.Equal([(Docker, 1_000), (null, 9_000)], Traffic(probe));
    }

    [Fact]
    public void A_huge_list_of_tasks_is_nobodys()
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", [.. Enumerable.Repeat(100, 30_000)]);
        using var probe = new UsageProbe(_tree);
        Assert.Empty(Traffic(probe));
    }

    [Theory]
    [InlineData("2\n", true)]
    [InlineData("3\n", false)]
    [InlineData("garbage\n", true)]
    public void A_part_of_the_tasks_of_a_container_does_not_speak_for_all(string all, bool expected)
    {
        WithHost(2);
        _tree.SetGroupFile(Docker, "pids.current", all);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", 100, 101);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(expected ? 2 : 0, Traffic(probe).Count);
    }

    [Fact]
    public void A_group_with_hardware_threads_of_its_own_is_nobodys()
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", 100).SetFile("mon_groups/m", "cpus", "00000000,00000003\n");
        using var probe = new UsageProbe(_tree);
        Assert.Empty(Traffic(probe));
    }

    [Theory]
    [InlineData("Unavailable\n", "5\n")]
    [InlineData("5\n", "Error\n")]
    [InlineData("9223372036854775807\n", "1\n")]
    public void A_counter_that_cannot_be_read_is_told_once_and_when_it_is_over(string first, string second)
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", first, second).SetTasks("mon_groups/m", 100);
        using var probe = new UsageProbe(_tree);
        Assert.Equal([(Docker, -1), (null, 9_000)], Traffic(probe));
        for (var i = 0; i < 5; i++) probe.Read();
        Assert.StartsWith("Warning: MemoryUnreadable: the memory traffic of resctrl: ", Assert.Single(probe.Faults.Lines), StringComparison.Ordinal);
        _monitors.Set("mon_groups/m", 1_000);
        Assert.Equal([(Docker, 1_000), (null, 9_000)], Traffic(probe));
        Assert.Contains("recovered", probe.Faults.Lines[^1], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_counter_of_a_group_that_is_nobodys_is_not_missed()
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", 100).Set("mon_groups/n", "Unavailable\n", "Unavailable\n");
        using var probe = new UsageProbe(_tree);
        Assert.Equal([(null, -1), (Docker, 1_000), (null, 9_000)], Traffic(probe).OrderBy(pair => pair.Bytes));
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void A_group_that_is_gone_takes_its_control_group_with_it_for_a_sample()
    {
        WithHost(2);
        _monitors.Set("", 9_000).Set("mon_groups/m", 1_000).Set("mon_groups/n", 500);
        using var probe = new UsageProbe(_tree);
        Assert.Empty(Traffic(probe));

        // Nobody was monitored, so that no counter is open yet.
        foreach (var cache in (string[])["mon_L3_00", "mon_L3_01"])
            File.Delete(Path.Combine(_monitors.Mount, "mon_groups", "n", "mon_data", cache, "mbm_total_bytes"));
        _monitors.SetTasks("mon_groups/m", 100);
        Assert.Equal([(null, -1), (null, -1), (Docker, 1_000)], Traffic(probe).OrderBy(pair => pair.Bytes));
        Assert.Equal([(Docker, 1_000), (null, 9_000)], Traffic(probe));
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void Groups_that_come_and_tasks_that_move_are_found_in_time()
    {
        WithHost(2);
        _monitors.Set("", 9_000);
        using var probe = new UsageProbe(_tree);
        Assert.Empty(Traffic(probe));
        _monitors.Set("mon_groups/m", 1_000).SetTasks("mon_groups/m", 100);
        for (var i = 0; i < 10; i++) probe.Read();
        Assert.Equal([(Docker, 1_000), (null, 9_000)], Traffic(probe));
        _monitors.SetTasks("mon_groups/m", 200);
        for (var i = 0; i < 60; i++) probe.Read();
        Assert.Equal([(Other, 1_000), (null, 9_000)], Traffic(probe));
    }

    [Fact]
    public void Names_of_groups_may_be_anything()
    {
        WithHost(2);
        string[] names = ["..\\..\\etc", "mon_groups/\u001b[2J", "mon_groups/" + new string('x', 250), "mon_groups/a b\nc", "mon_groups/info"];
        _monitors.Set("", 9_000);
        foreach (var name in names) _monitors.Set(name, 10).SetTasks(name, 100);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(6, Traffic(probe).Count);
        Assert.Equal(5, Traffic(probe).Count(pair => pair == (Docker, 10)));
    }

    [Fact]
    public void Without_resctrl_or_without_counters_there_is_nothing()
    {
        WithHost(2);
        using (var probe = new UsageProbe(_tree)) Assert.Empty(Traffic(probe));
        Directory.CreateDirectory(Path.Combine(_monitors.Mount, "mon_data", "mon_PERF_PKG_00"));
        Directory.CreateDirectory(Path.Combine(_monitors.Mount, "mon_groups", "m"));
        using (var probe = new UsageProbe(_tree)) Assert.Empty(Traffic(probe));
    }

    [Fact]
    public void A_tick_without_change_allocates_nothing()
    {
        WithHost(2);
        _tree.RemoveProcess(51);
        _tree.RemoveProcess(52);
        _tree.SetForks(1000);
        _monitors.Set("", 9_000);
        for (var i = 0; i < 10; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"mon_groups/m{i}");
            _monitors.Set(name, 1_000).SetTasks(name, 100, 101);
        }

        using var probe = new UsageProbe(_tree);
        for (var i = 0; i < 150; i++) probe.Read();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 130; i++) probe.ReadOnly();
        }));
        Assert.Equal(11, Traffic(probe).Count);
    }

    /// <summary>Two containers, the first of two processes, and a machine with two vCPUs in a scope.</summary>
    private void WithHost(int version)
    {
        _ = version == 2 ? _tree.WithVersion2() : _tree.WithVersion1();
        foreach (var group in (string[])[Docker, Other, Scope]) _tree.SetGroup(group, 5_000);
        _tree.SetProcess(100, "nginx", 5, 100, Docker, "/usr/sbin/nginx");
        _tree.SetProcess(101, "nginx", 5, 100, Docker, "/usr/sbin/nginx");
        _tree.SetProcess(200, "redis", 5, 100, Other, "/usr/bin/redis");
        _tree.SetProcess(50, "qemu", 5, 100, Scope, Qemu, Qemu, "-name", "web");

        // The kernel answers for a thread under its own number, too, though it does not list it; this one has no stat file.
        _tree.SetMembership(51, Scope);
        _tree.SetMembership(52, Scope);
    }

    private static List<(string? Path, long Bytes)> Traffic(UsageProbe probe) =>
        [.. probe.Read().Sample.Traffic.Items.ToArray().Select(reading => (reading.Target?.Path, reading.Bytes))];
}
