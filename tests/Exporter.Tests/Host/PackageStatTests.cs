using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class PackageStatTests : IDisposable
{
    private const long Tick = 10_000_000;

    private readonly HostTree _tree = new HostTree().WithPackages(0, 0, 1, 1);
    private readonly FaultProbe _faults = new();
    private readonly HostSample _sample = new();
    private readonly CpuPackages _packages;
    private readonly ProcStatReader _reader;

    public PackageStatTests()
    {
        _packages = new CpuPackages(_tree.Sys);
        _reader = new ProcStatReader(_tree.Proc, _faults.Log, _packages);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void The_threads_of_a_package_add_up()
    {
        Assert.Equal([new PackageTime(0, 2, 30 * Tick), new PackageTime(1, 2, 300 * Tick)], Read(10, 20, 100, 200));
        Assert.Equal((4, 330 * Tick), (_sample.HardwareThreads, _sample.Cpu!.Value.BusyNanoseconds));
    }

    [Fact]
    public void On_a_host_with_one_package_there_is_nothing_to_tell()
    {
        _tree.WithPackages(0, 0, 0, 0);
        Assert.Empty(Read(10, 20, 100, 200));
        Assert.Equal(4, _sample.HardwareThreads);
    }

    [Fact]
    public void A_thread_that_goes_offline_leaves_its_package_with_fewer()
    {
        Read(10, 20, 100, 200);
        Assert.Equal([new PackageTime(0, 1, 10 * Tick), new PackageTime(1, 2, 300 * Tick)], Read(10, -1, 100, 200));
        Assert.Empty(Read(10, 20, -1, -1));
    }

    [Fact]
    public void When_one_thread_replaces_another_the_next_sample_knows_it()
    {
        Read(10, -1, 100, 200);
        Assert.Empty(Read(10, 20, 100, -1));
        Assert.Equal([new PackageTime(0, 2, 30 * Tick), new PackageTime(1, 1, 100 * Tick)], Read(10, 20, 100, -1));
    }

    [Theory]
    [InlineData("cpu  9 0 0 9\ncpu0 1 0 0 1\ncpu1 1 0 x 1\ncpu2 1 0 0 1\ncpu3 1 0 0 1\nintr 1\n")]
    [InlineData("cpu  9 0 0 9\ncpu0 1 0 0 1\ncpu1 1 0 0 1\ncpux 1 0 0 1\ncpu3 1 0 0 1\nintr 1\n")]
    [InlineData("cpu  9 0 0 9\ncpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu-2 1 0 0 1\ncpu3 1 0 0 1\nintr 1\n")]
    [InlineData("cpu  9 0 0 9\ncpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu2\ncpu3 1 0 0 1\nintr 1\n")]
    [InlineData("cpu  9 0 0 9\ncpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu99999 1 0 0 1\ncpu3 1 0 0 1\nintr 1\n")]
    [InlineData("cpu  9 0 0 9\ncpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu2 1 0 0 99999999999999999999\ncpu3 1 0 0 1\nintr 1\n")]
    public void A_line_that_is_none_leaves_the_packages_unknown_and_the_host_known(string text)
    {
        Read(1, 1, 1, 1);
        var version = _packages.Version;
        File.WriteAllText(Path.Combine(_tree.Proc, "stat"), text);
        for (var i = 0; i < 3; i++)
        {
            _sample.Clear();
            Assert.True(_reader.TryRead(_sample));
            Assert.Equal((0, 90_000_000, 4), (_sample.Packages.Count, _sample.Cpu!.Value.BusyNanoseconds, _sample.HardwareThreads));
        }

        Assert.InRange(_packages.Version, version, version + 1);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        Read(10, 20, 100, 200);
        Assert.Equal(0, Allocations.Of(() =>
        {
            _sample.Clear();
            _reader.TryRead(_sample);
        }));
        Assert.Equal(2, _sample.Packages.Count);
    }

    private PackageTime[] Read(params long[] busyTicks)
    {
        _tree.WithThreads(busyTicks);
        _sample.Clear();
        Assert.True(_reader.TryRead(_sample));
        return _sample.Packages.Items.ToArray();
    }
}
