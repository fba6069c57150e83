using System.Globalization;
using System.Text;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CgroupTests : IDisposable
{
    private const string Id = HostContainerPaths.A;
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Version_2_leaves_the_root_out_and_reads_children_before_parents()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a.slice", 7_000_000);
        _tree.SetGroup("/a.slice/b.slice", 6_000_000);
        _tree.SetGroup("/a.slice/b.slice/c.scope", 5_000_000);
        _tree.SetProcess(10, "root", 5, 100, "/");
        _tree.SetProcess(11, "leaf", 5, 100, "/a.slice/b.slice/c.scope");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal(["/a.slice/b.slice/c.scope", "/a.slice/b.slice", "/a.slice"], probe.Paths);
        Assert.Equal([5_000_000, 6_000_000, 7_000_000], probe.Sample.Groups.Items.ToArray().Select(reading => reading.CpuNanoseconds));
        Assert.Equal(0, probe.Group("/a.slice").Group.ParentId);
        Assert.Equal(probe.Group("/a.slice/b.slice").Group.Id, probe.Group("/a.slice/b.slice/c.scope").Group.ParentId);
        Assert.Null(probe.Process(10).Process.Group);
        Assert.Same(probe.Group("/a.slice/b.slice/c.scope").Group, probe.Process(11).Process.Group);
    }

    [Fact]
    public void The_root_of_a_cgroup_namespace_is_an_ordinary_group()
    {
        _tree.WithVersion2();
        File.WriteAllText(Path.Combine(_tree.Hierarchy, "cgroup.events"), "populated 1\n");
        _tree.SetProcess(10, "inside", 5, 100, "/");
        _tree.SetProcess(11, "outside", 5, 100, "/../other");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("/", probe.Read().Process(10).Process.Group?.Path);
        Assert.Null(probe.Process(11).Process.Group);
    }

    [Theory]
    [InlineData("cpuacct")]
    [InlineData("cpu,cpuacct")]
    public void Version_1_takes_the_root_as_a_group(string controllers)
    {
        _tree.WithVersion1(controllers);
        _tree.SetGroup("/", 9_000);
        _tree.SetGroup("/docker/" + Id, 1_234);
        _tree.SetGroup("/docker", 5_000);
        _tree.SetProcess(10, "root", 5, 100, "/");
        _tree.SetProcess(11, "leaf", 5, 100, "/docker/" + Id);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal(["/docker/" + Id, "/docker", "/"], probe.Paths);
        Assert.Equal(1_234, probe.Group("/docker/" + Id).CpuNanoseconds);
        Assert.Equal("/", probe.Process(10).Process.Group!.Path);
        Assert.Equal(probe.Group("/").Group.Id, probe.Group("/docker").Group.ParentId);
        Assert.Equal(Id, probe.Process(11).Process.Container!.Id);
    }

    [Fact]
    public void Where_both_versions_are_mounted_the_one_with_the_controller_is_read()
    {
        _tree.WithHybrid();
        _tree.SetGroup("/docker", 5_000);
        _tree.SetProcess(10, "one", 5, 100, "/docker");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("/docker", probe.Read().Process(10).Process.Group!.Path);
        Assert.Equal(5_000, probe.Group("/docker").CpuNanoseconds);
    }

    [Fact]
    public void A_version_2_hierarchy_beside_version_1_without_cpuacct_is_read()
    {
        _tree.WithUnifiedOnly();
        _tree.SetGroup("/a.slice", 5_000);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(["/a.slice"], probe.Read().Paths);
    }

    [Fact]
    public void Without_cgroups_processes_stand_for_themselves()
    {
        _tree.SetProcess(10, "one", 5, 100);
        using var probe = new UsageProbe(_tree);
        Assert.Null(probe.Read().Process(10).Process.Group);
        Assert.Empty(probe.Paths);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void A_removed_group_ends_once_with_its_last_value_children_first()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a.slice/b.scope", 2_000);
        _tree.SetGroup("/a.slice", 3_000);
        _tree.SetGroup("/keep", 9_000);
        using var probe = new UsageProbe(_tree);
        var ids = probe.Read().Sample.Groups.Items.ToArray().ToDictionary(reading => reading.Group.Path, reading => reading.Group.Id);
        _tree.RemoveGroup("/a.slice");
        probe.Read();
        Assert.Equal(["/a.slice/b.scope", "/a.slice", "/keep"], probe.Paths);
        Assert.Equal([true, true, false], probe.Sample.Groups.Items.ToArray().Select(reading => reading.Ended));
        Assert.Equal((ids["/a.slice/b.scope"], 2_000L), (probe.Group("/a.slice/b.scope").Group.Id, probe.Group("/a.slice/b.scope").CpuNanoseconds));
        Assert.Equal(["/keep"], probe.Read().Paths);

        // From then on only who moved is mentioned.
        Assert.Empty(probe.Read().Paths);
    }

    [Fact]
    public void A_group_that_is_removed_and_made_again_is_another_one()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a.scope", 50_000);
        _tree.SetProcess(10, "one", 5, 100, "/a.scope");
        using var probe = new UsageProbe(_tree);
        var old = probe.Read().Group("/a.scope").Group;
        _tree.ReplaceGroup("/a.scope", 1_000);
        probe.Read();
        var readings = probe.Sample.Groups.Items.ToArray();
        Assert.Equal([(true, 50_000L), (false, 1_000L)], readings.Select(reading => (reading.Ended, reading.CpuNanoseconds)));
        Assert.Equal(old.Id, readings[0].Group.Id);
        Assert.True(readings[1].Group.Id > old.Id);
        Assert.Same(readings[1].Group, probe.Process(10).Process.Group);
    }

    [Fact]
    public void A_process_in_a_group_that_is_not_known_yet_goes_to_the_nearest_one_above_for_the_time_being()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a.slice", 2_000);
        _tree.SetProcess(10, "one", 5, 100, "/a.slice/new.scope/deep");
        _tree.SetProcess(11, "two", 5, 100, "/unknown/deep");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("/a.slice", probe.Read().Process(10).Process.Group!.Path);
        Assert.Null(probe.Process(11).Process.Group);
        _tree.SetGroup("/a.slice/new.scope/deep", 1_000);
        _tree.SetGroup("/a.slice/new.scope", 1_000);
        Assert.Equal("/a.slice/new.scope/deep", probe.Read().Process(10).Process.Group!.Path);
    }

    [Fact]
    public void An_old_process_that_moves_is_found_in_its_new_group_within_sixty_readings()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a", 2_000);
        _tree.SetGroup("/b", 2_000);
        _tree.SetProcess(10, "one", 5, 100, "/a");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        _tree.SetMembership(10, "/b");
        var readings = 0;
        while (probe.Read().Process(10).Process.Group!.Path != "/b") Assert.InRange(++readings, 1, 60);
        Assert.True(readings > 0);
    }

    [Fact]
    public void A_young_process_and_one_whose_comm_changed_are_found_at_once()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a", 2_000);
        _tree.SetGroup("/b", 2_000);
        using var probe = new UsageProbe(_tree) { Now = 50_000 };
        _tree.SetProcess(10, "young", 5, 49_900, "/a");
        _tree.SetProcess(11, "old", 5, 100, "/a");
        probe.Read();
        _tree.SetMembership(10, "/b");
        _tree.SetProcess(11, "changed", 5, 100, "/b");
        probe.Read();
        Assert.Equal("/b", probe.Process(10).Process.Group!.Path);
        Assert.Equal("/b", probe.Process(11).Process.Group!.Path);
    }

    [Fact]
    public void Paths_from_outside_of_the_namespace_are_matched_from_the_right_where_that_is_certain()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/docker/" + Id, 2_000);
        _tree.SetGroup("/x/twice", 2_000);
        _tree.SetGroup("/y/twice", 2_000);
        _tree.SetProcess(10, "sibling", 5, 100, "/../" + Id);
        _tree.SetProcess(11, "top", 5, 100, "/../../docker");
        _tree.SetProcess(12, "unclear", 5, 100, "/../twice");
        _tree.SetGroup("/docker", 3_000);
        using var probe = new UsageProbe(_tree);
        Assert.Equal("/docker/" + Id, probe.Read().Process(10).Process.Group!.Path);
        Assert.Equal("/docker", probe.Process(11).Process.Group!.Path);
        Assert.Null(probe.Process(12).Process.Group);
    }

    [Theory]
    [InlineData(false, "9223372036854775807\n", "9223372036854775908\n", 101)]
    [InlineData(false, "18446744073709551615\n", "4\n", 5)]
    [InlineData(true, "usage_usec 9223372036854775\n", "usage_usec 9223372036854776\n", 1_000)]
    public void A_counter_that_outgrows_63_bits_goes_on(bool version2, string before, string after, long used)
    {
        Assert.True(CgroupCounter.TryParse(Encoding.ASCII.GetBytes(before), version2, out var first));
        Assert.True(CgroupCounter.TryParse(Encoding.ASCII.GetBytes(after), version2, out var second));
        Assert.Equal(used, CpuClock.Difference(second, first));
    }

    [Theory]
    [InlineData("")]
    [InlineData("usage_usec")]
    [InlineData("usage_usec 12")]
    [InlineData("usage_usec -5\n")]
    [InlineData("usage_usec 99999999999999999999\n")]
    [InlineData("usage_usec 9223372036854775807\n")]
    [InlineData("usage_usec 18446744073709552\n")]
    [InlineData("user_usec 5\n")]
    [InlineData("\0\0\0\0")]
    public void A_garbage_counter_is_counted_and_loses_no_other_group(string text)
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a", 2_000);
        _tree.SetGroup("/b", 2_000);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        _tree.SetGroupText("/a", text);
        Assert.Equal(["/b"], probe.Read().Paths);
        _tree.SetGroup("/a", 3_000);
        Assert.Equal(3_000, probe.Read().Group("/a").CpuNanoseconds);
        Assert.Equal(1, probe.Faults.Log.Count(FaultKind.GroupUnreadable));
        Assert.Equal(
            ["Warning: GroupUnreadable: cpu.stat: The CPU time of a cgroup is missing, is not a number or may not be read. What it uses meanwhile counts "
                + "for the group above it, or for nobody; run as root, and mount cgroupfs itself when in a container.",
                "Information: GroupUnreadable: cpu.stat: recovered"],
            probe.Faults.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("-5\n")]
    [InlineData("+5\n")]
    [InlineData("12")]
    [InlineData("99999999999999999999\n")]
    [InlineData("18446744073709551616\n")]
    [InlineData("usage_usec 5\n")]
    public void A_garbage_counter_of_version_1_is_counted_and_loses_no_other_group(string text)
    {
        _tree.WithVersion1();
        _tree.SetGroup("/a", 2_000);
        _tree.SetGroup("/b", 2_000);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        _tree.SetGroupText("/a", text);
        _tree.SetGroup("/", 1_000);
        Assert.Equal(["/b", "/"], probe.Read().Paths);
        Assert.Equal(1, probe.Faults.Log.Count(FaultKind.GroupUnreadable));
        _tree.SetGroup("/a", 3_000);
        _tree.SetGroup("/", 2_000);
        var back = probe.Read().Group("/a");
        Assert.Equal((3_000L, true), (back.CpuNanoseconds, back.IsBaseline));
        Assert.Equal("Information: GroupUnreadable: cpuacct.usage: recovered", probe.Faults.Lines[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_counter_that_is_missing_is_counted_and_that_of_a_group_that_is_gone_is_not(int version)
    {
        var file = version == 1 ? "cpuacct.usage" : "cpu.stat";
        _ = version == 1 ? _tree.WithVersion1() : _tree.WithVersion2();
        _tree.SetGroup("/a", 2_000);
        _tree.SetGroup("/b", 2_000);
        using var probe = new UsageProbe(_tree, descriptors: 0);
        probe.Read();
        File.Delete(Path.Combine(_tree.GroupDirectory("/a"), file));
        Assert.DoesNotContain("/a", probe.Read().Paths);
        Assert.Equal(1, probe.Faults.Log.Count(FaultKind.GroupUnreadable));
        _tree.SetGroup("/a", 2_000);
        if (version == 1) _tree.SetGroup("/", 1_000);
        Assert.True(probe.Read().Group("/a").IsBaseline);
        _tree.SetGroup("/a", 3_000);
        if (version == 1) _tree.SetGroup("/", 2_000);
        Assert.False(probe.Read().Group("/a").IsBaseline);
        _tree.RemoveGroup("/b");
        Assert.True(probe.Read().Group("/b").Ended);
        Assert.Equal(1, probe.Faults.Log.Count(FaultKind.GroupUnreadable));
    }

    [Fact]
    public void Groups_deeper_than_the_limit_count_with_the_group_above_them()
    {
        _tree.WithVersion2();
        var path = string.Concat(Enumerable.Range(1, 40).Select(level => string.Create(CultureInfo.InvariantCulture, $"/{level}")));
        for (var i = 1; i <= 40; i++) _tree.SetGroup(string.Join('/', path.Split('/').Take(i + 1)), 1_000);
        _tree.SetProcess(10, "deep", 5, 100, path);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal(32, probe.Paths.Count);
        Assert.EndsWith("/31/32", probe.Process(10).Process.Group!.Path, StringComparison.Ordinal);
        Assert.Equal("Warning: GroupUnreadable: the cgroup tree: In the tree of cgroups groups deeper than 32 levels are counted with the group above them.",
            Assert.Single(probe.Faults.Lines));
    }

    [Fact]
    public void A_link_in_the_tree_is_not_followed()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a", 2_000);
        Directory.CreateSymbolicLink(_tree.GroupDirectory("/a/loop"), _tree.GroupDirectory("/"));
        using var probe = new UsageProbe(_tree);
        Assert.Equal(["/a"], probe.Read().Read().Paths);
    }

    [Fact]
    public void A_container_goes_by_its_short_id_until_its_name_is_known()
    {
        var labels = new LabelsProbe();
        _tree.WithVersion2();
        _tree.SetGroup("/docker/" + Id + "/init.scope", 2_000);
        _tree.SetGroup("/docker/" + Id, 2_000);
        _tree.SetProcess(10, "one", 5, 100, "/docker/" + Id + "/init.scope");
        using var probe = new UsageProbe(_tree, labels);
        var before = probe.Read().Process(10).Process;
        Assert.Equal((Id[..12], "docker", ""), (before.Container!.Name, before.Container.Runtime, before.Container.Image));

        labels.Known[Id] = new ContainerLabels { Name = "web", Image = "nginx:1", Namespace = "prod", Pod = "web-0", Runtime = "podman" };
        var after = probe.Read().Process(10).Process;
        Assert.Equal(("web", "nginx:1", "prod", "web-0", "docker"),
            (after.Container!.Name, after.Container.Image, after.Container.Namespace, after.Container.Pod, after.Container.Runtime));
        Assert.Equal(before.Group!.Id, after.Group!.Id);
        Assert.Same(after.Container, probe.Group("/docker/" + Id).Group.Container);

        // Nothing new is nothing to publish, and an engine that goes away takes no name with it.
        labels.Known[Id] = labels.Known[Id] with { };
        Assert.Same(after, probe.Read().Process(10).Process);
        labels.Known.Clear();
        Assert.Same(after, probe.Read().Process(10).Process);
    }

    [Theory]
    [InlineData("/lxc.payload.production-web-01", "/lxc.payload.production-web-02")]
    [InlineData("/lxc/production-web-01", "/lxc/production-web-02")]
    [InlineData(@"/machine.slice/machine-lxc\x2d1\x2dproduction-01.scope", @"/machine.slice/machine-lxc\x2d1\x2dproduction-02.scope")]
    public void A_container_that_goes_by_the_name_it_was_given_shows_all_of_it(string one, string other)
    {
        _tree.WithVersion2();
        _tree.SetGroup(one, 2_000);
        _tree.SetGroup(other, 2_000);
        using var probe = new UsageProbe(_tree);
        var (first, second) = (probe.Read().Group(one).Group.Container!, probe.Group(other).Group.Container!);
        Assert.Equal((first.Id, first.Id), (first.Name, first.ShortId));
        Assert.Equal((second.Id, second.Id), (second.Name, second.ShortId));
        Assert.NotEqual(first.ShortId, second.ShortId);
    }

    [Fact]
    public void The_outermost_container_owns_what_is_nested_in_it()
    {
        _tree.WithVersion2();
        var inner = "/docker/" + Id + "/docker/" + HostContainerPaths.B;
        _tree.SetGroup(inner, 2_000);
        _tree.SetProcess(10, "one", 5, 100, inner);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(Id, probe.Read().Process(10).Process.Container!.Id);
    }

    [Fact]
    public void A_pod_is_known_by_its_uid_and_the_engine_that_answers_is_the_runtime_of_a_bare_id()
    {
        var labels = new LabelsProbe();
        labels.Known[Id] = new ContainerLabels { Name = "app", Runtime = "docker" };
        _tree.WithVersion2();
        var path = $"/kubepods/burstable/pod{HostContainerPaths.PodUid}/";
        _tree.SetGroup(path + Id, 2_000);
        _tree.SetGroup(path + HostContainerPaths.B, 2_000);
        _tree.SetGroup(path.TrimEnd('/'), 4_000);
        using var probe = new UsageProbe(_tree, labels);
        var named = probe.Read().Group(path + Id).Group.Container!;
        Assert.Equal(("app", "docker", HostContainerPaths.PodUid, HostContainerPaths.PodUid), (named.Name, named.Runtime, named.Pod, named.PodUid));
        Assert.Equal("unknown", probe.Group(path + HostContainerPaths.B).Group.Container!.Runtime);
        Assert.Null(probe.Group(path.TrimEnd('/')).Group.Container);
    }
}
