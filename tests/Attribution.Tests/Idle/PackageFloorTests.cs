using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Tests.Splitting;

namespace Wattshare.Attribution.Tests.Idle;

/// <summary>How idle energy is parted over packages is in the report with what else was learned, and is where the next run begins.</summary>
public sealed class PackageFloorTests
{
    private static readonly GroupInfo First = TwoPackages.Bound(1, "first", 0);
    private static readonly GroupInfo Second = TwoPackages.Bound(2, "second", 1);

    [Fact]
    public void The_packages_of_the_next_run_draw_when_idle_what_those_of_this_one_drew()
    {
        var host = new TwoPackages();
        PowerReport report = null!;
        for (var i = 0; i < 63; i++) report = host.Step([30, 10, 2, 6], [0, 0]);
        var (cpu, dram) = (Learned(report, Component.Cpu), Learned(report, Component.Dram));
        Assert.Equal([0, 1, null], cpu.Packages.Select(one => one.Package));
        Assert.Equal(3.0, (double)cpu.Packages[0].Microjoules / cpu.Packages[1].Microjoules, 6);
        Assert.Equal(3.0, (double)dram.Packages[1].Microjoules / dram.Packages[0].Microjoules, 6);
        Assert.InRange(cpu.PackageSeconds, 59, 61);

        // 40 W of idle power in 140: of the first package 30 are idle and 70 active, of the second 10 and 30.
        Assert.Equal((70_000_000L, 30_000_000L), Busy(new TwoPackages(new AttributionRules { LearnedFloors = [cpu, dram] })));

        // Without what was learned of packages, each has half of the 40.
        Assert.Equal((80_000_000L, 20_000_000L), Busy(new TwoPackages(new AttributionRules { LearnedFloors = [cpu with { Packages = [] }] })));
    }

    private static (long First, long Second) Busy(TwoPackages host)
    {
        host.Step([0, 0, 0, 0], [0, 0], (First, 0), (Second, 0));
        host.Step([100, 40, 0, 0], [1000, 1000], (First, 1000), (Second, 1000));
        var report = host.Step([100, 40, 0, 0], [1000, 1000], (First, 1000), (Second, 1000));
        return (TwoPackages.Got(report, "first"), TwoPackages.Got(report, "second"));
    }

    private static LearnedFloor Learned(PowerReport report, Component component) => report.IdleFloors.Single(row => row.Component == component).Learned!;
}
