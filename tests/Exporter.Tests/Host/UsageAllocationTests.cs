using System.Globalization;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class UsageAllocationTests : IDisposable
{
    private const string Scope = @"/machine.slice/machine-qemu\x2d1\x2dweb.scope";
    private readonly HostTree _tree = new();
    private readonly List<long> _allocated = [];

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(2, 10_000)]
    [InlineData(2, 0)]
    [InlineData(1, 10_000)]
    [InlineData(1, 0)]
    public void A_tick_without_change_allocates_nothing(int version, int descriptors)
    {
        _ = version == 2 ? _tree.WithVersion2() : _tree.WithVersion1();
        for (var i = 0; i < 20; i++)
        {
            var id = i.ToString("x64", CultureInfo.InvariantCulture);
            _tree.SetGroup("/docker", 1_000_000);
            _tree.SetGroup("/docker/" + id, 1_000_000);
            SetLimit("/docker/" + id);
            _tree.SetProcess(100 + i, "worker", 5, 99_990, "/docker/" + id, "/usr/bin/worker");
        }

        _tree.SetGroup(Scope, 1_000_000);
        _tree.SetProcess(50, "qemu", 5, 100, Scope, "/usr/bin/qemu-system-x86_64", "qemu", "-name", "web");
        for (var i = 0; i < 4; i++) _tree.SetThread(50, 60 + i, string.Create(CultureInfo.InvariantCulture, $"CPU {i}/KVM"), 1, 100);
        _tree.SetThread(50, 50, "qemu", 1, 100);
        _tree.SetForks(1000);
        using var probe = new UsageProbe(_tree, descriptors: descriptors);

        // Long enough that every turn (each process asked again, each directory listed again) was taken, and young processes grew old.
        for (var i = 0; i < 150; i++) probe.Read();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 130; i++) probe.ReadOnly();
        }));
        Assert.Equal("web", probe.Process(50).Process.Vm!.Name);
        Assert.Equal(500, probe.Process(100).Process.Container!.ReservedMillithreads);
    }

    [Theory]
    [InlineData(2, 10_000)]
    [InlineData(2, 10)]
    [InlineData(2, 0)]
    [InlineData(1, 10_000)]
    public void A_tick_in_which_processes_and_machines_run_allocates_nothing(int version, int descriptors)
    {
        _ = version == 2 ? _tree.WithVersion2() : _tree.WithVersion1();
        _tree.SetGroup("/busy", 1_000_000);
        for (var i = 0; i < 40; i++) _tree.SetProcess(100 + i, "worker", 5, 100, "/busy", "/usr/bin/worker");
        _tree.SetGroup(Scope, 1_000_000);
        _tree.SetProcess(50, "qemu", 5, 100, Scope, "/usr/bin/qemu-system-x86_64", "qemu", "-name", "web");
        for (var i = 0; i < 4; i++) _tree.SetThread(50, 60 + i, string.Create(CultureInfo.InvariantCulture, $"CPU {i}/KVM"), 1, 100);
        _tree.SetForks(1000);
        using var probe = new UsageProbe(_tree, descriptors: descriptors);
        for (var i = 0; i < 70; i++) Run(probe, i);

        // What writes the files allocates, so that each reading is measured by itself.
        for (var i = 70; i < 140; i++)
        {
            Run(probe, i);
            Move(i + 1000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            probe.ReadOnly();
            _allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // A collection that another thread starts books the rest of this thread's buffer, now and then.
        Assert.InRange(_allocated.Count(bytes => bytes > 0), 0, 2);
        Assert.Equal(70, probe.Sample.Processes.Items.ToArray().Count(reading => reading.Process.Key.Pid == 100) * _allocated.Count);
        Assert.NotEmpty(probe.Sample.VmTimes.Items.ToArray());
    }

    private void SetLimit(string path)
    {
        if (_tree.Version2)
        {
            _tree.SetGroupFile(path, "cpu.max", "50000 100000\n");
            _tree.SetGroupFile("/", "cpuset.cpus.effective", "0-7\n");
            _tree.SetGroupFile(path, "cpuset.cpus", "0-1\n");
            return;
        }

        _tree.SetGroupFile("/", "cpu.shares", "1024\n", "cpu");
        _tree.SetGroupFile(path, "cpu.cfs_quota_us", "50000\n", "cpu");
        _tree.SetGroupFile(path, "cpu.cfs_period_us", "100000\n", "cpu");
    }

    private void Run(UsageProbe probe, int step)
    {
        Move(step);
        probe.Read();
    }

    /// <summary>Two workers of one group and two virtual processors use time.</summary>
    private void Move(int step)
    {
        _tree.SetGroup("/", 10_000_000 + (step * 40_000_000L));
        _tree.SetGroup("/busy", 1_000_000 + (step * 20_000_000L));
        _tree.SetProcess(100, "worker", 5 + step, 100, "/busy");
        _tree.SetProcess(101, "worker", 5 + step, 100, "/busy");
        _tree.SetGroup(Scope, 1_000_000 + (step * 20_000_000L));
        _tree.SetStat(50, "qemu"u8.ToArray(), 5 + (3 * step), 100);
        _tree.SetThread(50, 60, "CPU 0/KVM", 1 + step, 100);
        _tree.SetThread(50, 61, "CPU 1/KVM", 1 + step, 100);
    }
}
