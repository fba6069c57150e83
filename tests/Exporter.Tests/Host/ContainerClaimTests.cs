using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Tests.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>Groups with the id of a container that is another one: made by whoever may make groups, or left by an engine.</summary>
public sealed class ContainerClaimTests : IDisposable
{
    private const string Id = HostContainerPaths.A;
    private const string True = $"/system.slice/docker-{Id}.scope";
    private const string User = "/user.slice/user-1000.slice/user@1000.service";
    private const string Claim = $"{User}/docker-{Id}.scope";
    private const string Rootless = $"{User}/user.slice/libpod-{Id}.scope";
    private const string OtherUser = $"/user.slice/user-1001.slice/user@1001.service/docker-{Id}.scope";

    private readonly HostTree _tree = new HostTree().WithVersion2();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void What_a_user_runs_under_the_id_of_a_container_is_not_that_container()
    {
        Make(True);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(Id, Container(probe.Read(), True));
        Make(Claim);
        Make(Claim + "/init");
        _tree.SetProcess(10, "miner", 5, 100, Claim + "/init");
        probe.Read();
        Assert.Equal(Id, Container(probe, True));
        Assert.Null(Container(probe, Claim));
        Assert.Null(probe.Process(10).Process.Container);
        Assert.Equal(Claim + "/init", probe.Process(10).Process.Group!.Path);
        Assert.Equal(1, probe.Read().Faults.Log.Count(FaultKind.GroupUnreadable));
        _tree.RemoveGroup(Claim);
        probe.Read();
        Assert.Equal(
            ["Warning: GroupUnreadable: the container of a cgroup: A cgroup has the id of a container that is or was another one, and is not taken for it: "
                + $"{Claim}. Somebody made it who may make groups there; look who runs in it.",
                "Information: GroupUnreadable: the container of a cgroup: recovered"],
            probe.Faults.Lines);
    }

    [Fact]
    public void The_kernels_own_books_tell_them_apart_as_well()
    {
        Make(True);
        Make(Claim);
        using var probe = new BpfProbe(_tree);
        probe.Kernel.Start(10, group: GroupInode.Of(_tree, True), comm: "victim");
        probe.Kernel.Start(11, group: GroupInode.Of(_tree, Claim), comm: "miner");
        probe.Read();
        Assert.Equal(Id, probe.Process(10).Process.Container?.Id);
        Assert.Null(probe.Process(11).Process.Container);
    }

    [Fact]
    public void Whichever_is_found_first_the_place_where_only_root_makes_groups_is_the_true_one()
    {
        Make(Claim);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(Id, Container(probe.Read(), Claim));
        Make(True);
        probe.Read();
        Assert.Equal((Id, null), (Container(probe, True), Container(probe, Claim)));
    }

    [Fact]
    public void An_id_that_was_a_container_of_the_host_is_not_a_users_when_that_one_has_ended()
    {
        Make(True);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        _tree.RemoveGroup(True);
        Make(Claim);
        Assert.Null(Container(probe.Read(), Claim));
        Assert.Null(Container(probe.Read(), Claim));
        Make(True);
        Assert.Equal(Id, Container(probe.Read(), True));
    }

    [Fact]
    public void A_container_without_root_is_one_with_all_that_is_in_it()
    {
        Make(Rootless);
        Make(Rootless + "/container");
        Make($"{User}/user.slice/libpod-conmon-{Id}.scope");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal((Id, Id), (Container(probe, Rootless), Container(probe, Rootless + "/container")));
        Assert.Null(Container(probe, $"{User}/user.slice/libpod-conmon-{Id}.scope"));
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void Of_two_users_the_one_that_was_there_first_has_it_until_it_ends()
    {
        Make(Rootless);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Make(OtherUser);
        probe.Read();
        Assert.Equal((Id, null), (Container(probe, Rootless), Container(probe, OtherUser)));
        _tree.RemoveGroup(Rootless);
        Assert.Equal(Id, Container(probe.Read(), OtherUser));
    }

    [Theory]
    [InlineData(True, $"/ci.slice/docker-{Id}.scope")]
    [InlineData($"/ci.slice/docker-{Id}.scope", True)]
    [InlineData($"/system.slice/a.service/docker-{Id}.scope", $"/system.slice/b.service/docker-{Id}.scope")]
    [InlineData($"/system.slice/b.service/docker-{Id}.scope", $"/system.slice/a.service/docker-{Id}.scope")]
    [InlineData(True, True)]
    public void A_container_that_is_started_again_elsewhere_is_the_same_one(string before, string after)
    {
        // Where both places are known already, the new group may be found before it is seen that the old one is gone.
        Make(before);
        Make(after[..after.LastIndexOf('/')]);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        if (before == after)
        {
            _tree.ReplaceGroup(before, 1_000);
        }
        else
        {
            _tree.RemoveGroup(before);
            Make(after);
        }

        var now = Assert.Single(probe.Read().Sample.Groups.Items.ToArray(), reading => reading.Group.Path == after && !reading.Ended);
        Assert.Equal(Id, now.Group.Container?.Id);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void Two_groups_of_one_sandbox_are_one_container()
    {
        var pod = $"/kubepods.slice/kubepods-pod{HostContainerPaths.PodUid.Replace('-', '_')}.slice/cri-containerd-{Id}.scope";
        Make($"/kata_overhead/{Id}");
        Make(pod);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Assert.Equal((Id, Id), (Container(probe, pod), Container(probe, $"/kata_overhead/{Id}")));
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void What_is_nested_in_a_claim_is_no_container_either()
    {
        var nested = $"{Claim}/docker-{HostContainerPaths.B}.scope";
        Make(True);
        Make(nested);
        using var probe = new UsageProbe(_tree);
        Assert.Null(Container(probe.Read(), nested));
        Assert.Null(Container(probe, Claim));
    }

    [Fact]
    public void A_name_that_people_choose_may_be_anothers_after_its_owner_ended()
    {
        Make("/lxc.payload.web");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        Make($"{User}/lxc.payload.web");
        Assert.Null(Container(probe.Read(), $"{User}/lxc.payload.web"));
        _tree.RemoveGroup("/lxc.payload.web");
        Assert.Equal("web", Container(probe.Read(), $"{User}/lxc.payload.web"));
    }

    private static string? Container(UsageProbe probe, string path) => probe.Group(path).Group.Container?.Id;

    private void Make(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
            if (!Directory.Exists(_tree.GroupDirectory(path[..slash]))) _tree.SetGroup(path[..slash], 1_000);
        _tree.SetGroup(path, 1_000);
    }
}
