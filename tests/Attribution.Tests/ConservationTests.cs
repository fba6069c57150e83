using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests;

public sealed class ConservationTests
{
    private static int _byPackage;

    [Fact]
    public void The_identity_holds_with_equality_after_every_sample_of_random_hosts()
    {
        var lives = Gen.Choose(0, int.MaxValue).Zip(Gen.Elements(0, 3, 100, int.MaxValue)).Zip(Gen.Elements(Enum.GetValues<IdlePolicy>())).ToArbitrary();
        Prop.ForAll(lives, life => Live(life.Item1.Item1, life.Item1.Item2, life.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(600));
    }

    [Fact]
    public void It_holds_on_hosts_with_any_number_of_packages_and_whoever_is_bound_to_them()
    {
        var lives = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(1, 3)).Zip(Gen.Elements<long?>(null, 0, 30_000_000, 1_000_000_000_000)).ToArbitrary();
        Prop.ForAll(lives, life => Live(new RandomHost(life.Item1.Item1, life.Item1.Item2), new AttributionRules { IdleMicrowatts = life.Item2 }))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        Assert.InRange(_byPackage, 1_000, int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    public void The_same_trace_gives_the_same_host_and_idle_energy_at_any_period(int period)
    {
        // 60 s in steps of 100 ms: sampled every 100 ms, 1 s and 5 s.
        var random = new Random(7);
        var zone = Hosts.Zone("package-0", 50_000_000_000, 400_000_000, idle: 20_000_000);
        var group = Hosts.Group(1, Hosts.Container("a"));
        var attributor = new Attributor(new AttributionRules());
        var (raw, cpu, truth) = (49_000_000_000L, 0L, 0L);
        var report = PowerReport.Empty;
        for (var i = 0; i <= 600; i++)
        {
            if (i % period == 0)
            {
                var sample = Hosts.Sample(1 + (i * 100_000_000L), (zone, Component.Cpu, raw));
                sample.Groups.Add(new GroupReading(group, cpu, false));
                report = attributor.Advance(sample);
            }

            var step = 2_000_000 + random.NextInt64(30_000_000);
            cpu += random.NextInt64(1, 100_000_000);
            if (i == 600) break;
            truth += step;
            raw = (raw + step) % 50_000_000_012;
        }

        // One counter unit (12 µJ at this range) for the one wrap in the trace, whose exact length the kernel does not tell.
        Assert.InRange(report.Host.Cumulative[Component.Cpu] - truth, -12, 12);
        Assert.Equal(1_200_000_000, report.Idle.Cumulative[Component.Cpu]);
        Assert.Equal(report.Host.Cumulative[Component.Cpu] - 1_200_000_000, report.Containers.Single().Active.Cumulative[Component.Cpu]);
    }

    [Theory]
    [InlineData(IdlePolicy.ByReservation)]
    [InlineData(IdlePolicy.ByUse)]
    [InlineData(IdlePolicy.Separate)]
    public void A_steady_host_costs_the_report_and_nothing_else(IdlePolicy policy)
    {
        var rules = new AttributionRules { IdlePolicy = policy, ProcessLimit = 0 };
        var few = Allocated(new Attributor(rules), Steady(10), warmUp: 200);
        var many = Allocated(new Attributor(rules), Steady(5_000), warmUp: 200);
        Assert.Equal(few, many);
        Assert.InRange(few, 1, 4_096);
    }

    private static bool Live(int seed, int limit, IdlePolicy policy)
    {
        var rules = new AttributionRules { IdlePolicy = policy, ProcessLimit = limit, EndedRetention = TimeSpan.FromSeconds(20) };
        return Live(new RandomHost(seed), rules);
    }

    private static bool Live(RandomHost host, AttributionRules rules)
    {
        var attributor = new Attributor(rules);
        var last = PowerReport.Empty;
        for (var i = 0; i < 60; i++)
        {
            var report = attributor.Advance(host.Next());
            Hosts.AssertIdentity(report);
            AssertOnlyGrows(last, report);
            AssertCarriers(report, rules.IdlePolicy);
            last = report;
            if (report.Attribution.Any(row => row.Active == ActiveRule.CpuTimeByPackage)) Interlocked.Increment(ref _byPackage);
        }

        return true;
    }

    /// <summary>Who is gone carries nothing, and nobody does where all stays with the host.</summary>
    private static void AssertCarriers(PowerReport report, IdlePolicy policy)
    {
        foreach (var row in report.Vms)
            if (row.Ended || policy == IdlePolicy.Separate) Assert.Equal(0, row.Idle.LastInterval.Total);
        foreach (var row in report.Containers)
            if (row.Ended || policy == IdlePolicy.Separate) Assert.Equal(0, row.Idle.LastInterval.Total);
    }

    private static void AssertOnlyGrows(PowerReport before, PowerReport after)
    {
        foreach (var component in Components.All)
        {
            Grows(before.Host, after.Host, component);
            Grows(before.Idle, after.Idle, component);
            Grows(before.System, after.System, component);
            Grows(before.ProcessOther, after.ProcessOther, component);
            foreach (var row in before.Unattributed) Grows(row.Energy, after.Unattributed.Single(u => u.Reason == row.Reason).Energy, component);
            foreach (var row in before.Vms)
                if (after.Vms.FirstOrDefault(v => v.Vm?.Key == row.Vm?.Key) is { } next) Grows(row.Active, row.Idle, next.Active, next.Idle, component);
            foreach (var row in before.Containers)
                if (after.Containers.FirstOrDefault(c => c.Container?.Id == row.Container?.Id) is { } next)
                    Grows(row.Active, row.Idle, next.Active, next.Idle, component);
            foreach (var row in before.Processes)
                if (after.Processes.FirstOrDefault(p => p.Process.Key == row.Process.Key) is { } next)
                    Assert.True(next.Active.Cumulative[component] >= row.Active.Cumulative[component] || next.Active.Cumulative == next.Active.LastInterval);
        }
    }

    private static void Grows(EnergyAmount active, EnergyAmount idle, EnergyAmount nextActive, EnergyAmount nextIdle, Component component)
    {
        Grows(active, nextActive, component);
        Grows(idle, nextIdle, component);
    }

    private static void Grows(EnergyAmount before, EnergyAmount after, Component component)
    {
        Assert.True(after.Cumulative[component] >= before.Cumulative[component]);
        Assert.True(after.LastInterval[component] >= 0);
    }

    private static HostSample Steady(int processes)
    {
        var group = Hosts.Group(1, Hosts.Container("a") with { ReservedMillithreads = 500 });
        var sample = Hosts.Sample(0, (Hosts.Zone("package-0", idle: 1), Component.Cpu, 0));
        sample.Groups.Add(new GroupReading(group, 0, false));
        for (var i = 1; i <= processes; i++) sample.Processes.Add(new ProcessReading(Hosts.Process(i, i % 2 == 0 ? group : null), 0, false, false));
        return sample;
    }

    private static long Allocated(Attributor attributor, HostSample sample, int warmUp)
    {
        for (var i = 0; i < warmUp; i++) Tick(attributor, sample);
        return Allocations.Of(() => Tick(attributor, sample));
    }

    private static void Tick(Attributor attributor, HostSample sample)
    {
        sample.TimestampNanoseconds += Hosts.Second;
        sample.Zones.Items[0] = sample.Zones.Items[0] with { RawMicrojoules = sample.Zones.Items[0].RawMicrojoules + 50_000_000 };
        sample.Groups.Items[0] = sample.Groups.Items[0] with { CpuNanoseconds = sample.Groups.Items[0].CpuNanoseconds + 500_000_000 };
        foreach (ref var process in sample.Processes.Items) process = process with { CpuNanoseconds = process.CpuNanoseconds + 10_000 };
        attributor.Advance(sample);
    }
}
