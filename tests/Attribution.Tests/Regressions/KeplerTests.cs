using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Tests.Regressions;

/// <summary>Hosts on which Kepler is wrong; docs/regressions.md has the list.</summary>
public sealed class KeplerTests
{
    private const long Watt = 1_000_000;

    /// <summary>Its sum over packages begins with what all counters show and turns at the sum of their ranges.</summary>
    [Fact]
    public void Packages_begin_with_no_energy_and_turn_each_at_its_own_range()
    {
        const long server = 65_532_610_987;
        var (first, second) = (Hosts.Zone("package-0", 262_143_328_850), Hosts.Zone("package-1", server));
        var host = new PeerHost();
        Assert.Equal(0, host.Take([(first, 250_000 * Watt), (second, server - (5 * Watt))]).Host.Cumulative.Total);

        // Units of 15 µJ, one more than the range that the kernel prints.
        var report = host.Take([(first, 250_030 * Watt), (second, (5 * Watt) - 15)]);
        Assert.Equal(40 * Watt, report.Host.Cumulative[Component.Cpu]);
        Assert.Equal([0L, 1L], report.Sensors.Select(row => row.Wraps));
    }

    /// <summary>Its idle energy is the energy times what was not used, so that load makes idle power rise and fall.</summary>
    [Theory]
    [InlineData(0, 10)]
    [InlineData(500, 25)]
    [InlineData(1000, 40)]
    [InlineData(2000, 60)]
    public void Idle_power_is_the_same_whatever_the_load(long busy, long watts)
    {
        var package = PeerHost.Package(10);
        var process = Hosts.Process(7);
        var host = new PeerHost();
        host.Take([(package, 0)], 0, (process, 0));
        var report = host.Take([(package, watts * Watt)], busy, (process, busy));
        Assert.Equal(10 * Watt, report.Idle.Cumulative[Component.Cpu]);
        Assert.Equal((watts - 10) * Watt, report.System.Cumulative[Component.Cpu]);
    }
}
