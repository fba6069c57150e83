using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Bpf;

public sealed class BpfUsageSourceTests : IDisposable
{
    private const long Hour = 3_600_000_000_000;
    private const string Scope = @"/machine.slice/machine-qemu\x2d1\x2dweb.scope";

    private readonly HostTree _tree = new HostTree().WithVersion2();
    private readonly BpfProbe _probe;

    public BpfUsageSourceTests()
    {
        _tree.SetGroup("/a", 0);
        _tree.SetGroup("/b", 0);
        _probe = new BpfProbe(_tree);
    }

    private FakeKernel Kernel => _probe.Kernel;

    public void Dispose()
    {
        _probe.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void What_a_process_used_before_the_first_read_is_a_baseline_and_what_follows_is_counted()
    {
        var task = Kernel.Start(10, group: Inode("/a"), comm: "old", ago: Hour);
        task.Runtime = 5_000_000_000;
        _probe.Begin();
        task.Runtime += 123_456_789;
        _probe.Read();
        Assert.Equal(123_456_789, _probe.Counted[("old", "/a")]);
        Assert.Single(_probe.Counted);
    }

    [Fact]
    public void Only_what_ran_is_mentioned_after_the_first_two_reads()
    {
        Kernel.Start(10, group: Inode("/a"), ago: Hour).Runtime = 1;
        var busy = Kernel.Start(11, group: Inode("/a"), ago: Hour);
        _probe.Read();
        Assert.Equal([10, 11], _probe.Pids);
        _probe.Read();
        Assert.Equal([10, 11], _probe.Pids);
        busy.Runtime += 1;
        _probe.Read();
        Assert.Equal([11], _probe.Pids);
        _probe.Read();
        Assert.Empty(_probe.Pids);
        Assert.Equal(2, Kernel.FullReads);
    }

    [Fact]
    public void Processes_are_bound_with_their_group_and_a_machine_by_its_threads()
    {
        _tree.WithPackages(0, 1).SetGroupFile("/a", "cpuset.cpus.effective", "1\n");
        _tree.SetProcess(500, "qemu", 0, 100, "/b", "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        _tree.SetThreadStatus(500, 501, "CPU 0/KVM", "0");
        var packages = new CpuPackages(_tree.Sys);
        packages.Read([0, 1]);
        using var probe = new BpfProbe(_tree, packages: packages);
        var bound = probe.Kernel.Start(10, group: Inode("/a"), ago: Hour);
        var machine = probe.Kernel.Start(500, group: Inode("/b"), comm: "qemu-system-x86", ago: Hour);
        var free = probe.Kernel.Start(11, group: Inode("/b"), ago: Hour);
        probe.Begin();
        (bound.Runtime, machine.Runtime, free.Runtime) = (10, 10, 10);
        probe.Read();
        Assert.Equal([(10, 1), (11, null), (500, 0)], PackagesOf(probe));

        // The group is bound otherwise; whoever lives in it is described anew although nobody ran.
        _tree.SetGroupFile("/a", "cpuset.cpus.effective", "0-1\n");
        for (var i = 0; i < 10 && PackagesOf(probe) is not [(10, null), ..]; i++) probe.Read();
        Assert.Equal([(10, null)], PackagesOf(probe));
    }

    [Fact]
    public void Threads_add_up_to_their_process_also_those_that_ended()
    {
        var leader = Kernel.Start(10, group: Inode("/a"), comm: "server", ago: Hour);
        var worker = Kernel.Start(11, leader, comm: "worker", ago: Hour);
        _probe.Begin();
        leader.Runtime += 10;
        worker.Runtime += 200;
        var fresh = Kernel.Start(12, leader, comm: "fresh");
        fresh.Runtime += 3_000;
        _probe.Read();
        Assert.Equal(3_210, _probe.Of("server"));
        worker.Runtime += 40_000;
        Kernel.Free(worker);
        var brief = Kernel.Start(13, leader, comm: "brief");
        brief.Runtime += 500_000;
        Kernel.Free(brief);
        _probe.Read();
        Assert.Equal(543_210, _probe.Of("server"));
        Assert.Single(_probe.Counted);
        Assert.False(_probe.Process(10).Ended);
    }

    [Fact]
    public void A_process_that_lives_and_dies_between_two_reads_is_counted_whole_under_its_last_name_and_group()
    {
        _probe.Begin();
        var brief = Kernel.Start(77, group: Inode("/b"), comm: "sh");
        brief.Runtime = 5_000_001;
        brief.Named("work");
        Kernel.Free(brief);
        _probe.Read();
        var reading = _probe.Process(77);
        Assert.True(reading is { Newborn: true, Ended: true, CpuNanoseconds: 5_000_001 });
        Assert.Equal(5_000_001, _probe.Counted[("work", "/b")]);
        _probe.Read();
        Assert.Empty(_probe.Pids);
    }

    [Fact]
    public void A_process_that_the_kernel_frees_only_after_the_next_read_is_counted_whole()
    {
        _probe.Begin();
        var brief = Kernel.Start(77, group: Inode("/b"), comm: "brief");
        brief.Runtime = 5_000_001;
        Kernel.Hide(brief);
        _probe.Read();
        Kernel.Free(brief);
        _probe.Read();
        Assert.Equal(5_000_001, _probe.Counted[("brief", "/b")]);
    }

    [Fact]
    public void A_process_that_ends_after_it_was_read_brings_its_last_slice()
    {
        _probe.Begin();
        var task = Kernel.Start(77, group: Inode("/b"), comm: "work");
        task.Runtime = 1_000;
        _probe.Read();
        task.Runtime = 1_750;
        Kernel.Free(task);
        _probe.Read();
        Assert.True(_probe.Process(77).Ended);
        Assert.Equal(1_750, _probe.Of("work"));
    }

    [Fact]
    public void A_pid_that_is_used_again_within_a_tick_makes_two_processes()
    {
        var first = Kernel.Start(50, group: Inode("/a"), comm: "first", ago: Hour);
        _probe.Begin();
        first.Runtime += 100;
        Kernel.Free(first);
        Kernel.Now += 20_000_000;
        var second = Kernel.Start(50, group: Inode("/b"), comm: "second");
        second.Runtime = 7;
        Kernel.Free(second);
        Kernel.Now += 20_000_000;
        var third = Kernel.Start(50, group: Inode("/b"), comm: "third");
        third.Runtime = 9;
        _probe.Read();
        Assert.Equal(100, _probe.Of("first"));
        Assert.Equal(7, _probe.Of("second"));
        Assert.Equal(9, _probe.Of("third"));
        third.Runtime += 1;
        _probe.Read();
        Assert.Equal(10, _probe.Of("third"));
    }

    [Fact]
    public void A_thread_whose_process_was_reported_already_still_counts()
    {
        var leader = Kernel.Start(50, group: Inode("/a"), comm: "server", ago: Hour);
        var worker = Kernel.Start(51, leader, comm: "worker", ago: Hour);
        _probe.Begin();
        worker.Runtime += 1_000;
        _probe.Read();
        Kernel.Free(leader);
        Kernel.Hide(worker);
        _probe.Read();
        Assert.True(_probe.Process(50).Ended);
        worker.Runtime += 500;
        var record = worker.ToRecord();

        // What is read of a leader that is gone may be anything.
        (record.ProcessStarted, record.Group) = (ulong.MaxValue, 12345);
        record.ProcessComm = default;
        Kernel.Put(record);
        _probe.Read();
        Assert.Equal(1_000, _probe.Of("server"));
        Assert.Equal(500, _probe.Of("worker"));
        _probe.Read();
        Assert.Empty(_probe.Pids);
    }

    [Fact]
    public void A_process_that_ends_before_anyone_could_ask_for_its_group_is_placed_with_its_parent()
    {
        Kernel.Start(40, group: Inode("/b"), comm: "parent", ago: Hour);
        _probe.Begin();
        var child = Kernel.Start(41, group: 999_999_999, comm: "child");
        child.Parent = 40;
        child.Runtime = 300;
        Kernel.Free(child);
        _probe.Read();
        Assert.Equal(300, _probe.Counted[("child", "/b")]);
    }

    [Fact]
    public void A_group_that_is_in_no_walk_is_asked_for_by_path_once_in_the_life_of_its_process()
    {
        _tree.SetGroup(Scope, 0);
        _tree.SetMembership(60, Scope + "/libvirt/emulator");
        var task = Kernel.Start(60, group: 888_888, comm: "helper", ago: Hour);
        _probe.Begin();
        task.Runtime += 5;
        _probe.Read();
        Assert.Equal(5, _probe.Counted[("helper", Scope)]);
        File.Delete(_tree.ProcessFile(60, "cgroup"));
        task.Runtime += 6;
        _probe.Read();
        Assert.Equal(11, _probe.Counted[("helper", Scope)]);
    }

    [Fact]
    public void A_group_that_is_removed_while_its_tasks_still_end_keeps_their_time()
    {
        var task = Kernel.Start(70, group: Inode("/b"), comm: "last", ago: Hour);
        _probe.Begin();
        _tree.RemoveGroup("/b");
        for (var i = 0; i < 15; i++) _probe.Read();
        task.Runtime += 70;
        Kernel.Free(task);
        var unseen = Kernel.Start(71, group: task.Group, comm: "unseen");
        unseen.Runtime = 8;
        Kernel.Free(unseen);
        _probe.Read();
        Assert.Equal(70, _probe.Counted[("last", "/b")]);
        Assert.Equal(8, _probe.Counted[("unseen", "/b")]);
    }

    [Fact]
    public void A_new_group_is_found_with_its_first_task_and_a_move_is_followed()
    {
        var task = Kernel.Start(70, group: Inode("/a"), comm: "mover", ago: Hour);
        _probe.Begin();
        _tree.SetGroup("/new", 0);
        task.Group = Inode("/new");
        task.Runtime += 1;
        _probe.Read();
        Assert.Equal(1, _probe.Counted[("mover", "/new")]);
        task.Group = Inode("/b");
        task.Runtime += 2;
        _probe.Read();
        Assert.Equal(2, _probe.Counted[("mover", "/b")]);
    }

    [Fact]
    public void The_name_of_a_container_reaches_processes_that_sleep()
    {
        var id = new string('a', 64);
        _tree.SetGroup("/docker", 0);
        _tree.SetGroup("/docker/" + id, 0);
        var labels = new LabelsProbe();
        using var probe = new BpfProbe(_tree, labels);
        probe.Kernel.Start(70, group: Inode("/docker/" + id), ago: Hour);
        probe.Begin();
        Assert.Equal("aaaaaaaaaaaa", probe.Process(70).Process.Container!.Name);
        probe.Read();
        Assert.Empty(probe.Pids);
        labels.Known[id] = new ContainerLabels { Name = "web", Image = "image:1" };
        probe.Read();
        Assert.Equal("web", probe.Process(70).Process.Container!.Name);
        probe.Read();
        Assert.Empty(probe.Pids);
    }

    [Fact]
    public void Dropped_records_are_counted_for_their_group_and_the_next_read_is_whole()
    {
        var known = Kernel.Start(20, group: Inode("/a"), comm: "known", ago: Hour);
        known.Runtime = 1_000_000;
        _probe.Begin();
        Kernel.RingCapacity = 1;
        for (var i = 0; i < 5; i++)
        {
            var brief = Kernel.Start(100 + i, group: Inode("/b"), comm: "brief");
            brief.Runtime = 10;
            Kernel.Free(brief);
        }

        known.Runtime += 7;
        Kernel.Free(known);
        Kernel.Lose(9);
        _probe.Read();
        Assert.Equal(10, _probe.Of("brief"));
        Assert.Equal(40, _probe.Counted[("(dropped)", "/b")]);
        Assert.Equal(7, _probe.Counted[("(dropped)", "/a")]);
        Assert.Equal(5, _probe.Faults.Log.Count(FaultKind.UsageRecordDropped));
        Assert.Contains("Sample more often.", Assert.Single(_probe.Faults.Lines), StringComparison.Ordinal);
        var full = Kernel.FullReads;
        _probe.Read();
        Assert.Equal(full + 1, Kernel.FullReads);

        // The process whose record was dropped is missing in two whole reads, and has then ended.
        for (var i = 0; i < 310 && !_probe.Pids.Contains(20); i++) _probe.Read();
        Assert.True(_probe.Process(20).Ended);
    }

    [Fact]
    public void A_read_that_fails_in_the_middle_loses_neither_the_sample_nor_what_comes_after()
    {
        var tasks = Enumerable.Range(10, 20).Select(pid => Kernel.Start(pid, group: Inode("/a"), comm: "t" + pid, ago: Hour)).ToList();
        _probe.Begin();
        foreach (var task in tasks) task.Runtime += 10;
        (Kernel.ReadError, Kernel.ChunkSize) = (-5, static () => TaskRecord.Size * 3);
        _probe.Read();
        Assert.Equal(3, _probe.Pids.Count);
        Assert.Equal(1, _probe.Faults.Log.Count(FaultKind.UsageUnreadable));
        Kernel.ReadError = 0;
        foreach (var task in tasks) task.Runtime += 1;
        _probe.Read();
        Assert.Equal(20, _probe.Counted.Count);
        Assert.Equal(1, _probe.Of("t29"));
        Assert.Equal(11, _probe.Of("t10"));
        Assert.EndsWith("recovered", _probe.Faults.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_refuses_every_read_is_a_fault_and_no_crash()
    {
        Kernel.Start(10, group: Inode("/a"), ago: Hour);
        _probe.Begin();
        (Kernel.BeginError, Kernel.RingError) = (-1, -1);
        for (var i = 0; i < 5; i++) _probe.Read();
        Assert.Empty(_probe.Pids);
        Assert.Equal(10, _probe.Faults.Log.Count(FaultKind.UsageUnreadable));
        Assert.Equal(2, _probe.Faults.Lines.Count);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x41 }, "\ufffd\ufffdA")]
    [InlineData(new byte[] { 0x0a, 0x1b, 0x22, 0x5c }, "\ufffd\ufffd\"\\")]
    [InlineData(new byte[] { }, "?")]
    [InlineData(new byte[] { 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f, 0x50 }, "ABCDEFGHIJKLMNOP")]
    public void A_name_of_any_bytes_becomes_text(byte[] comm, string command)
    {
        var task = Kernel.Start(10, group: Inode("/a"), ago: Hour);
        task.Comm = comm;
        _probe.Begin();
        Assert.Equal(command, _probe.Process(10).Process.Command);
    }

    [Fact]
    public void Numbers_that_no_kernel_writes_are_not_counted()
    {
        var task = Kernel.Start(10, group: Inode("/a"), comm: "liar", ago: Hour);
        _probe.Begin();
        var record = task.ToRecord();
        (record.Runtime, record.Written) = (5, 10);
        Kernel.Put(record);
        (record.Runtime, record.Written) = (ulong.MaxValue, 0);
        Kernel.Put(record);
        _probe.Read();
        Assert.Equal(0, _probe.Of("liar"));
    }

    [Fact]
    public void Threads_of_a_machine_have_roles_and_its_vhost_threads_are_its_own()
    {
        _tree.SetProcess(500, "qemu", 0, 100, "/a", "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        var main = Kernel.Start(500, group: Inode("/a"), comm: "qemu-system-x86", ago: Hour);
        var vcpu = Kernel.Start(501, main, comm: "CPU 0/KVM", ago: Hour);
        var disk = Kernel.Start(502, main, comm: "IO iothread0", ago: Hour);
        var user = Kernel.Start(503, main, comm: "vhost-500", ago: Hour);
        var kernel = Kernel.Start(504, group: Inode("/a"), comm: "vhost-500", ago: Hour);
        kernel.Flags = TaskRecord.KernelThread;
        var impostor = Kernel.Start(505, group: Inode("/a"), comm: "vhost-500", ago: Hour);
        _probe.Begin();
        main.Runtime += 1;
        vcpu.Runtime += 20;
        disk.Runtime += 300;
        user.Runtime += 4_000;
        kernel.Runtime += 50_000;
        impostor.Runtime += 600_000;
        _probe.Read();
        Assert.Equal(1, _probe.Roles[("web", VmRole.Emulator)]);
        Assert.Equal(20, _probe.Roles[("web", VmRole.Vcpu)]);
        Assert.Equal(300, _probe.Roles[("web", VmRole.IoThread)]);
        Assert.Equal(54_000, _probe.Roles[("web", VmRole.Vhost)]);
        Assert.Equal("web", _probe.Process(504).Process.OwnerVm!.Name);
        Assert.Null(_probe.Process(505).Process.OwnerVm);
        Kernel.Free(kernel);
        _probe.Read();

        // The end of a helper does not end the machine.
        main.Runtime += 2;
        _probe.Read();
        Assert.Equal("web", _probe.Process(500).Process.OwnerVm!.Name);
    }

    [Fact]
    public void Only_the_kernels_own_threads_for_a_machine_are_believed_by_name()
    {
        _tree.SetProcess(500, "qemu", 0, 100, "/a", "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        File.WriteAllText(_tree.ProcessFile(505, "comm"), "kvm-nx-lpage-recovery-500\n");
        File.WriteAllText(_tree.ProcessFile(506, "comm"), "kvm-nx-lpage-recovery-500\n");
        Kernel.Start(500, group: Inode("/a"), comm: "qemu-system-x86", ago: Hour);
        (int Pid, string Comm, uint Flags, string? Vm)[] cases =
        [
            (504, "kvm-pit/500", TaskRecord.KernelThread, "web"),
            (505, "kvm-nx-lpage-re", TaskRecord.KernelThread, "web"),
            (506, "kvm-nx-lpage-re", 0, null),
            (507, "kvm-pit/500", 0, null),
            (508, "vhost-500", TaskRecord.KernelThread | TaskRecord.QueueWorker, null),
            (509, "vhost-999", TaskRecord.KernelThread, null),
            (510, "kvm-nx-lpage-re", TaskRecord.KernelThread, null),
        ];
        FakeTask[] tasks = [.. cases.Select(each => Kernel.Start(each.Pid, group: Inode("/b"), comm: each.Comm, ago: Hour))];
        for (var i = 0; i < cases.Length; i++) tasks[i].Flags = cases[i].Flags;
        _probe.Begin();
        for (var i = 0; i < cases.Length; i++) tasks[i].Runtime += 1UL << i;
        _probe.Read();
        Assert.Equal(cases.Select(each => (each.Pid, each.Vm)), cases.Select(each => (each.Pid, _probe.Process(each.Pid).Process.OwnerVm?.Name)));
        Assert.Equal([new(("web", VmRole.Emulator), 0b11)], _probe.Roles);
    }

    [Fact]
    public void Helpers_in_the_scope_of_a_machine_are_part_of_its_emulation()
    {
        _tree.SetGroup(Scope, 0);
        _tree.SetProcess(500, "qemu", 0, 100, Scope, "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        var main = Kernel.Start(500, group: Inode(Scope), comm: "qemu-system-x86", ago: Hour);
        var helper = Kernel.Start(600, group: Inode(Scope), comm: "swtpm", ago: Hour);
        _probe.Begin();
        main.Runtime += 1;
        helper.Runtime += 20;
        _probe.Read();
        Assert.Equal(21, _probe.Roles[("web", VmRole.Emulator)]);
        Assert.Equal("web", _probe.Process(600).Process.OwnerVm!.Name);
    }

    [Fact]
    public void A_machine_that_ended_frees_its_identity_before_its_process_is_waited_for()
    {
        _tree.SetProcess(500, "qemu", 0, 100, "/a", "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        _tree.SetProcess(501, "qemu", 0, 100, "/b", "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        var first = Kernel.Start(500, group: Inode("/a"), comm: "qemu", ago: Hour);
        _probe.Begin();
        first.Runtime += 1;
        first.Flags = 4;
        _probe.Read();
        Kernel.Start(501, group: Inode("/b"), comm: "qemu").Runtime = 1;
        _probe.Read();
        Assert.Equal("name:web", _probe.Process(501).Process.OwnerVm!.Key);
        Assert.Empty(_probe.Faults.Lines);
    }

    [Fact]
    public void A_host_without_groups_has_processes_all_the_same()
    {
        using var bare = new HostTree();
        using var probe = new BpfProbe(bare);
        var task = probe.Kernel.Start(10, comm: "lone", ago: Hour);
        probe.Begin();
        task.Runtime += 5;
        probe.Read();
        Assert.Equal(5, probe.Counted[("lone", "")]);
    }

    [Fact]
    public void A_tick_without_births_and_deaths_allocates_nothing()
    {
        _tree.SetProcess(500, "qemu", 0, 100, "/a", "/usr/bin/qemu-system-x86_64", "qemu-system-x86_64", "-name", "web");
        TaskRecord[] tasks = [.. Enumerable.Range(500, 50).Select(pid => Kernel.Start(pid, group: Inode("/a"), comm: "t" + pid, ago: Hour).ToRecord())];
        using var quiet = new SteadyTasks(tasks, tasks.Length);
        using var source = new BpfUsageSource(
            quiet, _tree.Proc, _tree.Sys, new CgroupTree(
                CgroupLayout.Detect(_tree.Sys)!, NoContainerDirectory.Instance, new DescriptorBudget(0), _probe.Faults.Log),
            _probe.Faults.Log, () => quiet.Now);
        var sample = new HostSample();
        void Read()
        {
            sample.Clear();
            source.Read(sample);
        }

        for (var i = 0; i < 700; i++) Read();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 700; i++) Read();
        }));
        Assert.Equal(50, sample.Processes.Count);
        Assert.Equal("web", sample.VmTimes.Items[0].Vm.Name);
    }

    [Fact]
    public void A_container_has_its_reservation_and_a_change_of_it_is_told_although_nobody_runs()
    {
        const string container = "/docker/" + HostContainerPaths.A;
        _tree.SetGroup(container, 0);
        _tree.SetGroupFile(container, "cpu.max", "150000 100000\n");
        Kernel.Start(10, group: Inode(container), ago: Hour).Runtime = 1;
        _probe.Begin();
        Assert.Equal(1_500, _probe.Process(10).Process.Container!.ReservedMillithreads);
        for (var i = 0; i < 6; i++) _probe.Read();
        _tree.SetGroupFile(container, "cpu.max", "50000 100000\n");
        var reads = 0;
        while (!_probe.Read().Pids.Contains(10)) Assert.InRange(++reads, 1, 59);
        Assert.Equal(500, _probe.Process(10).Process.Container!.ReservedMillithreads);
    }

    [Fact]
    public void The_source_gives_the_kernels_side_back()
    {
        _probe.Dispose();
        Assert.True(Kernel.Disposed);
    }

    private ulong Inode(string path) => GroupInode.Of(_tree, path);

    private static (int Pid, int? Package)[] PackagesOf(BpfProbe probe) =>
        [.. probe.Sample.Processes.Items.ToArray().Select(reading => (reading.Process.Key.Pid, reading.Process.Package)).OrderBy(one => one.Pid)];
}
