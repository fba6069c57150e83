using System.Globalization;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Tests.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>Somebody makes directories in a group of his own until no more are followed.</summary>
public sealed class GroupPlacesTests : IDisposable
{
    private const string User = "/user.slice/user-1000.slice/user@1000.service";
    private const string Container = $"/system.slice/docker-{HostContainerPaths.A}.scope";
    private const string Machine = @"/machine.slice/machine-qemu\x2d3\x2dweb.scope";

    private readonly HostTree _tree = new HostTree().WithVersion2();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Who_fills_a_group_of_his_own_hides_no_container_and_no_machine_of_others_from_either_source()
    {
        Fill(User + "/x", GroupPlaces.Most + 10);
        using var probe = new UsageProbe(_tree);
        using var kernel = new BpfProbe(_tree);
        probe.Read();
        kernel.Read();
        MakeOthers();
        _tree.SetProcess(10, "app", 5, 100, Container);
        kernel.Kernel.Start(10, group: GroupInode.Of(_tree, Container), comm: "app");
        AssertSeen(probe);
        Assert.Equal(HostContainerPaths.A, probe.Process(10).Process.Container?.Id);
        Assert.Equal(HostContainerPaths.A, kernel.Read().Process(10).Process.Container?.Id);
        Assert.Equal(
            "Warning: GroupUnreadable: the cgroup tree: In the tree of cgroups there are more than 2048 groups in a container, in a unit or of a user, or more than "
                + "12288 in all of those; further ones are counted with the group above them.",
            Assert.Single(probe.Faults.Lines));
    }

    [Theory]
    [InlineData("/lxc.payload.tenant/x")]
    [InlineData("/system.slice/delegated.service")]
    public void A_container_and_a_unit_have_no_more_of_the_places(string delegated)
    {
        Fill(delegated, GroupPlaces.MostOfOne + 10);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        MakeOthers();
        AssertSeen(probe);
        Assert.Single(probe.Faults.Lines);
    }

    [Fact]
    public void Many_who_fill_theirs_hide_nobody_either()
    {
        for (var i = 0; i < 7; i++) Fill(string.Create(CultureInfo.InvariantCulture, $"/system.slice/delegated-{i}.service/x"), GroupPlaces.MostOfOne + 10);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        MakeOthers();
        AssertSeen(probe);
    }

    [Fact]
    public void What_is_left_out_is_found_when_there_is_room_again_and_the_fault_stands_until_then()
    {
        Fill(User + "/x", GroupPlaces.MostOfOne);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        probe.Read();
        Assert.Single(probe.Faults.Lines);
        for (var i = 0; i < 20; i++) Directory.Delete(_tree.GroupDirectory($"{User}/x/{i.ToString(CultureInfo.InvariantCulture)}"));
        probe.Read();
        probe.Read();
        Assert.Equal("Information: GroupUnreadable: the cgroup tree: recovered", probe.Faults.Lines[^1]);
        _tree.SetGroup(User + "/x/late", 7_000);
        Assert.Equal(7_000, probe.Read().Group(User + "/x/late").CpuNanoseconds);
    }

    [Fact]
    public void A_process_in_a_group_that_is_left_out_counts_with_the_group_above_it()
    {
        Fill("/lxc.payload.tenant/x", GroupPlaces.MostOfOne + 10);
        _tree.SetGroup("/lxc.payload.tenant/z", 1_000);
        _tree.SetProcess(10, "app", 5, 100, "/lxc.payload.tenant/x/none/deep");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("tenant", probe.Read().Process(10).Process.Container?.Id);
    }

    private static void AssertSeen(UsageProbe probe)
    {
        Assert.Equal(HostContainerPaths.A, probe.Read().Group(Container).Group.Container?.Id);
        Assert.Equal(1_000, probe.Group(Machine).CpuNanoseconds);
    }

    /// <summary>A container and a machine of others, made after all of it.</summary>
    private void MakeOthers()
    {
        _tree.SetGroup("/system.slice", 1_000);
        _tree.SetGroup(Container, 1_000);
        _tree.SetGroup("/machine.slice", 1_000);
        _tree.SetGroup(Machine, 1_000);
    }

    private void Fill(string path, int groups)
    {
        for (var i = 0; i < groups; i++) Directory.CreateDirectory(_tree.GroupDirectory($"{path}/{i.ToString(CultureInfo.InvariantCulture)}"));
    }
}
