using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>What machines used, by the role of the thread.</summary>
public sealed class VmTimeTests : IDisposable
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";
    private const string Scope = @"/machine.slice/machine-qemu\x2d1\x2dweb.scope";
    private const long KernelThread = 0x0020_0000;
    private const long QueueWorker = 0x20;
    private readonly HostTree _tree = new();
    private long _scopeTime;

    public VmTimeTests()
    {
        _tree.WithVersion2();
        _tree.SetForks(1000);
        MoveScope();
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Each_role_has_what_its_threads_used_since_the_last_reading()
    {
        SetMachine(100, threads: 5);
        SetThread(10, "qemu-system-x86", 20);
        SetThread(11, "CPU 0/KVM", 30);
        SetThread(12, "CPU 1/KVM", 30);
        SetThread(13, "IO iothread1", 10);
        SetThread(14, "vhost-10", 10);
        using var probe = new UsageProbe(_tree);
        Assert.Empty(Read(probe));
        Assert.Empty(Read(probe));

        SetMachine(140, threads: 5);
        SetThread(10, "qemu-system-x86", 24);
        SetThread(11, "CPU 0/KVM", 45);
        SetThread(12, "CPU 1/KVM", 40);
        SetThread(13, "IO iothread1", 13);
        SetThread(14, "vhost-10", 18);
        Assert.Equal([(VmRole.Vcpu, 25), (VmRole.Emulator, 4), (VmRole.IoThread, 3), (VmRole.Vhost, 8)], Read(probe));
        Assert.Same(probe.Process(10).Process.Vm, probe.Sample.VmTimes.Items[0].Vm);
        Assert.Empty(Read(probe));
    }

    [Fact]
    public void A_machine_that_began_after_the_last_reading_has_all_of_its_time()
    {
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetMachine(50, threads: 2, start: probe.Now - 50);
        SetThread(10, "qemu", 20, probe.Now - 50);
        SetThread(11, "CPU 0/TCG", 30, probe.Now - 40);
        Assert.Equal([(VmRole.Vcpu, 30), (VmRole.Emulator, 20)], Read(probe));
    }

    [Fact]
    public void A_thread_that_goes_leaves_the_rest_to_the_emulator()
    {
        SetMachine(100, threads: 3);
        SetThread(10, "qemu", 20);
        SetThread(11, "CPU 0/KVM", 40);
        SetThread(12, "CPU 1/KVM", 40);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        _tree.RemoveThread(10, 12);
        SetMachine(130, threads: 2);
        SetThread(11, "CPU 0/KVM", 50);
        Assert.Equal([(VmRole.Vcpu, 10), (VmRole.Emulator, 20)], Read(probe));
    }

    [Fact]
    public void Threads_that_run_ahead_of_their_process_never_make_the_emulator_negative()
    {
        SetMachineOfOne();
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetMachine(101, threads: 2);
        SetThread(11, "CPU 0/KVM", 90);
        Assert.Equal([(VmRole.Vcpu, 10)], Read(probe));

        // What the parts were ahead is made up for before the emulator has anything.
        SetMachine(112, threads: 2);
        Assert.Equal([(VmRole.Emulator, 2)], Read(probe));
    }

    [Fact]
    public void A_processor_that_is_plugged_in_is_found_and_has_all_of_its_time()
    {
        SetMachineOfOne();
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetMachine(130, threads: 3);
        SetThread(12, "CPU 1/KVM", 25, probe.Now - 50);
        Assert.Equal([(VmRole.Vcpu, 25), (VmRole.Emulator, 5)], Read(probe));
        SetMachine(140, threads: 3);
        SetThread(12, "CPU 1/KVM", 35, probe.Now - 150);
        Assert.Equal([(VmRole.Vcpu, 10)], Read(probe));
    }

    [Fact]
    public void A_thread_that_takes_its_name_late_keeps_what_came_before_with_the_emulator()
    {
        SetMachine(100, threads: 2);
        SetThread(10, "qemu", 20);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetMachine(110, threads: 3);
        SetThread(12, "qemu", 10, probe.Now - 50);
        Assert.Equal([(VmRole.Emulator, 10)], Read(probe));
        SetMachine(130, threads: 3);
        SetThread(12, "CPU 0/KVM", 25, probe.Now - 150);
        Assert.Equal([(VmRole.Emulator, 20)], Read(probe));
        SetMachine(140, threads: 3);
        SetThread(12, "CPU 0/KVM", 35, probe.Now - 250);
        Assert.Equal([(VmRole.Vcpu, 10)], Read(probe));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_thread_number_that_is_used_again_is_another_thread(int descriptors)
    {
        SetMachineOfOne();
        using var probe = new UsageProbe(_tree, descriptors: descriptors);
        Read(probe);

        // Numbers wrap: the new processor has the old one's, and less time.
        SetMachine(115, threads: 2);
        SetThread(11, "CPU 1/KVM", 9, probe.Now - 50);
        Assert.Equal([(VmRole.Vcpu, 9), (VmRole.Emulator, 6)], Read(probe));
        SetMachine(120, threads: 2);
        SetThread(11, "CPU 1/KVM", 14, probe.Now - 150);
        Assert.Equal([(VmRole.Vcpu, 5)], Read(probe));
    }

    [Theory]
    [InlineData("")]
    [InlineData("11 (CPU 0/KVM")]
    [InlineData("11 (CPU 0/KVM) S 1 1 1 0 -1 0 1 1 1 1 99999999999999999999 1 0 0 20 0 1 0 5 1\n")]
    public void A_thread_that_cannot_be_read_is_the_emulators_and_loses_nothing(string text)
    {
        SetMachineOfOne();
        using var probe = new UsageProbe(_tree);
        Read(probe);
        File.WriteAllText(_tree.ProcessFile(10, "task/11/stat"), text);
        SetMachine(110, threads: 2);
        Assert.Equal([(VmRole.Emulator, 10)], Read(probe));
        SetMachine(120, threads: 2);
        SetThread(11, "CPU 0/KVM", 100);
        Assert.Equal([(VmRole.Emulator, 10)], Read(probe));
        SetMachine(130, threads: 2);
        SetThread(11, "CPU 0/KVM", 107);
        Assert.Equal([(VmRole.Vcpu, 7), (VmRole.Emulator, 3)], Read(probe));
    }

    [Fact]
    public void A_machine_without_a_list_of_threads_is_all_emulator()
    {
        SetMachine(100, threads: 2);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetMachine(110, threads: 2);
        Assert.Equal([(VmRole.Emulator, 10)], Read(probe));
    }

    [Fact]
    public void Helpers_in_the_scope_do_the_work_of_the_emulator()
    {
        SetMachine(100, threads: 1);
        _tree.SetProcess(20, "swtpm", 10, 100, Scope);
        _tree.SetProcess(21, "vhost-10", 10, 100, Scope);
        _tree.SetProcess(22, "other", 10, 100, "/");
        using var probe = new UsageProbe(_tree);
        Read(probe);
        _tree.SetProcess(20, "swtpm", 13, 100, Scope);
        _tree.SetProcess(21, "vhost-10", 14, 100, Scope);
        _tree.SetProcess(22, "other", 90, 100, "/");
        Assert.Equal([(VmRole.Emulator, 3), (VmRole.Emulator, 4)], Read(probe).Order());
        Assert.Null(probe.Process(20).Process.Vm);
        Assert.Same(probe.Process(10).Process.Vm, probe.Process(20).Process.OwnerVm);
    }

    [Theory]
    [InlineData(KernelThread, true)]
    [InlineData(0, false)]
    [InlineData(QueueWorker, false)]
    [InlineData(KernelThread | QueueWorker, false)]
    public void Only_a_thread_of_the_kernel_counts_for_the_machine_in_its_name(long flags, bool expected)
    {
        SetMachine(100, threads: 1);
        SetNamed(20, "vhost-10", 10, flags);
        SetNamed(21, "vhost-999", 10, flags);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetNamed(20, "vhost-10", 17, flags);
        SetNamed(21, "vhost-999", 17, flags);
        var times = Read(probe);
        Assert.Equal(expected ? [(VmRole.Vhost, 7)] : [], times);
        Assert.Same(expected ? probe.Process(10).Process.Vm : null, probe.Process(20).Process.Vm);
        Assert.Null(probe.Process(21).Process.Vm);
    }

    [Theory]
    [InlineData("kvm-pit/10")]
    [InlineData("kvm-nx-lpage-recovery-10")]
    public void The_kernels_timer_and_memory_threads_do_the_work_of_the_emulator(string comm)
    {
        SetMachine(100, threads: 1);
        SetNamed(20, comm, 10, KernelThread);
        SetNamed(21, comm, 10, 0);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        SetNamed(20, comm, 15, KernelThread);
        SetNamed(21, comm, 95, 0);
        Assert.Equal([(VmRole.Emulator, 5)], Read(probe));
        Assert.Same(probe.Process(10).Process.Vm, probe.Process(20).Process.OwnerVm);
        Assert.Null(probe.Process(21).Process.OwnerVm);
    }

    [Fact]
    public void A_machine_started_by_hand_has_its_kernel_threads_wherever_they_are_and_nobody_elses_helpers()
    {
        _tree.SetGroup("/user.slice", 1_000_000);
        _tree.SetGroup("/other.slice", 1_000_000);
        _tree.SetProcess(30, "qemu", 100, 100, "/user.slice", Qemu, Qemu, "-name", "plain");
        _tree.SetProcess(33, "virtiofsd", 10, 100, "/user.slice", "/usr/lib/qemu/virtiofsd", "virtiofsd", "--fd=30");
        SetNamed(31, "vhost-30", 10, KernelThread);
        SetNamed(32, "vhost-30", 10, KernelThread);
        _tree.SetMembership(32, "/other.slice");
        using var probe = new UsageProbe(_tree);
        Read(probe);
        _tree.SetGroup("/other.slice", 2_000_000);
        _tree.SetGroup("/user.slice", 2_000_000);
        SetNamed(31, "vhost-30", 12, KernelThread);
        _tree.SetStat(32, "vhost-30"u8.ToArray(), 15, 100, flags: KernelThread);
        _tree.SetStat(33, "virtiofsd"u8.ToArray(), 50, 100);
        Assert.Equal([(VmRole.Vhost, 2), (VmRole.Vhost, 5)], Read(probe).Order());
        Assert.Equal(["plain", "plain"], new[] { 31, 32 }.Select(pid => probe.Process(pid).Process.OwnerVm!.Name));
        Assert.Null(probe.Process(33).Process.OwnerVm);
    }

    [Fact]
    public void A_kernel_thread_that_is_older_than_the_process_was_made_for_another()
    {
        using var probe = new UsageProbe(_tree);
        SetNamed(20, "vhost-10", 10, KernelThread);
        SetMachine(100, threads: 1, start: 200);
        Read(probe);
        Assert.Null(probe.Process(20).Process.Vm);
    }

    [Fact]
    public void A_kernel_thread_that_ends_does_not_take_the_identity_of_the_machine_with_it()
    {
        SetMachine(100, threads: 1);
        SetNamed(20, "vhost-10", 10, KernelThread);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        _tree.RemoveProcess(20);
        Read(probe);
        Assert.True(probe.Process(20).Ended);
        _tree.SetProcess(30, "qemu", 5, 300, "/", Qemu, Qemu, "-name", "web");
        _tree.SetForks(1001);
        Read(probe);
        Assert.Equal(("name:web", "pid:30:300"), (probe.Process(10).Process.Vm!.Key, probe.Process(30).Process.Vm!.Key));
    }

    [Fact]
    public void The_scope_stays_the_machines_with_a_kernel_thread_in_it()
    {
        SetMachine(100, threads: 1);
        _tree.SetStat(20, "vhost-10"u8.ToArray(), 10, 100, flags: KernelThread);
        _tree.SetMembership(20, Scope);
        using var probe = new UsageProbe(_tree);
        Read(probe);
        Assert.Same(probe.Process(10).Process.Vm, probe.Group(Scope).Group.Vm);
    }

    [Fact]
    public void A_machine_that_ended_has_nothing_more_and_its_files_are_closed()
    {
        SetMachineOfOne();
        using var probe = new UsageProbe(_tree);
        Read(probe);
        _tree.RemoveProcess(10);
        _tree.SetForks(1001);
        Assert.Empty(Read(probe));
        Assert.True(probe.Process(10).Ended);
        Assert.DoesNotContain(
            Directory.EnumerateFiles("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? ""),
            path => path.StartsWith(Path.Combine(_tree.Proc, "10"), StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_threads_call_themselves_the_roles_sum_to_the_process() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll<byte[], byte, byte>((comm, first, second) =>
        {
            var name = System.Text.Encoding.Latin1.GetString(comm);
            SetMachine(1000, threads: 2);
            SetThread(10, "qemu", 20);
            SetThread(11, name, 80);
            using var probe = new UsageProbe(_tree);
            Read(probe);
            SetMachine(1000 + first + second, threads: 2);
            SetThread(10, "qemu", 20 + first);
            SetThread(11, name, 80 + second);
            return Read(probe).Sum(time => time.Ticks) == first + second;
        }));

    private static IReadOnlyList<(VmRole Role, long Ticks)> Times(UsageProbe probe) =>
        [.. probe.Sample.VmTimes.Items.ToArray().Select(time => (time.Role, time.UsedNanoseconds / 10_000_000))];

    private IReadOnlyList<(VmRole Role, long Ticks)> Read(UsageProbe probe)
    {
        MoveScope();
        return Times(probe.Read());
    }

    private void MoveScope()
    {
        _scopeTime += 1_000_000;
        _tree.SetGroup("/machine.slice", _scopeTime);
        _tree.SetGroup(Scope, _scopeTime);
    }

    /// <summary>A machine of 100 ticks with one processor.</summary>
    private void SetMachineOfOne()
    {
        SetMachine(100, threads: 2);
        SetThread(10, "qemu", 20);
        SetThread(11, "CPU 0/KVM", 80);
    }

    private void SetMachine(long ticks, int threads, long start = 100)
    {
        if (!Directory.Exists(Path.Combine(_tree.Proc, "10"))) _tree.SetProcess(10, "qemu", ticks, start, Scope, Qemu, Qemu, "-name", "web");
        _tree.SetStat(10, "qemu"u8.ToArray(), ticks, start, threads: threads);
    }

    private void SetThread(int tid, string comm, long ticks, long start = 100) => _tree.SetThread(10, tid, comm, ticks, start);

    private void SetNamed(int pid, string comm, long ticks, long flags)
    {
        _tree.SetStat(pid, System.Text.Encoding.ASCII.GetBytes(comm), ticks, 100, flags: flags);
        _tree.SetMembership(pid, "/");
    }
}
