using Wattshare.Exporter.Diagnostics;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class PinTests : IDisposable
{
    private const string Container = "/docker/3f4e9d1c2b8a7f6e5d4c3b2a19087f6e5d4c3b2a1908f7e6d5c4b3a291807f6e";
    private const string Scope = @"/machine.slice/machine-qemu\x2d1\x2dweb.scope";
    private readonly HostTree _tree = new HostTree().WithPackages(0, 0, 1, 1).WithThreads(1, 1, 1, 1);
    private UsageProbe? _probe;

    public void Dispose()
    {
        _probe?.Dispose();
        _tree.Dispose();
    }

    [Theory]
    [InlineData(2, "cpuset.cpus.effective")]
    [InlineData(1, "cpuset.cpus")]
    [InlineData(1, "cpuset.effective_cpus")]
    public void A_group_is_bound_to_the_package_of_its_hardware_threads(int version, string file)
    {
        Begin(version);
        Set(Container, file, "2-3\n");
        Assert.Equal((1, null), (Bound(Container), Bound("/docker")));
    }

    [Theory]
    [InlineData("0-3\n")]
    [InlineData("1-2\n")]
    [InlineData("\n")]
    [InlineData("7-9\n")]
    public void A_set_of_several_packages_or_of_none_binds_nobody(string text)
    {
        Begin(2);
        Set(Container, "cpuset.cpus.effective", text);
        Assert.Null(Bound(Container));
        Assert.Equal(0, _probe!.Faults.Log.Count(FaultKind.GroupUnreadable));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\n")]
    [InlineData("0-4294967295\n")]
    [InlineData("2-3")]
    [InlineData("3-2\n")]
    [InlineData("\0\0\0\0\n")]
    public void A_file_that_lies_binds_nobody_and_is_counted(string text)
    {
        Begin(2);
        Set(Container, "cpuset.cpus.effective", text);
        Assert.Null(Bound(Container));
        Assert.InRange(_probe!.Faults.Log.Count(FaultKind.GroupUnreadable), 1, 10);
    }

    [Fact]
    public void A_list_that_is_too_long_to_be_true_is_refused()
    {
        Begin(2);
        Set(Container, "cpuset.cpus.effective", string.Join(',', Enumerable.Range(0, 30_000)) + "\n");
        Assert.Null(Bound(Container));
    }

    [Fact]
    public void A_group_without_a_set_has_that_of_the_group_above()
    {
        Begin(2);
        Set("/docker", "cpuset.cpus.effective", "0-1\n");
        Assert.Equal(0, Bound(Container));
    }

    [Fact]
    public void A_set_that_changes_is_seen_soon()
    {
        Begin(2);
        Set(Container, "cpuset.cpus.effective", "2-3\n");
        Assert.Equal(1, Bound(Container));
        Set(Container, "cpuset.cpus.effective", "0-1\n");
        for (var i = 0; i < 10; i++) _probe!.Read();
        Assert.Equal(0, _probe!.Group(Container).Group.Package);
        Set(Container, "cpuset.cpus.effective", "0-3\n");
        for (var i = 0; i < 10; i++) _probe!.Read();
        Assert.Null(_probe!.Group(Container).Group.Package);
    }

    [Fact]
    public void When_hardware_threads_come_or_go_every_set_is_read_again()
    {
        Begin(2);
        Set(Container, "cpuset.cpus.effective", "1-2\n");
        Assert.Null(Bound(Container));
        _tree.WithThreads(1, 1, -1, 1);
        _probe!.ReadWithCpuTimes().ReadWithCpuTimes();
        Assert.Equal(0, _probe.Group(Container).Group.Package);
        _tree.WithThreads(1, 1, -1, -1);
        _probe!.ReadWithCpuTimes().ReadWithCpuTimes();
        Assert.Null(_probe.Group(Container).Group.Package);
    }

    [Fact]
    public void On_a_host_with_one_package_no_set_is_read()
    {
        _tree.WithPackages(0, 0, 0, 0);
        Begin(2);
        Set(Container, "cpuset.cpus.effective", "garbage\n");
        Assert.Null(Bound(Container));
        Assert.Equal(0, _probe!.Faults.Log.Count(FaultKind.GroupUnreadable));
    }

    [Theory]
    [InlineData("0", "1", "0-3", 0)]
    [InlineData("2-3", "3", "2-3", 1)]
    [InlineData("0", "2", "0", null)]
    [InlineData("0", "0-3", "0", null)]
    [InlineData("0", "lies", "0", null)]
    [InlineData("0", "", "0", null)]
    public void A_machine_is_bound_when_all_of_its_virtual_processors_are(string first, string second, string emulator, int? expected)
    {
        Begin(2);
        _tree.SetThreadStatus(50, 50, "qemu-system-x86", emulator);
        _tree.SetThreadStatus(50, 60, "CPU 0/KVM", first);
        _tree.SetThreadStatus(50, 61, "CPU 1/KVM", second);
        Assert.Equal(expected, Bound(Scope));
        Assert.Equal(expected, _probe!.Process(50).Process.Package);
    }

    [Theory]
    [InlineData("2", "3", 1)]
    [InlineData("2", "0-3", null)]
    public void Where_threads_have_no_names_all_of_them_must_be_bound(string first, string second, int? expected)
    {
        Begin(2);
        _tree.SetThreadStatus(50, 50, "qemu-system-x86", first);
        _tree.SetThreadStatus(50, 60, "qemu-system-x86", second);
        Assert.Equal(expected, Bound(Scope));
    }

    [Fact]
    public void A_machine_that_is_bound_otherwise_is_seen_after_a_while()
    {
        Begin(2);
        _tree.SetThreadStatus(50, 60, "CPU 0/KVM", "0");
        Assert.Equal(0, Bound(Scope));
        _tree.SetThreadStatus(50, 60, "CPU 0/KVM", "3");
        for (var i = 0; i < 30; i++) _probe!.Read();
        Assert.Equal(1, _probe!.Group(Scope).Group.Package);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void To_know_who_is_bound_allocates_nothing(int version)
    {
        Begin(version);
        Set(Container, version == 2 ? "cpuset.cpus.effective" : "cpuset.cpus", "2-3\n");
        _tree.SetThreadStatus(50, 60, "CPU 0/KVM", "0");
        for (var i = 0; i < 150; i++) _probe!.ReadWithCpuTimes();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 130; i++) _probe!.ReadOnly();
        }));
        Assert.Equal((1, 0), (_probe!.Group(Container).Group.Package, _probe.Group(Scope).Group.Package));
    }

    private void Begin(int version)
    {
        _ = version == 2 ? _tree.WithVersion2() : _tree.WithVersion1();
        if (version == 1) _tree.SetGroupFile("/", "cpuset.cpus", "0-3\n", "cpuset");
        _tree.SetGroup("/docker", 1_000_000);
        _tree.SetGroup(Container, 1_000_000);
        _tree.SetGroup(Scope, 1_000_000);
        _tree.SetProcess(50, "qemu-system-x86", 5, 100, Scope, "/usr/bin/qemu-system-x86_64", "qemu", "-name", "web");
        _probe = new UsageProbe(_tree);
        _probe.ReadWithCpuTimes();
    }

    private void Set(string group, string file, string text) => _tree.SetGroupFile(group, file, text, _tree.Version2 ? null : "cpuset");

    private int? Bound(string group)
    {
        for (var i = 0; i < 8; i++) _probe!.ReadWithCpuTimes();
        return _probe!.Group(group).Group.Package;
    }
}
