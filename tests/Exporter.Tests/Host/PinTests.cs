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

    [Theory]
    [InlineData(2, "cpuset.cpus.effective")]
    [InlineData(1, "cpuset.cpus")]
    public void A_set_that_changes_is_seen_in_the_sample_in_which_somebody_ran(int version, string file)
    {
        Begin(version);
        Set(Container, file, "2-3\n");
        Assert.Equal(1, Bound(Container));
        Set(Container, file, "0-1\n");
        for (var i = 0; i < 130; i++) _probe!.Read();
        Assert.Equal(1, _probe!.Group(Container).Group.Package);
        Run(2_000_000);
        Assert.Equal(0, _probe!.Read().Group(Container).Group.Package);
        Set(Container, file, "0-3\n");
        Run(3_000_000);
        Assert.Null(_probe!.Read().Group(Container).Group.Package);
        Set(Container, file, "garbage\n");
        Run(4_000_000);
        Assert.Null(_probe!.Read().Group(Container).Group.Package);
        Assert.Equal(1, _probe!.Faults.Log.Count(FaultKind.GroupUnreadable));
    }

    [Fact]
    public void A_group_without_a_set_follows_the_one_above_as_promptly()
    {
        Begin(2);
        Set("/docker", "cpuset.cpus.effective", "0-1\n");
        Assert.Equal(0, Bound(Container));
        Set("/docker", "cpuset.cpus.effective", "2-3\n");
        Run(2_000_000);
        Assert.Equal(1, _probe!.Read().Group(Container).Group.Package);
    }

    [Fact]
    public void Of_very_many_groups_that_run_some_are_looked_at_in_each_sample_and_all_in_turn()
    {
        Begin(2);
        const int Many = 300;
        for (var i = 0; i < Many; i++) SetMany(i, 1_000_000, "0-1\n");
        for (var i = 0; i < 8; i++) _probe!.ReadWithCpuTimes();
        for (var i = 0; i < Many; i++) SetMany(i, 2_000_000, "2-3\n");
        Assert.InRange(Moved(), 100, 128);
        for (var i = 0; i < Many; i++) SetMany(i, 3_000_000, "2-3\n");
        Assert.InRange(Moved(), 200, 256);
        for (var i = 0; i < Many; i++) SetMany(i, 4_000_000, "2-3\n");
        Assert.Equal(Many, Moved());

        int Moved()
        {
            _probe!.Read();
            return Enumerable.Range(0, Many).Count(i => _probe.Group($"/many{i}").Group.Package == 1);
        }

        void SetMany(int i, long nanoseconds, string threads)
        {
            _tree.SetGroup($"/many{i}", nanoseconds);
            Set($"/many{i}", "cpuset.cpus.effective", threads);
        }
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
    public void A_machine_that_is_bound_otherwise_is_seen_in_the_sample_in_which_it_ran()
    {
        Begin(2);
        _tree.SetThreadStatus(50, 60, "CPU 0/KVM", "0");
        Assert.Equal(0, Bound(Scope));
        _tree.SetThreadStatus(50, 60, "CPU 0/KVM", "3");
        for (var i = 0; i < 70; i++) _probe!.Read();
        Assert.Equal(0, _probe!.Group(Scope).Group.Package);
        RunMachine(50, 9, threads: 1);
        Assert.Equal(1, _probe!.Read().Group(Scope).Group.Package);
    }

    [Fact]
    public void Of_machines_with_very_many_threads_some_are_looked_at_in_each_sample_and_all_in_turn()
    {
        Begin(2);
        var ticks = 5L;
        for (var pid = 200; pid < 206; pid++) SetMachine(pid, "0-1");
        for (var i = 0; i < 20; i++) RunAll();
        Assert.Equal(6, BoundTo(0));
        for (var pid = 200; pid < 206; pid++) SetMachine(pid, "2-3");
        RunAll();
        Assert.Equal(2, BoundTo(1));
        RunAll();
        Assert.Equal(4, BoundTo(1));
        RunAll();
        Assert.Equal(6, BoundTo(1));

        int BoundTo(int package) => Enumerable.Range(200, 6).Count(pid => _probe!.Process(pid).Process.Package == package);

        void RunAll()
        {
            ticks++;
            for (var pid = 200; pid < 206; pid++) RunMachine(pid, ticks, threads: 40);
            _probe!.ReadWithCpuTimes();
        }

        void SetMachine(int pid, string threads)
        {
            _tree.SetProcess(pid, "qemu-system-x86", ticks, 100, Scope, "/usr/bin/qemu-system-x86_64", "qemu", "-name", $"m{pid}");
            for (var i = 0; i < 40; i++) _tree.SetThreadStatus(pid, pid + (1_000 * (i + 1)), "CPU 0/KVM", threads);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_virtual_processor_that_is_plugged_in_or_out_changes_the_reservation_at_once(int packages)
    {
        if (packages == 1) _tree.WithPackages(0, 0, 0, 0);
        Begin(2);
        _tree.SetThreadStatus(50, 50, "qemu-system-x86", "0-3");
        Assert.Equal(1, Vcpus());
        for (var i = 0; i < 3; i++) _tree.SetThreadStatus(50, 60 + i, $"CPU {i}/KVM", "0-3");
        RunMachine(50, 9, threads: 4);
        _probe!.ReadWithCpuTimes();
        Assert.Equal(3, Vcpus());
        Assert.Same(_probe.Process(50).Process.Vm, _probe.Group(Scope).Group.Vm);

        // A thread that has its name a moment later.
        _tree.SetThreadStatus(50, 70, "qemu-system-x86", "0-3");
        RunMachine(50, 10, threads: 5);
        _probe.ReadWithCpuTimes();
        _tree.SetThreadStatus(50, 70, "CPU 3/KVM", "0-3");
        _probe.ReadWithCpuTimes();
        Assert.Equal(4, Vcpus());
        Directory.Delete(_tree.ProcessFile(50, "task/70"), recursive: true);
        RunMachine(50, 11, threads: 4);
        _probe.ReadWithCpuTimes();
        Assert.Equal(3, Vcpus());

        // Without a thread of that name, or without threads to look at, nothing new is known.
        Directory.Delete(_tree.ProcessFile(50, "task"), recursive: true);
        RunMachine(50, 12, threads: 1);
        _probe.ReadWithCpuTimes();
        Assert.Equal(3, Vcpus());

        int Vcpus() => _probe!.Process(50).Process.Vm!.Vcpus;
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

    private void Run(long nanoseconds)
    {
        _tree.SetGroup(Container, nanoseconds);
        _tree.SetGroup("/docker", nanoseconds);
        if (!_tree.Version2) _tree.SetGroup("/", nanoseconds);
    }

    private void RunMachine(int pid, long ticks, int threads)
    {
        _tree.SetStat(pid, "qemu-system-x86"u8.ToArray(), ticks, 100, threads: threads);
        _tree.SetGroup(Scope, ticks * 10_000_000);
    }

    private int? Bound(string group)
    {
        for (var i = 0; i < 8; i++) _probe!.ReadWithCpuTimes();
        return _probe!.Group(group).Group.Package;
    }
}
