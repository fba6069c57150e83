using System.Text;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>Groups that are made and removed between two reads: no walk ever finds them, and their tasks have only the id of them.</summary>
public sealed class MadeGroupTests : IDisposable
{
    private const long Hour = 3_600_000_000_000;
    private const ulong Gone = 777_001;
    private static readonly string Id = new('c', 64);

    private readonly HostTree _tree = new HostTree().WithVersion2();
    private readonly BpfProbe _probe;

    public MadeGroupTests()
    {
        _tree.SetGroup("/host", 0);
        _tree.SetGroup("/docker", 0);
        _probe = new BpfProbe(_tree);
        Kernel.Start(40, group: Inode("/host"), comm: "shim", ago: Hour);
        _probe.Begin();
    }

    private FakeKernel Kernel => _probe.Kernel;

    public void Dispose()
    {
        _probe.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void A_container_that_lived_between_two_reads_is_that_container_and_not_its_parent_process()
    {
        Kernel.MakeGroup(Gone, Inode("/docker"), Encoding.ASCII.GetBytes(Id));
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("brief", "/docker/" + Id)]);
        var reading = _probe.Process(41);
        Assert.True(reading.Ended);
        Assert.Equal((Id, "docker"), (reading.Process.Container!.Id, reading.Process.Container.Runtime));
    }

    [Fact]
    public void Without_word_of_the_kernel_it_is_its_parent_process_as_before()
    {
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("brief", "/host")]);
    }

    [Fact]
    public void All_processes_of_the_group_are_in_one_group_also_those_that_end_later()
    {
        Kernel.MakeGroup(Gone, Inode("/docker"), Encoding.ASCII.GetBytes(Id));
        Burn(41, Gone, "first", 1);
        Burn(42, Gone, "second", 2);
        _probe.Read();
        var group = _probe.Process(41).Process.Group;
        Assert.Same(group, _probe.Process(42).Process.Group);
        for (var i = 0; i < 15; i++) _probe.Read();
        Burn(43, Gone, "late", 3);
        _probe.Read();
        Assert.Same(group, _probe.Process(43).Process.Group);
    }

    [Fact]
    public void A_pod_that_is_gone_with_its_container_still_names_it()
    {
        const string Pod = "kubepods-besteffort-pod0a1b2c3d_0000_4000_8000_000000000001.slice";
        _tree.SetGroup("/kubepods.slice", 0);
        Kernel.MakeGroup(Gone, Inode("/kubepods.slice"), "kubepods-besteffort.slice"u8);
        Kernel.MakeGroup(Gone + 1, Gone, Encoding.ASCII.GetBytes(Pod));
        Kernel.MakeGroup(Gone + 2, Gone + 1, Encoding.ASCII.GetBytes($"cri-containerd-{Id}.scope"));
        Burn(41, Gone + 2, "job", 9);
        _probe.Read();
        Assert.Equal(9, _probe.Counted[("job", $"/kubepods.slice/kubepods-besteffort.slice/{Pod}/cri-containerd-{Id}.scope")]);
        var container = _probe.Process(41).Process.Container!;
        Assert.Equal((Id, "containerd", "0a1b2c3d-0000-4000-8000-000000000001"), (container.Id, container.Runtime, container.PodUid));
    }

    [Fact]
    public void The_name_that_an_engine_knows_is_the_containers_name()
    {
        var labels = new LabelsProbe();
        labels.Known[Id] = new ContainerLabels { Name = "nightly", Image = "image:1" };
        using var probe = new BpfProbe(_tree, labels);
        probe.Begin();
        probe.Kernel.MakeGroup(Gone, Inode("/docker"), Encoding.ASCII.GetBytes(Id));
        var task = probe.Kernel.Start(41, group: Gone, comm: "brief");
        task.Runtime = 5;
        probe.Kernel.Free(task);
        probe.Read();
        Assert.Equal("nightly", probe.Process(41).Process.Container!.Name);
    }

    [Fact]
    public void A_group_that_is_there_is_the_one_that_the_walk_found()
    {
        _tree.SetGroup("/docker/" + Id, 0);
        Kernel.MakeGroup(Inode("/docker/" + Id), Inode("/docker"), Encoding.ASCII.GetBytes(Id));
        var task = Kernel.Start(41, group: Inode("/docker/" + Id), comm: "lives");
        task.Runtime = 5;
        _probe.Read();
        var group = _probe.Process(41).Process.Group;
        task.Runtime += 6;
        for (var i = 0; i < 20; i++) _probe.Read();
        Burn(42, task.Group, "later", 1);
        _probe.Read();
        Assert.Same(group, _probe.Process(42).Process.Group);
        Assert.Equal(11, _probe.Counted[("lives", "/docker/" + Id)]);
    }

    [Fact]
    public void A_group_that_is_made_while_the_tasks_are_read_is_found_by_another_walk_of_the_same_read()
    {
        // The tree is walked for the first one before the other is there.
        _tree.SetGroup("/new", 0);
        Kernel.Start(41, group: Inode("/new"), comm: "early").Runtime = 1;
        var task = Kernel.Start(42, comm: "late");
        Kernel.Hide(task);
        Kernel.OnTakeEnded = () =>
        {
            Kernel.OnTakeEnded = null;
            _tree.SetGroup("/just-made", 0);
            Kernel.MakeGroup(Inode("/just-made"), Inode("/"), "just-made"u8);
            (task.Group, task.Runtime) = (Inode("/just-made"), 4);
            Kernel.Free(task);
        };
        _probe.Read();
        Assert.Equal(1, _probe.Counted[("early", "/new")]);
        Assert.Equal(4, _probe.Counted[("late", "/just-made")]);
        var group = _probe.Process(42).Process.Group;
        Burn(43, task.Group, "later", 1);
        _probe.Read();
        Assert.Same(group, _probe.Process(43).Process.Group);
    }

    [Fact]
    public void Groups_within_the_scope_of_a_machine_are_the_scope_as_they_are_in_a_walk()
    {
        const string Scope = @"/machine.slice/machine-qemu\x2d1\x2dweb.scope";
        _tree.SetGroup(Scope, 0);
        Kernel.MakeGroup(Gone, Inode(Scope), "libvirt"u8);
        Kernel.MakeGroup(Gone + 1, Gone, "vcpu0"u8);
        Burn(41, Gone + 1, "helper", 7);
        _probe.Read();
        Assert.Equal(7, _probe.Counted[("helper", Scope)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../etc")]
    public void A_name_that_no_directory_has_is_left_out(string name)
    {
        Kernel.MakeGroup(Gone, Inode("/docker"), Encoding.ASCII.GetBytes(name));
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("brief", "/host")]);
    }

    [Fact]
    public void A_name_of_any_other_bytes_is_shown_as_text()
    {
        byte[] name = [0xff, (byte)'\n', (byte)'"', .. Enumerable.Repeat((byte)'x', 252)];
        Kernel.MakeGroup(Gone, Inode("/docker"), name);
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        var path = _probe.Process(41).Process.Group!.Path;
        Assert.StartsWith("/docker/", path, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', path);
        Assert.EndsWith(new string('x', 252), path, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_are_in_each_other_for_ever_end_at_the_deepest_level_that_is_followed()
    {
        for (var i = 0UL; i < 40; i++) Kernel.MakeGroup(Gone + i, Gone + ((i + 1) % 40), "loop"u8);
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("brief", "/host")]);
    }

    [Fact]
    public void Only_the_latest_are_remembered()
    {
        for (var i = 0UL; i <= MadeGroups.Capacity; i++) Kernel.MakeGroup(Gone + i, Inode("/docker"), Encoding.ASCII.GetBytes($"g{i}"));
        Burn(41, Gone, "oldest", 1);
        Burn(42, Gone + 1, "next", 2);
        Burn(43, Gone + MadeGroups.Capacity, "latest", 3);
        _probe.Read();
        Assert.Equal(1, _probe.Counted[("oldest", "/host")]);
        Assert.Equal(2, _probe.Counted[("next", "/docker/g1")]);
        Assert.Equal(3, _probe.Counted[("latest", $"/docker/g{MadeGroups.Capacity}")]);
    }

    [Fact]
    public void A_buffer_that_cannot_be_read_is_a_fault_and_loses_no_sample()
    {
        Kernel.MadeError = -5;
        Kernel.MakeGroup(Gone, Inode("/docker"), Encoding.ASCII.GetBytes(Id));
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("brief", "/host")]);
        Assert.True(_probe.Faults.Log.Count(FaultKind.UsageUnreadable) > 0);
        Kernel.MadeError = 0;
        Burn(42, Gone, "again", 5);
        _probe.Read();
        Assert.Equal(5, _probe.Counted[("again", "/docker/" + Id)]);
    }

    [Fact]
    public void Groups_for_which_there_was_no_room_are_counted()
    {
        Kernel.LoseGroups(3);
        _probe.Read();
        Assert.Equal(3, _probe.Faults.Log.Count(FaultKind.UsageRecordDropped));
        _probe.Read();
        Assert.Equal(3, _probe.Faults.Log.Count(FaultKind.UsageRecordDropped));
    }

    [Fact]
    public void A_dropped_record_of_a_task_finds_a_group_that_is_gone()
    {
        Kernel.MakeGroup(Gone, Inode("/docker"), Encoding.ASCII.GetBytes(Id));
        Kernel.RingCapacity = 0;
        Burn(41, Gone, "brief", 300);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("(dropped)", "/docker/" + Id)]);
    }

    private void Burn(int pid, ulong group, string comm, ulong nanoseconds)
    {
        var task = Kernel.Start(pid, group: group, comm: comm);
        task.Parent = 40;
        task.Runtime = nanoseconds;
        Kernel.Free(task);
    }

    private ulong Inode(string path) => GroupInode.Of(_tree, path);
}
