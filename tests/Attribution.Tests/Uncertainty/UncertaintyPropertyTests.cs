using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests.Uncertainty;

public sealed class UncertaintyPropertyTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_is_systematic_never_shrinks_and_nothing_is_negative() =>
        Prop.ForAll(Seeds, OnlyGrows).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void How_sure_one_is_changes_no_energy() =>
        Prop.ForAll(Seeds, ChangesNothing).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void The_same_truth_read_a_hundred_times_as_often_is_as_uncertain() =>
        Prop.ForAll(Gen.Choose(1, 400).Zip(Gen.Choose(1, 20)).ToArbitrary(), pair => IsAsUncertain(pair.Item1, pair.Item2)).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void However_often_uneven_power_is_read_the_host_is_as_uncertain_as_two_readings_at_most() =>
        Prop.ForAll(Seeds, StaysWithinTwoReadings).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    // On a 64-bit runtime: header and method table, a reference, three values of two times four numbers, and a flag with its padding.
    private const long RowBytes = 16 + 8 + (3 * 64) + 8;

    [Fact]
    public void How_sure_one_is_costs_nothing_but_its_place_in_the_row()
    {
        Assert.Equal(RowBytes, SteadyBytes(running: 2) - SteadyBytes(running: 1));
        Assert.Equal(RowBytes, SteadyBytes(running: 3) - SteadyBytes(running: 2));
    }

    private static long SteadyBytes(int running)
    {
        var attributor = new Attributor(new AttributionRules { ProcessLimit = 0 });
        var sample = Hosts.Sample(1, (Hosts.Zone("package-0", idle: 0), Component.Cpu, 0));
        for (var i = 1; i <= 3; i++) sample.Groups.Add(new GroupReading(Hosts.Group(i, Hosts.Container("c" + i)), 0, false));
        sample.ProcessTickNanoseconds = 10_000_000;
        for (var i = 0; i < 200; i++) Tick();
        return Allocations.Of(Tick);

        void Tick()
        {
            sample.TimestampNanoseconds += Hosts.Second;
            sample.Zones.Items[0] = sample.Zones.Items[0] with { RawMicrojoules = sample.Zones.Items[0].RawMicrojoules + 50_000_000 };
            foreach (ref var group in sample.Groups.Items[..running]) group = group with { CpuNanoseconds = group.CpuNanoseconds + 400_000_000 };
            attributor.Advance(sample);
        }
    }

    private static bool OnlyGrows(int seed)
    {
        var host = new RandomHost(seed);
        var attributor = new Attributor(new AttributionRules { EndedRetention = TimeSpan.FromSeconds(20) });
        var last = PowerReport.Empty;
        for (var i = 0; i < 60; i++)
        {
            var sample = host.Next();
            sample.ProcessTickNanoseconds = seed % 2 * 10_000_000L;
            sample.UsageNanoseconds = seed % 3 * 1_000_000L;
            var report = attributor.Advance(sample);
            AssertGrows(last.HostUncertainty, report.HostUncertainty);
            foreach (var row in last.Vms)
                if (report.Vms.FirstOrDefault(next => next.Vm?.Key == row.Vm?.Key) is { } next) AssertGrows(row.Uncertainty, next.Uncertainty);
            foreach (var row in last.Containers)
                if (report.Containers.FirstOrDefault(next => next.Container?.Id == row.Container?.Id) is { } next) AssertGrows(row.Uncertainty, next.Uncertainty);
            foreach (var row in report.Containers) AssertSureOfNothing(row.Active.Cumulative + row.Idle.Cumulative, row.Uncertainty);
            last = report;
        }

        return true;
    }

    private static void AssertGrows(EnergyUncertainty before, EnergyUncertainty after)
    {
        foreach (var component in Components.All)
        {
            Assert.True(after.Systematic[component] >= before.Systematic[component]);
            Assert.True(after.Random[component] >= 0);
        }
    }

    private static void AssertSureOfNothing(ComponentEnergy energy, EnergyUncertainty uncertainty)
    {
        foreach (var component in Components.All)
            if (energy[component] == 0) Assert.Equal((0L, 0L), (uncertainty.Random[component], uncertainty.Systematic[component]));
    }

    private static bool ChangesNothing(int seed)
    {
        var (one, other) = (new RandomHost(seed), new RandomHost(seed));
        var sure = new Attributor(new AttributionRules());
        var unsure = new Attributor(new AttributionRules { Uncertainty = new UncertaintyRules { Package = 1, ShareModel = 1, IdleFloor = 1, Dram = 0 } });
        for (var i = 0; i < 40; i++)
        {
            var (same, sample) = (one.Next(), other.Next());
            (sample.ProcessTickNanoseconds, sample.BracketNanoseconds) = (10_000_000, 7_000_000);
            var (expected, actual) = (sure.Advance(same), unsure.Advance(sample));
            Assert.Equal((expected.Host, expected.Idle, expected.System, expected.ProcessOther), (actual.Host, actual.Idle, actual.System, actual.ProcessOther));
            Assert.Equal(expected.Vms.Select(row => (row.Active, row.Idle)), actual.Vms.Select(row => (row.Active, row.Idle)));
            Assert.Equal(expected.Containers.Select(row => (row.Active, row.Idle)), actual.Containers.Select(row => (row.Active, row.Idle)));
        }

        return true;
    }

    private static bool IsAsUncertain(int watts, int seconds)
    {
        var (slow, fast) = (new UncertainHost(), new UncertainHost());
        slow.Begin("a", "b");
        fast.Begin("a", "b");
        for (var i = 0; i < seconds; i++) slow.Step(watts, ("a", 300), ("b", 700));
        for (var i = 0; i < seconds * 100; i++) fast.Step(watts / 100.0, 0.01, ("a", 3), ("b", 7));
        Assert.Equal(slow.Report.Host.Cumulative, fast.Report.Host.Cumulative);
        Assert.Equal(slow.Report.HostUncertainty, fast.Report.HostUncertainty);
        Assert.Equal(slow.Of("a").Random, fast.Of("a").Random, 1.0);
        Assert.Equal(slow.Of("b").Systematic, fast.Of("b").Systematic, 1.0);
        return true;
    }

    private static bool StaysWithinTwoReadings(int seed)
    {
        var random = new Random(seed);
        var host = new UncertainHost();
        host.Begin();
        for (var i = 0; i < 1_000; i++) host.Step(random.Next(20, 300) / 100.0, 0.01);
        Assert.InRange(host.Host.Random, (long)UncertainHost.Pair(20) - 1, (long)UncertainHost.Pair(300) + 1);
        return true;
    }
}
