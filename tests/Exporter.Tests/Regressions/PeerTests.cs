using Wattshare.Attribution.Model;
using Wattshare.Exporter.Composition;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Tests.Sensors.Rapl;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Regressions;

/// <summary>What other exporters do wrong around the measurement; docs/regressions.md has the list.</summary>
public sealed class PeerTests
{
    /// <summary>node_exporter returns no zone at all from the first one on that may not be read, and tells nobody.</summary>
    [Fact]
    public void One_zone_that_may_not_be_read_leaves_the_others_and_is_told()
    {
        using var rig = new RaplRig("two-sockets");
        rig.SetMode("intel-rapl:0", 0);
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        var read = rig.Read();
        Assert.Equal("package-0 cpu Denied 0", read[0]);
        Assert.Contains(read, line => line.StartsWith("package-1 cpu Ok ", StringComparison.Ordinal));
        Assert.Contains(rig.Sensor.Describe(), finding => finding.Outcome == ReadOutcome.Denied && finding.Fix.Length > 0);
    }

    /// <summary>procfs' GetRaplZones gives up all zones when one has no range.</summary>
    [Fact]
    public void A_zone_without_a_range_is_read_and_so_are_the_others()
    {
        var tree = FixtureTree.Load("two-sockets");
        tree.Delete("sys/class/powercap/intel-rapl:0/max_energy_range_uj");
        using var rig = new RaplRig(tree);
        Assert.Equal(["package-0 cpu Ok 1000000000", "package-0-dram dram Ok 200000000", "package-1 cpu Ok 3000000000", "package-1-dram dram Ok 400000000"], rig.Read());
    }

    /// <summary>ALUMET serves energy, which is a side channel, on all interfaces.</summary>
    [Fact]
    public void Nothing_is_served_beyond_the_machine_unless_it_is_asked_for() =>
        Assert.Equal("127.0.0.1:19288", OptionCatalog.Find("web.listen-address")!.DefaultFor(CommandKind.Serve));

    /// <summary>ALUMET's names have prefixes of units, a suffix of its own, and ratios in percent.</summary>
    [Fact]
    public void Every_quantity_has_a_base_unit_in_its_name_and_the_products_name_in_front()
    {
        string[] scaled = ["milli", "micro", "nano", "kilo", "mega", "percent", "_ms", "_uj", "_mj", "_kwh", "_ratio"];
        foreach (var family in MetricCatalog.All)
        {
            Assert.Matches("^(wattshare|process)_[a-z_]+$", family.Name);
            Assert.DoesNotContain(scaled, part => family.Name.Contains(part, StringComparison.Ordinal));
            if (family.Name.Contains("energy", StringComparison.Ordinal)) Assert.Equal("joules", family.Unit);
            if (family.Name.Contains("power", StringComparison.Ordinal)) Assert.Equal("watts", family.Unit);
        }
    }

    /// <summary>
    /// Scaphandre asks for its own process id in the container's namespace, finds 1 there, and reports the host's first process as itself.
    /// </summary>
    [Fact]
    public void In_a_container_the_exporter_is_the_process_that_the_procfs_calls_self()
    {
        using var tree = new HostTree();
        tree.SetProcess(1, "systemd", 1000, 1);
        Assert.Null(SelfKey.Read(tree.Proc));
        tree.SetProcess(4242, "wattshare", 10, 777);
        Directory.CreateSymbolicLink(Path.Combine(tree.Proc, "self"), "4242");
        Assert.Equal(new ProcessKey(4242, 777), SelfKey.Read(tree.Proc));
    }
}
