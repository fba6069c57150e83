using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Tests.Regressions;

/// <summary>Hosts on which ALUMET and experiment-impact-tracker (EIT) are wrong; docs/regressions.md has the list.</summary>
public sealed class OtherExporterTests
{
    private const long Watt = 1_000_000;

    /// <summary>EIT throws when processes claim more than the host used; clocks of 10 ms make them do so.</summary>
    [Fact]
    public void Processes_that_claim_more_than_the_host_was_busy_share_what_there_is()
    {
        var package = PeerHost.Package(10);
        var (first, second) = (Hosts.Process(7), Hosts.Process(8));
        var host = new PeerHost();
        host.Take([(package, 0)], 0, (first, 0), (second, 0));
        var report = host.Take([(package, 30 * Watt)], 500, (first, 600), (second, 400));
        Assert.Equal([12 * Watt, 8 * Watt], report.Processes.OrderBy(row => row.Process.Key.Pid).Select(row => row.Active.Cumulative[Component.Cpu]));
        Assert.All(report.Unattributed, row => Assert.Equal(0, row.Energy.Cumulative.Total));
    }

    /// <summary>ALUMET shows a process for ever with its last value.</summary>
    [Fact]
    public void A_process_that_ended_has_no_row_and_its_energy_stays_in_the_sum()
    {
        var package = PeerHost.Package(10);
        var process = Hosts.Process(7);
        var host = new PeerHost();
        host.Take([(package, 0)], 0, (process, 0));
        Assert.Equal(20 * Watt, Assert.Single(host.Take([(package, 30 * Watt)], 500, (process, 500)).Processes).Active.Cumulative[Component.Cpu]);
        host.End(package, 60 * Watt, process, 900);
        var report = host.Take([(package, 70 * Watt)]);
        Assert.Empty(report.Processes);
        Assert.Equal(40 * Watt, report.ProcessOther.Cumulative[Component.Cpu]);
    }
}
