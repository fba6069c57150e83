using Wattshare.Exporter.Diagnostics;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class VmTests : IDisposable
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";
    private const string Uuid = "8f1d2c3b-4a59-4e68-9777-0123456789ab";
    private const string Scope = @"/machine.slice/machine-qemu\x2d3\x2dweb.scope";
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("/usr/bin/qemu-system-x86_64", true)]
    [InlineData("/usr/bin/qemu-system-aarch64 (deleted)", true)]
    [InlineData("/usr/libexec/qemu-kvm", true)]
    [InlineData("/usr/bin/kvm", true)]
    [InlineData("/nix/store/abc/bin/.qemu-system-x86_64-wrapped", true)]
    [InlineData("/usr/bin/qemu-img", false)]
    [InlineData("/usr/bin/qemu-system-", false)]
    [InlineData("/usr/bin/qemu-x86_64", false)]
    [InlineData("/tmp/qemu-system-x86_64/sleep", false)]
    [InlineData("/usr/bin/kvmtool", false)]
    [InlineData("/usr/bin/python3.11", false)]
    public void The_executable_decides(string executable, bool expected)
    {
        _tree.SetProcess(10, "anything", 5, 100, "/", executable, Qemu, "-name", "guest=web");
        using var probe = new UsageProbe(_tree);
        Assert.Equal(expected ? "web" : null, probe.Read().Process(10).Process.Vm?.Name);
    }

    [Fact]
    public void A_machine_is_described_by_its_arguments()
    {
        _tree.SetProcess(10, "qemu-system-x86", 5, 100, "/", Qemu, Qemu, "-name", "guest=web,debug-threads=on", "-uuid", Uuid, "-smp", "4,maxcpus=8");
        using var probe = new UsageProbe(_tree);
        var vm = probe.Read().Process(10).Process.Vm!;
        Assert.Equal(("uuid:" + Uuid, "web", Uuid, "qemu", 4), (vm.Key, vm.Name, vm.Uuid, vm.Hypervisor, vm.Vcpus));
        Assert.Equal(probe.Process(10).Process.Key, vm.Process);
        Assert.Same(vm, probe.Read().Process(10).Process.Vm);
    }

    [Fact]
    public void Without_name_and_uuid_the_process_is_the_identity()
    {
        _tree.SetProcess(10, "qemu", 5, 100, "/", Qemu, Qemu, "-m", "64");
        _tree.SetProcess(11, "qemu", 5, 200, "/", Qemu, Qemu, "-name", "");
        _tree.SetProcess(12, "qemu", 5, 200, "/", Qemu, Qemu, "-name", "named");
        using var probe = new UsageProbe(_tree);
        Assert.Equal(("pid:10:100", "vm-10"), (probe.Read().Process(10).Process.Vm!.Key, probe.Process(10).Process.Vm!.Name));
        Assert.Equal(("pid:11:200", "vm-11"), (probe.Process(11).Process.Vm!.Key, probe.Process(11).Process.Vm!.Name));
        Assert.Equal("name:named", probe.Process(12).Process.Vm!.Key);
    }

    [Fact]
    public void Two_machines_of_the_same_name_are_two()
    {
        _tree.SetProcess(10, "qemu", 5, 100, "/", Qemu, Qemu, "-name", "same");
        using var probe = new UsageProbe(_tree);
        probe.Read();
        _tree.SetProcess(11, "qemu", 5, 200, "/", Qemu, Qemu, "-name", "same");
        Assert.Equal("name:same", probe.Read().Process(10).Process.Vm!.Key);
        Assert.Equal(("pid:11:200", "vm-11"), (probe.Process(11).Process.Vm!.Key, probe.Process(11).Process.Vm!.Name));
        Assert.Equal("Warning: VmUnidentified: the identity of virtual machines: Two running virtual machines have this identity: name:same. The later one is "
            + "counted by its process, under a name of its own, until the other has ended. Give each its own -uuid.", Assert.Single(probe.Faults.Lines));
    }

    [Fact]
    public void A_machine_that_is_started_again_keeps_its_identity()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, "qemu", 5, 100, "/", Qemu, Qemu, "-uuid", Uuid);
        probe.Read();
        _tree.RemoveProcess(10);
        _tree.SetProcess(9, "qemu", 5, 200, "/", Qemu, Qemu, "-uuid", Uuid);
        Assert.Equal("uuid:" + Uuid, probe.Read().Process(9).Process.Vm!.Key);
        Assert.Equal("uuid:" + Uuid, probe.Process(10).Process.Vm!.Key);
        Assert.True(probe.Process(10).Ended);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void A_machine_that_nobody_waited_for_does_not_hold_its_identity()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, "qemu", 5, 100, "/", Qemu, Qemu, "-uuid", Uuid);
        probe.Read();
        _tree.SetStat(10, "qemu"u8.ToArray(), 6, 100, state: 'Z');
        File.Delete(_tree.ProcessFile(10, "exe"));
        probe.Read();
        _tree.SetProcess(11, "qemu", 5, 200, "/", Qemu, Qemu, "-uuid", Uuid);
        Assert.Equal("uuid:" + Uuid, probe.Read().Process(11).Process.Vm!.Key);
        Assert.Equal("uuid:" + Uuid, probe.Process(10).Process.Vm!.Key);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void A_process_becomes_a_machine_when_it_execs_and_stops_being_one()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, "sh", 5, 100, "/", "/bin/dash", "sh");
        Assert.Null(probe.Read().Process(10).Process.Vm);
        _tree.SetProcess(10, "qemu", 5, 100, "/", Qemu, Qemu, "-name", "web");
        Assert.Equal("web", probe.Read().Process(10).Process.Vm!.Name);
        _tree.SetProcess(10, "sh", 5, 100, "/", "/bin/dash", "sh");
        Assert.Null(probe.ReadRotation().Process(10).Process.Vm);
    }

    [Fact]
    public void A_young_wrapper_that_execs_under_the_same_comm_is_noticed()
    {
        using var probe = new UsageProbe(_tree) { Now = 1000 };
        _tree.SetProcess(10, "qemu-kvm", 5, 990, "/", "/bin/bash", "qemu-kvm");
        Assert.Null(probe.Read().Process(10).Process.Vm);
        _tree.SetProcess(10, "qemu-kvm", 5, 990, "/", "/usr/libexec/qemu-kvm", "qemu-kvm", "-name", "web");
        Assert.Equal("web", probe.Read().Process(10).Process.Vm!.Name);
    }

    [Fact]
    public void An_executable_that_is_not_told_is_no_machine_and_counted_once()
    {
        _tree.SetProcess(10, "qemu", 5, 100, "/", null, Qemu, "-name", "guest=web");
        File.WriteAllText(_tree.ProcessFile(10, "exe"), "not a link");
        using var probe = new UsageProbe(_tree);
        for (var i = 0; i < 130; i++) probe.Read();
        Assert.Null(probe.Process(10).Process.Vm);
        Assert.Equal(1, probe.Faults.Log.Count(FaultKind.ProcessUnreadable));
        Assert.Equal("Warning: ProcessUnreadable: /proc/PID/exe: The kernel does not say which executable some process runs; such a process is never taken "
            + "for a virtual machine. Run as root or with CAP_SYS_PTRACE.", Assert.Single(probe.Faults.Lines));
    }

    [Fact]
    public void A_machine_whose_arguments_are_missing_goes_by_its_process()
    {
        _tree.SetProcess(10, "qemu", 5, 100, "/", Qemu);
        File.WriteAllText(_tree.ProcessFile(10, "cmdline"), "");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("vm-10", probe.Read().Process(10).Process.Vm!.Name);
        Assert.Equal("Warning: VmUnidentified: /proc/PID/cmdline: The command line of a hypervisor is empty or may not be read, so that its machine goes by "
            + "its process id. Run as root.", Assert.Single(probe.Faults.Lines));
    }

    [Theory]
    [InlineData(Scope, Scope + "/libvirt/emulator")]
    [InlineData(Scope, Scope + "/emulator")]
    [InlineData("/machine/qemu-3-web.libvirt-qemu", "/machine/qemu-3-web.libvirt-qemu/emulator")]
    [InlineData("/libvirt/qemu/web", "/libvirt/qemu/web/emulator")]
    [InlineData("/qemu.slice/109.scope", "/qemu.slice/109.scope")]
    public void Everything_in_the_scope_of_one_machine_belongs_to_it(string scope, string main)
    {
        _tree.WithVersion2();
        _tree.SetGroup(scope, 9_000);
        _tree.SetGroup(main, 5_000);
        _tree.SetGroup(scope + "/helpers", 1_000);
        _tree.SetProcess(10, "qemu", 5, 100, main, Qemu, Qemu, "-name", "guest=web");
        _tree.SetProcess(11, "vhost-10", 5, 100, scope + "/helpers");
        _tree.SetProcess(12, "other", 5, 100, "/");
        using var probe = new UsageProbe(_tree);
        var vm = probe.Read().Process(10).Process.Vm;
        Assert.NotNull(vm);
        Assert.Same(vm, probe.Group(scope).Group.Vm);

        // Libvirt spreads the threads of one process over groups; accounted is the scope as a whole, where the process is found.
        Assert.Equal([scope], probe.Paths.Where(path => path.StartsWith(scope, StringComparison.Ordinal)));
        Assert.Equal(scope, probe.Process(10).Process.Group!.Path);
        Assert.Same(vm, probe.Process(11).Process.OwnerVm);
        Assert.Null(probe.Process(11).Process.Vm);
        Assert.Null(probe.Process(12).Process.OwnerVm);

        // What the counter still holds after the end is the machine's.
        _tree.RemoveProcess(10);
        Assert.Same(vm, probe.Read().Group(scope).Group.Vm);
    }

    [Fact]
    public void A_scope_with_two_machines_belongs_to_none()
    {
        _tree.WithVersion2();
        _tree.SetGroup(Scope, 9_000);
        _tree.SetProcess(10, "qemu", 5, 100, Scope, Qemu, Qemu, "-name", "a");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("a", probe.Read().Group(Scope).Group.Vm!.Name);
        _tree.SetProcess(11, "qemu", 5, 100, Scope, Qemu, Qemu, "-name", "b");
        Assert.Null(probe.Read().Group(Scope).Group.Vm);
        Assert.Equal("b", probe.Process(11).Process.OwnerVm!.Name);
        _tree.RemoveProcess(10);
        Assert.Equal("b", probe.Read().Read().Group(Scope).Group.Vm!.Name);
    }

    [Fact]
    public void A_machine_in_an_ordinary_group_leaves_the_group_alone()
    {
        _tree.WithVersion2();
        _tree.SetGroup("/user.slice", 9_000);
        _tree.SetProcess(10, "qemu", 5, 100, "/user.slice", Qemu, Qemu, "-name", "a");
        using var probe = new UsageProbe(_tree);
        Assert.Null(probe.Read().Group("/user.slice").Group.Vm);
    }

    [Fact]
    public void A_machine_in_a_container_knows_its_container()
    {
        var labels = new LabelsProbe();
        _tree.WithVersion2();
        var path = $"/docker/{HostContainerPaths.A}";
        _tree.SetGroup(path, 9_000);
        _tree.SetProcess(10, "qemu", 5, 100, path, Qemu, Qemu, "-name", "a");
        using var probe = new UsageProbe(_tree, labels);
        Assert.Equal(HostContainerPaths.A, probe.Read().Process(10).Process.Vm!.Container!.Id);
        labels.Known[HostContainerPaths.A] = new() { Name = "kata" };
        Assert.Equal("kata", probe.Read().Process(10).Process.Vm!.Container!.Name);
        Assert.Same(probe.Process(10).Process.Container, probe.Process(10).Process.Vm!.Container);
    }
}
