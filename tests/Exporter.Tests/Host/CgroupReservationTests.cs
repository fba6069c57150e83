using Wattshare.Exporter.Diagnostics;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CgroupReservationTests : IDisposable
{
    private const string Docker = "/docker/" + HostContainerPaths.A;
    private const string PodGroup = "/kubepods/burstable/pod" + HostContainerPaths.PodUid;
    private const string Pod = PodGroup + "/" + HostContainerPaths.B;
    private const string Complaint = "Warning: GroupUnreadable: the CPU limits of a container: A file with the CPU limit or the priority of a container holds no such "
        + "thing; the container is taken for one that reserves nothing. Mount cgroupfs itself when in a container.";

    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("max 100000\n", 0)]
    [InlineData("150000 100000\n", 1_500)]
    [InlineData("6400000 100000\n", 64_000)]
    public void The_limit_of_a_container_is_its_reservation(string max, long expected)
    {
        WithVersion2();
        _tree.SetGroupFile(Docker, "cpu.max", max);
        Assert.Equal(expected, Reserved(Docker));
    }

    [Fact]
    public void Outside_of_a_pod_a_weight_sets_nothing_aside()
    {
        WithVersion2();
        _tree.SetGroupFile(Docker, "cpu.weight", "500\n");
        Assert.Equal(0, Reserved(Docker));
        WithVersion1();
        _tree.SetGroupFile(Docker, "cpu.shares", "4096\n", "cpu");
        Assert.Equal(0, Reserved(Docker));
    }

    [Theory]
    [InlineData("20\n", "20\n", "max 100000\n", 501)]
    [InlineData("20\n", "39\n", "200000 100000\n", 501)]
    [InlineData("1\n", "1\n", "200000 100000\n", 2_000)]
    [InlineData("0\n", "1\n", "200000 100000\n", 2_000)]
    [InlineData("1\n", "1\n", "max 100000\n", 0)]
    [InlineData("100\n", "39\n", "max 100000\n", 1_000)]
    public void In_a_pod_the_request_goes_before_the_limit(string weight, string podWeight, string max, long expected)
    {
        WithVersion2();
        _tree.SetGroupFile(PodGroup, "cpu.weight", podWeight);
        _tree.SetGroupFile(Pod, "cpu.weight", weight);
        _tree.SetGroupFile(Pod, "cpu.max", max);
        Assert.Equal(expected, Reserved(Pod));
    }

    [Theory]
    [InlineData("512\n", "-1\n", 500)]
    [InlineData("512\n", "200000\n", 500)]
    [InlineData("2\n", "200000\n", 2_000)]
    [InlineData("2\n", "-1\n", 0)]
    public void Version_1_has_shares_and_a_quota(string shares, string quota, long expected)
    {
        WithVersion1();
        _tree.SetGroupFile(Pod, "cpu.shares", shares, "cpu");
        _tree.SetGroupFile(Pod, "cpu.cfs_quota_us", quota, "cpu");
        _tree.SetGroupFile(Pod, "cpu.cfs_period_us", "100000\n", "cpu");
        Assert.Equal(expected, Reserved(Pod));
    }

    [Fact]
    public void Version_1_may_have_limits_and_time_in_one_hierarchy()
    {
        _tree.WithVersion1("cpu,cpuacct");
        _tree.SetGroup(Docker, 5_000);
        _tree.SetGroupFile("/", "cpu.shares", "1024\n");
        _tree.SetGroupFile(Docker, "cpu.cfs_quota_us", "50000\n");
        _tree.SetGroupFile(Docker, "cpu.cfs_period_us", "100000\n");
        Assert.Equal(500, Reserved(Docker));
    }

    [Theory]
    [InlineData("0-1\n", "max 100000\n", 2_000)]
    [InlineData("0-1\n", "150000 100000\n", 1_500)]
    [InlineData("0-1\n", "400000 100000\n", 2_000)]
    [InlineData("0-7\n", "max 100000\n", 0)]
    [InlineData("\n", "max 100000\n", 0)]
    public void A_set_of_threads_that_leaves_some_out_is_a_limit(string set, string max, long expected)
    {
        WithVersion2();
        _tree.SetGroupFile("/", "cpuset.cpus.effective", "0-7\n");
        _tree.SetGroupFile(Docker, "cpuset.cpus", set);
        _tree.SetGroupFile(Docker, "cpu.max", max);
        Assert.Equal(expected, Reserved(Docker));
    }

    [Theory]
    [InlineData("0,2\n", 2_000)]
    [InlineData("0-3\n", 0)]
    public void A_set_of_version_1_has_a_hierarchy_of_its_own(string set, long expected)
    {
        WithVersion1();
        _tree.SetGroupFile("/", "cpuset.cpus", "0-3\n", "cpuset");
        _tree.SetGroupFile(Docker, "cpuset.cpus", set, "cpuset");
        Assert.Equal(expected, Reserved(Docker));
    }

    [Fact]
    public void In_a_pod_the_pool_of_threads_that_everybody_shares_is_no_limit()
    {
        WithVersion2();
        _tree.SetGroupFile("/", "cpuset.cpus.effective", "0-7\n");
        _tree.SetGroupFile(Pod, "cpuset.cpus", "1-7\n");
        _tree.SetGroupFile(Pod, "cpu.weight", "1\n");
        Assert.Equal(0, Reserved(Pod));
    }

    [Theory]
    [InlineData("cpu.max", "")]
    [InlineData("cpu.max", "100000 0\n")]
    [InlineData("cpu.max", "-100000 100000\n")]
    [InlineData("cpu.max", "9223372036854775807 1000\n")]
    [InlineData("cpu.max", "rubbish\n")]
    [InlineData("cpuset.cpus", "7-0\n")]
    [InlineData("cpuset.cpus", "0-4294967295\n")]
    public void Garbage_reserves_nothing_and_costs_nobody_else_anything(string file, string text)
    {
        WithVersion2();
        _tree.SetGroupFile(Docker, "cpu.max", "150000 100000\n");
        _tree.SetGroupFile(Docker, file, text);
        _tree.SetGroup("/docker/" + HostContainerPaths.C, 5_000);
        _tree.SetGroupFile("/docker/" + HostContainerPaths.C, "cpu.max", "50000 100000\n");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal(0, probe.Group(Docker).Group.Container!.ReservedMillithreads);
        Assert.Equal(500, probe.Group("/docker/" + HostContainerPaths.C).Group.Container!.ReservedMillithreads);
        Assert.Equal([Complaint], probe.Faults.Lines);
        Assert.Equal(1, probe.Faults.Log.Count(FaultKind.GroupUnreadable));

        _tree.SetGroupFile(Docker, file, file == "cpu.max" ? "100000 100000\n" : "\n");
        _tree.SetGroupFile(Docker, "cpu.max", "100000 100000\n");
        for (var i = 0; i < 60; i++) probe.Read();
        Assert.Equal(1_000, probe.Group(Docker).Group.Container!.ReservedMillithreads);
        Assert.Equal("Information: GroupUnreadable: the CPU limits of a container: recovered", probe.Faults.Lines[^1]);
    }

    [Theory]
    [InlineData("cpu.weight", "10001\n")]
    [InlineData("cpu.weight", "-5\n")]
    [InlineData("cpu.weight", "99999999999999999999\n")]
    [InlineData("cpu.weight", "")]
    public void A_garbage_priority_of_a_pod_reserves_nothing(string file, string text)
    {
        WithVersion2();
        _tree.SetGroupFile(Pod, "cpu.max", "150000 100000\n");
        _tree.SetGroupFile(Pod, file, text);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal(0, probe.Group(Pod).Group.Container!.ReservedMillithreads);
        Assert.Equal([Complaint], probe.Faults.Lines);
    }

    [Fact]
    public void A_garbage_container_that_ends_is_no_longer_a_fault()
    {
        WithVersion2();
        _tree.SetGroupFile(Docker, "cpu.max", "rubbish\n");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        _tree.RemoveGroup("/docker");
        probe.Read();
        Assert.Equal([Complaint, "Information: GroupUnreadable: the CPU limits of a container: recovered"], probe.Faults.Lines);
    }

    [Fact]
    public void A_runtime_that_sets_the_limit_after_it_made_the_group_is_seen_with_the_next_reading()
    {
        WithVersion2();
        _tree.SetGroupFile(Docker, "cpu.max", "max 100000\n");
        using var probe = new UsageProbe(_tree);
        Assert.Equal(0, probe.Read().Group(Docker).Group.Container!.ReservedMillithreads);
        _tree.SetGroupFile(Docker, "cpu.max", "50000 100000\n");
        Assert.Equal(500, probe.Read().Group(Docker).Group.Container!.ReservedMillithreads);
    }

    [Fact]
    public void A_limit_that_is_changed_is_seen_within_sixty_readings_and_not_with_each()
    {
        WithVersion2();
        _tree.SetProcess(10, "one", 5, 100, Docker);
        _tree.SetGroupFile(Docker, "cpu.max", "50000 100000\n");
        using var probe = new UsageProbe(_tree);
        for (var i = 0; i < 6; i++) probe.Read();
        var before = probe.Process(10).Process.Container!;
        _tree.SetGroupFile(Docker, "cpu.max", "250000 100000\n");
        var readings = 0;
        while (probe.Read().Process(10).Process.Container!.ReservedMillithreads == 500) Assert.InRange(++readings, 1, 59);
        Assert.True(readings > 0);
        var after = probe.Process(10).Process.Container!;
        Assert.Equal(before with { ReservedMillithreads = 2_500 }, after);
        Assert.Same(after, probe.Group(Docker).Group.Container);
    }

    [Fact]
    public void Groups_inside_of_a_container_have_its_reservation_and_not_their_own()
    {
        WithVersion2();
        _tree.SetGroup(Docker + "/init.scope", 1_000);
        _tree.SetGroupFile(Docker, "cpu.max", "50000 100000\n");
        _tree.SetGroupFile(Docker + "/init.scope", "cpu.max", "100000 100000\n");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Same(probe.Group(Docker).Group.Container, probe.Group(Docker + "/init.scope").Group.Container);
        Assert.Equal(500, probe.Group(Docker).Group.Container!.ReservedMillithreads);
    }

    [Fact]
    public void Without_the_controller_there_is_no_reservation_and_no_fault()
    {
        WithVersion2();
        using var probe = new UsageProbe(_tree);
        for (var i = 0; i < 61; i++) probe.Read();
        Assert.Equal(0, probe.Group(Docker).Group.Container!.ReservedMillithreads);
        Assert.Empty(probe.Faults.Lines);
    }

    private long Reserved(string path)
    {
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Empty(probe.Faults.Lines);
        return probe.Group(path).Group.Container!.ReservedMillithreads;
    }

    private void WithVersion2() => SetGroups(_tree.WithVersion2());

    private void WithVersion1()
    {
        if (_tree.Version2) Directory.Delete(_tree.CgroupMount, recursive: true);
        SetGroups(_tree.WithVersion1());
        _tree.SetGroupFile("/", "cpu.shares", "1024\n", "cpu");
    }

    private static void SetGroups(HostTree tree)
    {
        tree.SetGroup(Docker, 5_000);
        tree.SetGroup(Pod, 5_000);
        tree.SetGroup(PodGroup, 5_000);
    }
}
