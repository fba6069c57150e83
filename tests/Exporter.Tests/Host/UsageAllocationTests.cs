using System.Globalization;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class UsageAllocationTests : IDisposable
{
    private readonly HostTree _tree = new();

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
            _tree.SetProcess(100 + i, "worker", 5, 99_990, "/docker/" + id, "/usr/bin/worker");
        }

        _tree.SetGroup(@"/machine.slice/machine-qemu\x2d1\x2dweb.scope", 1_000_000);
        _tree.SetProcess(50, "qemu", 5, 100, @"/machine.slice/machine-qemu\x2d1\x2dweb.scope", "/usr/bin/qemu-system-x86_64", "qemu", "-name", "web");
        using var probe = new UsageProbe(_tree, descriptors: descriptors);

        // Long enough that every turn (each process asked again, each directory listed again) was taken, and young processes grew old.
        for (var i = 0; i < 150; i++) probe.Read();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 130; i++) probe.Read();
        }));
        Assert.Equal(21, probe.Sample.Processes.Count);
        Assert.Equal("web", probe.Process(50).Process.Vm!.Name);
    }
}
