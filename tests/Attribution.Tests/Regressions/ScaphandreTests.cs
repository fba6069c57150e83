using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Tests.Regressions;

/// <summary>Hosts on which Scaphandre is wrong; docs/regressions.md has all of its defects and where each is tested.</summary>
public sealed class ScaphandreTests
{
    private const long Watt = 1_000_000;

    /// <summary>Its counter of the host is a sum of counters that wrap, so that one wrap is taken for a reset of the sum.</summary>
    [Fact]
    public void The_hosts_counter_grows_by_the_energy_when_one_of_two_packages_wraps()
    {
        const long range = 262_143_328_850;
        var (first, second) = (Hosts.Zone("package-0", range), Hosts.Zone("package-1", range));
        var host = new PeerHost();
        host.Take([(first, range - (20 * Watt)), (second, 200_000 * Watt)]);
        var before = host.Take([(first, range - (10 * Watt)), (second, 200_030 * Watt)]).Host.Cumulative[Component.Cpu];

        // The turn is one unit of 61 µJ longer than the range that the kernel prints.
        var after = host.Take([(first, (30 * Watt) - 61), (second, 200_060 * Watt)]).Host.Cumulative[Component.Cpu];
        Assert.Equal((40 * Watt, 110 * Watt), (before, after));
    }

    /// <summary>It gives a process its share of the whole capacity and shows the rest nowhere.</summary>
    [Fact]
    public void On_a_host_that_is_one_percent_busy_the_process_has_all_that_is_active_and_idle_is_the_rest()
    {
        var package = PeerHost.Package(150);
        var process = Hosts.Process(7);
        var host = new PeerHost { Threads = 16 };
        host.Take([(package, 0)], 0, (process, 0));
        var report = host.Take([(package, 160 * Watt)], 160, (process, 160));
        Assert.Equal(0.01, report.BusyRatio);
        Assert.Equal(10 * Watt, Assert.Single(report.Processes).Active.Cumulative[Component.Cpu]);
        Assert.Equal(150 * Watt, report.Idle.Cumulative[Component.Cpu]);
    }

    /// <summary>Its guest multiplies the machine's power, which follows use already, by the use of the guest's capacity, and fails with several processors.</summary>
    [Fact]
    public void In_a_guest_of_four_processors_the_one_busy_process_has_all_that_the_share_says()
    {
        var share = Hosts.Zone("package-0", range: long.MaxValue, idle: 0);
        var (busy, idle) = (Hosts.Process(7), Hosts.Process(8));
        var guest = new PeerHost { Threads = 4 };
        guest.Take([(share, 1_000_000_000_000_000)], 0, (busy, 0), (idle, 0));
        var report = guest.Take([(share, 1_000_000_000_000_000 + (47 * Watt))], 1000, (busy, 1000), (idle, 0));
        Assert.Equal(0.25, report.BusyRatio);
        Assert.Equal(47 * Watt, report.Processes.Single(row => row.Process.Key.Pid == 7).Active.Cumulative[Component.Cpu]);
        Assert.Equal(0, report.Idle.Cumulative.Total);
    }

    /// <summary>
    /// A host of 16 hardware threads and 160 W, 150 W of them idle, a machine of 4 processors of which one is busy, and a process in it:
    /// Scaphandre says 10 W for the machine on the host, 2 W in the guest and 0.5 W for the process.
    /// </summary>
    [Theory]
    [InlineData(IdlePolicy.Separate, 150, 10_000_000)]
    [InlineData(IdlePolicy.ByReservation, 150, 47_500_000)]
    [InlineData(IdlePolicy.ByUse, 150, 160_000_000)]
    [InlineData(IdlePolicy.Separate, 0, 160_000_000)]
    public void The_power_of_a_machine_is_the_same_on_the_host_in_the_guest_and_for_its_only_process(IdlePolicy policy, long idleWatts, long expected)
    {
        var package = PeerHost.Package(idleWatts);
        var machine = Hosts.Process(100, vm: Hosts.Vm("web", 100) with { Vcpus = 4 });
        var host = new PeerHost(new AttributionRules { IdlePolicy = policy }) { Threads = 16 };
        host.Take([(package, 0)], 0, (machine, 0));
        var row = Assert.Single(host.Take([(package, 160 * Watt)], 1000, (machine, 1000)).Vms);
        var onHost = row.Active.Cumulative[Component.Cpu] + row.Idle.Cumulative[Component.Cpu];
        Assert.Equal(expected, onHost);

        var share = Hosts.Zone("package-0", range: long.MaxValue, idle: 0);
        var process = Hosts.Process(7);
        var guest = new PeerHost { Threads = 4 };
        guest.Take([(share, 1_000_000_000_000_000)], 0, (process, 0));
        var inGuest = guest.Take([(share, 1_000_000_000_000_000 + onHost)], 1000, (process, 1000));
        Assert.Equal(onHost, inGuest.Host.Cumulative[Component.Cpu]);
        Assert.Equal(onHost, Assert.Single(inGuest.Processes).Active.Cumulative[Component.Cpu]);
    }

    /// <summary>It reads the counters of sockets before the processes and those of the host again after them.</summary>
    [Fact]
    public void The_host_is_at_every_sample_the_sum_of_its_zones_of_that_sample()
    {
        ZoneInfo[] zones = [Hosts.Zone("package-0"), Hosts.Zone("package-1"), Hosts.Zone("package-0-dram")];
        var raw = new long[zones.Length];
        var random = new Random(15);
        var host = new PeerHost();
        for (var second = 0; second < 100; second++)
        {
            for (var i = 0; i < raw.Length; i++) raw[i] += random.NextInt64(40 * Watt);
            var report = host.Take([.. zones.Zip(raw)]);
            foreach (var component in new[] { Component.Cpu, Component.Dram })
            {
                Assert.Equal(report.Sensors.Where(row => row.CountsAs == component).Sum(row => row.EnergyMicrojoules), report.Host.Cumulative[component]);
                Assert.Equal(report.Sensors.Where(row => row.CountsAs == component).Sum(row => row.LastIntervalMicrojoules), report.Host.LastInterval[component]);
            }
        }
    }
}
