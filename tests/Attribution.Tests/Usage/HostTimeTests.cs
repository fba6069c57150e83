using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Usage;

/// <summary>What the host's own count of CPU time may do, and who pays for it: nobody.</summary>
public sealed class HostTimeTests
{
    private const long Ms = 1_000_000;

    /// <summary>A tick of each of two hardware threads.</summary>
    private const long FirstSwing = 20 * Ms;

    private readonly ZoneInfo _zone = Hosts.Zone("package-0", idle: 0);
    private readonly GroupInfo _group = Hosts.Group(1, Hosts.Container("a"));
    private readonly Attributor _attributor = new(new AttributionRules());
    private long _second;
    private long _used;

    [Fact]
    public void The_first_swing_of_the_ticks_is_not_taken_for_time_that_nobody_claims()
    {
        Take(new CpuTimes(0, 0, 0));
        Take(new CpuTimes((1_000 * Ms) + FirstSwing, 0, 1_000 * Ms), used: 1_000);
        Take(new CpuTimes((2_000 * Ms) - FirstSwing, 0, 2_000 * Ms), used: 1_000);
        var report = Take(new CpuTimes((3_000 * Ms) + FirstSwing, 0, 3_000 * Ms), used: 1_000);
        Assert.Equal((300_000_000L, 0L), (Container(report), Left(report, UnattributedReason.Skew)));
    }

    [Fact]
    public void Ticks_that_tell_some_percent_too_much_make_nobody_miss_energy()
    {
        Take(new CpuTimes(0, 0, 0));
        for (var second = 1; second <= 60; second++)
        {
            var report = Take(new CpuTimes(second * 1_029 * Ms, 0, 0), used: 1_000);
            Assert.Equal((second * 100_000_000L, 0L), (Container(report), Left(report, UnattributedReason.Skew)));
        }
    }

    [Theory]
    [InlineData(1_029)]
    [InlineData(971)]
    public void What_nobody_claims_of_the_schedulers_own_count_is_known_whatever_the_ticks_tell(int ticks)
    {
        Take(new CpuTimes(0, 0, 0) { TaskNanoseconds = 7 });
        var report = Take(new CpuTimes(ticks * Ms, 0, 0) { TaskNanoseconds = (1_004 * Ms) + 7 }, used: 900);
        Assert.Equal((90_000_000L, 10_000_000L), (Container(report), Left(report, UnattributedReason.Skew)));
        Assert.Equal(0, Left(report, UnattributedReason.Interrupt));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    [InlineData(-5_000)]
    [InlineData(9_000)]
    public void A_count_of_all_tasks_that_cannot_be_that_of_the_host_is_not_believed(int tasks)
    {
        Take(new CpuTimes(0, 0, 0) { TaskNanoseconds = 10_000 * Ms });
        var report = Take(new CpuTimes(1_000 * Ms, 0, 0) { TaskNanoseconds = (10_000 + tasks) * Ms }, used: 450);

        // 970 ms of the ticks are certain, 20 ms are the first swing: 500 ms that nobody claims beside 450 ms.
        Assert.InRange(Left(report, UnattributedReason.Skew), 100_000_000L * 500 / 950, (100_000_000L * 500 / 950) + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_500)]
    [InlineData(1_999)]
    public void Counters_that_outgrow_63_bits_go_on(int millisecondsBefore)
    {
        // Idle time of 4,096 threads does so after 26 days. They turn within the second or third second here, or before the first.
        var start = CpuClock.Wrap((ulong)long.MaxValue - (ulong)(millisecondsBefore * Ms));
        long At(long milliseconds) => CpuClock.Add(start, milliseconds * Ms);
        Take(new CpuTimes(start, start, start) { TaskNanoseconds = start });
        for (var second = 1; second <= 4; second++)
        {
            var report = Take(new CpuTimes(At(second * 1_000), start, At(second * 3_000)) { TaskNanoseconds = At(second * 1_000) }, used: 1_000);
            Assert.Equal((second * 100_000_000L, 0L), (Container(report), Left(report, UnattributedReason.Skew)));
            Assert.Equal(0, report.UsageRefusals.Host);
            Assert.Equal(0.25, report.BusyRatio);
        }
    }

    [Fact]
    public void Interrupt_time_that_nobody_claims_is_a_reason_of_its_own()
    {
        Take(new CpuTimes(0, 0, 0) { TaskNanoseconds = 0 });
        var report = Take(new CpuTimes(1_100 * Ms, 300 * Ms, 1_000 * Ms) { TaskNanoseconds = 704 * Ms }, used: 700);
        Assert.Equal((70_000_000L, 30_000_000L), (Container(report), Left(report, UnattributedReason.Interrupt)));
        Assert.Equal(0, Left(report, UnattributedReason.Skew));
    }

    [Fact]
    public void Interrupt_time_that_the_kernel_has_in_the_groups_already_is_charged_once()
    {
        Take(new CpuTimes(0, 0, 0));
        var report = Take(new CpuTimes(1_000 * Ms, 300 * Ms, 1_000 * Ms), used: 1_000);
        Assert.Equal((100_000_000L, 0L), (Container(report), Left(report, UnattributedReason.Interrupt)));
    }

    [Fact]
    public void Idle_time_that_falls_is_neither_use_nor_an_error()
    {
        Take(new CpuTimes(0, 0, 9_000 * Ms));
        var report = Take(new CpuTimes(500 * Ms, 0, 8_000 * Ms), used: 500);
        Assert.Equal((100_000_000L, 0L, 1.0), (Container(report), report.UsageRefusals.Host, report.BusyRatio));
    }

    [Fact]
    public void Times_that_fall_when_a_hardware_thread_goes_offline_and_rise_again_are_nobodys()
    {
        Take(new CpuTimes(90_000 * Ms, 0, 0), threads: 8);
        Take(new CpuTimes(91_000 * Ms, 0, 0), used: 1_000, threads: 8);
        var offline = Take(new CpuTimes(31_000 * Ms, 0, 0), used: 1_000, threads: 4);
        Assert.Equal((200_000_000L, 1L, (double?)null), (Container(offline), offline.UsageRefusals.Host, offline.BusyRatio));
        var online = Take(new CpuTimes(93_000 * Ms, 0, 0) { TaskNanoseconds = 5 }, used: 1_000, threads: 8);
        Assert.Equal((300_000_000L, 2L), (Container(online), online.UsageRefusals.Host));
        Assert.Equal((0L, 0L), (Left(online, UnattributedReason.Skew), Left(online, UnattributedReason.Interrupt)));

        // And what nobody claims afterwards is seen at once: the steps that were refused left no debt.
        var skew = Take(new CpuTimes(95_000 * Ms, 0, 0) { TaskNanoseconds = (2_016 * Ms) + 5 }, used: 1_000, threads: 8);
        Assert.Equal(50_000_000, Left(skew, UnattributedReason.Skew));
    }

    [Fact]
    public void What_eight_threads_used_is_believed_when_one_is_left()
    {
        Take(new CpuTimes(0, 0, 0), threads: 8);
        var report = Take(new CpuTimes(7_900 * Ms, 0, 100 * Ms), used: 7_900, threads: 1);
        Assert.Equal((100_000_000L, default(UsageRefusals)), (Container(report), report.UsageRefusals));
        Assert.Equal(1, report.HardwareThreads);
    }

    [Fact]
    public void A_group_whose_use_shrinks_or_leaps_is_counted_and_charged_nothing()
    {
        Take(new CpuTimes(0, 0, 0));
        Take(null, used: 500);
        var shrunk = Take(null, used: -400);
        Assert.Equal((100_000_000L, 1L), (Container(shrunk), shrunk.UsageRefusals.Groups));
        Assert.Equal(100_000_000, Left(shrunk, UnattributedReason.NoUsage));
        var leapt = Take(null, used: 1_000_000_000);
        Assert.Equal((100_000_000L, 2L), (Container(leapt), leapt.UsageRefusals.Groups));
        Assert.Equal(200_000_000, Container(Take(null, used: 100)));
    }

    [Fact]
    public void A_process_whose_time_falls_or_leaps_is_counted_and_charged_nothing()
    {
        var process = Hosts.Process(1);
        foreach (var (milliseconds, refused) in new[] { (10_000L, 0L), (10_500, 0), (10_400, 1), (900_000_000, 2), (900_000_100, 2) })
        {
            var sample = Hosts.Sample(++_second * Hosts.Second, (_zone, Component.Cpu, _second * 100_000_000));
            sample.Processes.Add(new ProcessReading(process, milliseconds * Ms, false, false));
            var report = _attributor.Advance(sample);
            Assert.Equal(refused, report.UsageRefusals.Processes);
            Hosts.AssertIdentity(report);
        }
    }

    [Fact]
    public void A_walk_that_was_stopped_in_the_middle_loses_no_use()
    {
        // 2 threads were busy all the while; the group was read after a pause of 30 s, the instant is the middle of it.
        Take(new CpuTimes(0, 0, 0));
        _second += 15;
        var report = Take(new CpuTimes(62_000 * Ms, 0, 0), used: 62_000, walk: 30_000);
        Assert.Equal((default(UsageRefusals), report.Host.Cumulative.Total), (report.UsageRefusals, Container(report)));
    }

    private static long Container(PowerReport report) => report.Containers.Single().Active.Cumulative.Total;

    private static long Left(PowerReport report, UnattributedReason reason) =>
        report.Unattributed.FirstOrDefault(row => row.Reason == reason)?.Energy.Cumulative.Total ?? 0;

    /// <summary>A second, or more, with 100 J a second.</summary>
    private PowerReport Take(CpuTimes? cpu, long used = 0, int threads = 2, long walk = 0)
    {
        _second++;
        _used += used * Ms;
        var sample = Hosts.Sample(_second * Hosts.Second, (_zone, Component.Cpu, _second * 100_000_000));
        (sample.Cpu, sample.HardwareThreads, sample.UsageNanoseconds) = (cpu, threads, walk * Ms);
        sample.Groups.Add(new GroupReading(_group, 90_000 * Ms + _used, false));
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }
}
