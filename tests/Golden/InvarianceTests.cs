using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Fixtures;

namespace Wattshare.Golden;

/// <summary>What must make no difference: how often samples are taken, and who looks at them.</summary>
public sealed class InvarianceTests
{
    /// <summary>The exact length of a turn is not told by the kernel; the program takes one unit of 2^-14 J more than the range.</summary>
    private const long CounterUnit = 62;

    [Fact]
    public void The_same_trace_gives_the_same_energies_at_any_period()
    {
        var fine = Replay(samplesPerSecond: 10);
        foreach (var coarse in new[] { Replay(samplesPerSecond: 1), Replay(samplesPerSecond: 0) })
        {
            foreach (var (one, other) in fine.Sensors.Zip(coarse.Sensors))
            {
                Assert.Equal(one.Zone.Zone, other.Zone.Zone);
                Assert.InRange(one.EnergyMicrojoules - other.EnergyMicrojoules, -CounterUnit, CounterUnit);
            }

            Assert.InRange(fine.Host.Cumulative[Component.Cpu] - coarse.Host.Cumulative[Component.Cpu], -CounterUnit, CounterUnit);
            Assert.Equal(Idle(fine), Idle(coarse));
        }
    }

    [Fact]
    public void Scrapes_at_any_rate_or_none_change_nothing()
    {
        var texts = new List<string>();
        foreach (var scrapes in new[] { 0, 1, 25 })
        {
            using var power = FixtureTree.Load("two-sockets");
            using var host = new GoldenHost("v2");
            using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, bootTicks: 100_000);
            for (var second = 0; second < 6; second++)
            {
                host.SetStep(second);
                run.Step();
                GoldenPower.Advance(power);
                for (var i = 0; i < scrapes; i++) Assert.NotEmpty(run.Metrics());
            }

            texts.Add(run.Metrics());
        }

        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(texts[0], texts[2]);
        Assert.Contains("wattshare_host_energy_joules_total{component=\"cpu\"} 350.00012", texts[0], StringComparison.Ordinal);
    }

    /// <summary>All idle energy, whoever carries it.</summary>
    private static long Idle(PowerReport report) => report.Idle.Cumulative[Component.Cpu] + report.Vms.Sum(v => v.Idle.Cumulative[Component.Cpu]) +
        report.Containers.Sum(c => c.Idle.Cumulative[Component.Cpu]);

    /// <summary>30 s of uneven power with a wrap in it, in steps of 100 ms; 0 samples a second stands for one in 5 s.</summary>
    private static PowerReport Replay(int samplesPerSecond)
    {
        var every = samplesPerSecond switch { 10 => 1, 1 => 10, _ => 50 };
        using var power = FixtureTree.Load("one-socket");
        using var host = new GoldenHost("v2");
        var random = new Random(11);
        var (raw, core) = (262_143_328_850 - 300_000_000, 0L);
        GoldenPower.Set(power, "intel-rapl:0", raw);
        GoldenPower.Set(power, "intel-rapl:0:0", core);
        using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, bootTicks: 100_000);
        for (var step = 0; step <= 300; step++)
        {
            if (step % every == 0)
            {
                host.SetStep(step / 10);
                run.Step(TimeSpan.FromMilliseconds(100 * every));
            }

            var energy = 1_500_000 + random.NextInt64(4_000_000);
            raw = (raw + energy) % (262_143_328_850 + 61);
            core += energy / 2;
            GoldenPower.Set(power, "intel-rapl:0", raw);
            GoldenPower.Set(power, "intel-rapl:0:0", core);
        }

        return run.Report;
    }
}
