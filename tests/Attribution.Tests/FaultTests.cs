using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests;

/// <summary>
/// An interval whose division throws: by more hardware threads than there can be before anything was given out, and by a role of a machine's threads
/// that there is not after all of it was. Both are nonsense that no reader lets through; they stand for a defect that nobody knows of.
/// </summary>
public sealed class FaultTests
{
    private const long Ms = 1_000_000;

    private readonly Attributor _attributor = new(new AttributionRules { IdleMicrowatts = 2_000_000 });
    private readonly ZoneInfo _package = Hosts.Zone("package-0");
    private readonly GroupInfo _group = Hosts.Group(1, Hosts.Container("a") with { ReservedMillithreads = 1000 });
    private long _second;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_interval_that_could_not_be_divided_is_nobodys_and_the_next_ones_are_as_ever(bool early)
    {
        Take();
        Take();
        AssertFails(Broken(Next(), early), early);
        if (early) AssertFails(Next(), early); // The number of hardware threads counts for the interval after it as well.
        var report = Take();
        Assert.Equal(_second * 10_000_000, report.Host.Cumulative.Total + 10_000_000);
        Assert.Equal(10_000_000, report.Host.LastInterval.Total);
        Hosts.AssertIdentity(report);
        Hosts.AssertIdentity(Take());

        // Before: all of two intervals. After: the idle part of one, since who used the rest was told.
        var nobodys = report.Unattributed.Single(row => row.Reason == UnattributedReason.Fault).Energy;
        Assert.Equal((early ? 20_000_000L : 2_000_000L, 0L), (nobodys.Cumulative.Total, nobodys.LastInterval.Total));
        Assert.Equal(8_000_000, report.Containers.Single().Active.LastInterval.Total);
        Assert.Equal(8_000_000, report.Processes.Single().Active.LastInterval.Total);
        Assert.Equal(early ? 0 : 8_000_000, report.ProcessOther.Cumulative.Total);
    }

    [Fact]
    public void Who_ended_in_such_an_interval_is_gone()
    {
        Take();
        Take();
        var sample = Broken(Next(), early: false);
        sample.Processes.Items[0] = sample.Processes.Items[0] with { Ended = true };
        sample.Groups.Items[0] = sample.Groups.Items[0] with { Ended = true };
        AssertFails(sample, early: false);
        var report = _attributor.Advance(Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _second * 10_000_000)));
        Hosts.AssertIdentity(report);
        Assert.True(report.Containers.Single().Ended);
        Assert.Empty(report.Processes);
    }

    [Fact]
    public void The_error_of_the_host_grows_with_its_energy_all_the_same()
    {
        Take();
        var before = Take().HostUncertainty.Systematic[Component.Cpu];
        AssertFails(Broken(Next(), early: false), early: false);
        var after = Take().HostUncertainty.Systematic[Component.Cpu];
        Assert.InRange(after - (3 * before), -2, 2);
        Assert.InRange(before, 1, long.MaxValue);
    }

    [Fact]
    public void Random_hosts_lose_nothing_by_it_and_everything_adds_up()
    {
        var faults = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Live(new RandomHost(seed, seed % 3), new Random(seed), ref faults)).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
        Assert.InRange(faults, 200, int.MaxValue);
    }

    private static bool Live(RandomHost host, Random random, ref int faults)
    {
        var attributor = new Attributor(new AttributionRules { ProcessLimit = 3 });
        for (var i = 0; i < 60; i++)
        {
            var sample = host.Next();
            _ = Try(attributor, random.Next(8) == 0 ? Broken(sample, early: random.Next(2) == 0) : sample, ref faults);
            host.Observe(attributor);
        }

        PowerReport? report;
        do
        {
            report = Try(attributor, host.Blind(), ref faults);
        }
        while (report is null);
        foreach (var component in new[] { Component.Cpu, Component.Dram })
            Assert.Equal(report.Sensors.Where(row => row.CountsAs == component).Sum(row => row.EnergyMicrojoules), report.Host.Cumulative[component]);
        return true;
    }

    private static PowerReport? Try(Attributor attributor, HostSample sample, ref int faults)
    {
        try
        {
            var report = attributor.Advance(sample);
            Hosts.AssertIdentity(report);
            return report;
        }
        catch (Exception exception) when (exception is OverflowException or IndexOutOfRangeException)
        {
            faults++;
            return null;
        }
    }

    private void AssertFails(HostSample sample, bool early) =>
        Assert.IsType(early ? typeof(OverflowException) : typeof(IndexOutOfRangeException), Record.Exception(() => _attributor.Advance(sample)));

    private static HostSample Broken(HostSample sample, bool early)
    {
        if (early)
        {
            sample.HardwareThreads = int.MaxValue;
            return sample;
        }

        sample.VmTimes.Add(new VmTimeReading(Hosts.Vm("broken"), (VmRole)99, 1));
        return sample;
    }

    /// <summary>A second of 10 J in which one process of one container ran.</summary>
    private HostSample Next()
    {
        var sample = Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _second * 10_000_000));
        sample.Groups.Add(new GroupReading(_group, _second * 500 * Ms, false));
        sample.Processes.Add(new ProcessReading(Hosts.Process(1, _group), _second * 500 * Ms, false, false));
        return sample;
    }

    private PowerReport Take() => _attributor.Advance(Next());
}
