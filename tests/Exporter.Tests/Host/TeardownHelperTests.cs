using System.Text;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Hypervisors;
using Wattshare.Exporter.Tests.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>The second process of a QEMU with <c>-run-with async-teardown=on</c>, which looks like another machine of the same name.</summary>
public sealed class TeardownHelperTests : IDisposable
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";
    private const string Scope = @"/machine.slice/machine-qemu\x2d3\x2dweb.scope";
    private readonly HostTree _tree = new HostTree().WithVersion2();

    public TeardownHelperTests() => _tree.SetGroup(Scope, 1_000_000);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void It_is_a_helper_of_its_machine_and_no_machine()
    {
        SetQemu(10, "qemu-system-x86", parent: 1);
        SetQemu(11, "cleanup/10", parent: 10);
        using var probe = new UsageProbe(_tree);
        var vm = probe.Read().Process(10).Process.Vm!;
        Assert.Equal(("name:web", 10), (vm.Key, vm.Process.Pid));
        Assert.Same(vm, probe.Read().Process(11).Process.Vm);
        Assert.Same(vm, probe.Group(Scope).Group.Vm);
        Assert.Empty(probe.Faults.Lines);

        // What it does when the machine ends is the machine's, and it does not become one by itself.
        SetQemu(11, "cleanup/10", parent: 1, ticks: 300);
        _tree.RemoveProcess(10);
        _tree.SetGroup(Scope, 4_000_000_000);
        probe.ReadRotation().ReadRotation();
        Assert.Equal("name:web", probe.Process(11).Process.Vm!.Key);
        Assert.Equal(10, probe.Process(11).Process.Vm!.Process.Pid);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void Its_time_is_that_of_the_emulator()
    {
        SetQemu(10, "qemu-system-x86", parent: 1);
        SetQemu(11, "cleanup/10", parent: 10);
        using var probe = new UsageProbe(_tree);
        probe.Read().Read().Read();
        SetQemu(11, "cleanup/10", parent: 10, ticks: 25);
        _tree.SetGroup(Scope, 300_000_000);
        for (var i = 0; i < 10 && probe.Sample.VmTimes.Count == 0; i++) probe.Read();
        var time = Assert.Single(probe.Sample.VmTimes.Items.ToArray());
        Assert.Equal(("web", VmRole.Emulator, 200_000_000L), (time.Vm.Name, time.Role, time.UsedNanoseconds));
    }

    [Fact]
    public void One_that_was_seen_before_it_had_its_name_gives_the_identity_back()
    {
        SetQemu(10, "qemu-system-x86", parent: 1);
        using var probe = new UsageProbe(_tree);
        probe.Read();
        SetQemu(11, "qemu-system-x86", parent: 10);
        probe.Read();
        Assert.Equal(("name:web", "pid:11:200"), (probe.Process(10).Process.Vm!.Key, probe.Process(11).Process.Vm!.Key));
        Assert.Null(probe.Group(Scope).Group.Vm);
        SetQemu(11, "cleanup/10", parent: 10, ticks: 6);
        _tree.SetGroup(Scope, 20_000_000);
        probe.ReadRotation();
        Assert.Equal(("name:web", "name:web"), (probe.Process(10).Process.Vm!.Key, probe.Process(11).Process.Vm!.Key));
        Assert.Same(probe.Process(10).Process.Vm, probe.Group(Scope).Group.Vm);
    }

    [Theory]
    [InlineData("cleanup/10", "/usr/bin/bash", 10)]
    [InlineData("cleanup/10", Qemu, 12)]
    [InlineData("cleanup/10", Qemu, 0)]
    [InlineData("cleanup/", Qemu, 10)]
    [InlineData("cleanup/1x", Qemu, 10)]
    [InlineData("cleanup", Qemu, 10)]
    public void A_machine_that_has_chosen_the_name_stays_one(string comm, string parentExecutable, int parent)
    {
        SetQemu(10, "parent", parent: 1);
        _tree.SetExecutable(10, parentExecutable);
        SetQemu(11, comm, parent, name: "db");
        using var probe = new UsageProbe(_tree);
        Assert.Equal("name:db", probe.Read().Process(11).Process.Vm!.Key);
    }

    [Theory]
    [InlineData("Name:\tq\nPPid:\t42\n", 42)]
    [InlineData("Name:\tq\nPPid:\t42", 0)]
    [InlineData("Name:\tq\nPPid:\t-42\n", 0)]
    [InlineData("Name:\tq\nPPid:\t0\n", 0)]
    [InlineData("Name:\tq\nPPid:\t99999999999\n", 0)]
    [InlineData("Name:\tq\nPPid:\tx\n", 0)]
    [InlineData("Name:\tPPid:\t42\n", 0)]
    [InlineData("", 0)]
    public void The_parent_is_read_from_the_status(string status, int expected) =>
        Assert.Equal(expected, TeardownHelper.ParentOf(Encoding.ASCII.GetBytes(status)));

    [Fact]
    public void The_other_source_knows_it_as_well()
    {
        SetQemu(500, "qemu-system-x86", parent: 1);
        SetQemu(501, "cleanup/500", parent: 500);
        using var probe = new BpfProbe(_tree);
        var inode = Wattshare.Exporter.Host.Kernel.DirectoryFacts.Read([.. Encoding.UTF8.GetBytes(_tree.GroupDirectory(Scope)), 0], out var facts) == 0 ? facts.Inode : 0;
        var machine = probe.Kernel.Start(500, group: inode, comm: "qemu-system-x86", ago: 3_600_000_000_000);
        var helper = probe.Kernel.Start(501, group: inode, comm: "cleanup/500", ago: 3_599_000_000_000);
        probe.Begin();
        (machine.Runtime, helper.Runtime) = (1_000, 300);
        probe.Read();
        var readings = probe.Sample.Processes.Items.ToArray();
        Assert.Equal(["name:web", "name:web"], readings.Select(reading => reading.Process.Vm!.Key));
        Assert.Equal(0, probe.Faults.Log.Count(FaultKind.VmUnidentified));
        Assert.Equal(1_300, probe.Roles[("web", VmRole.Emulator)]);
    }

    [Fact]
    public void The_other_source_counts_virtual_processors_by_the_directory_of_threads()
    {
        SetQemu(500, "qemu-system-x86", parent: 1);
        _tree.SetThreadStatus(500, 501, "CPU 0/KVM", "0");
        using var probe = new BpfProbe(_tree, packages: new Wattshare.Exporter.Host.Kernel.CpuPackages(_tree.Sys));
        var machine = probe.Kernel.Start(500, comm: "qemu-system-x86", ago: 3_600_000_000_000);
        probe.Begin();
        _tree.SetThreadStatus(500, 502, "CPU 1/KVM", "0");
        machine.Runtime += 1_000;
        probe.Read();
        Assert.Equal(2, Assert.Single(probe.Sample.Processes.Items.ToArray()).Process.Vm!.Vcpus);
    }

    private void SetQemu(int pid, string comm, int parent, long ticks = 5, string name = "web")
    {
        _tree.SetProcess(pid, comm, ticks, pid < 11 ? 100 : 200, Scope, Qemu, Qemu, "-name", name, "-run-with", "async-teardown=on");
        File.WriteAllText(_tree.ProcessFile(pid, "status"), $"Name:\t{comm}\nUmask:\t0022\nPid:\t{pid}\nPPid:\t{parent}\nVmRSS:\t     100 kB\n");
    }
}
