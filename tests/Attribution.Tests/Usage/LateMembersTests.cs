using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Usage;

public sealed class LateMembersTests
{
    private const long Ms = 1_000_000;
    private const int Ticks = 120;

    [Fact]
    public void A_busy_member_gets_the_same_whether_a_sleeper_is_read_at_once_or_late()
    {
        var lives = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(2, 10)).ToArbitrary();
        Prop.ForAll(lives, life => IsTheSame(life.Item1, life.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void A_late_claim_takes_nothing_from_others_and_leaves_no_debt()
    {
        var host = new SleeperHost(late: 5);
        host.Tick(busy: 100, sleeper: 0, ended: 0);
        for (var i = 0; i < 3; i++) host.Tick(busy: 100, sleeper: 0, ended: 0);

        // The sleeper works in a tick in which it is not read: its energy is that of a process without a row.
        var woke = host.Tick(busy: 100, sleeper: 50, ended: 0);
        Assert.Equal((Energy(100, 150), Energy(50, 150)), (Last(woke, 1), woke.ProcessOther.LastInterval.Total));
        var found = host.Tick(busy: 100, sleeper: 0, ended: 0);
        Assert.Equal((Energy(100, 100), 0L), (Last(found, 1), found.ProcessOther.LastInterval.Total));
        Assert.DoesNotContain(found.Processes, row => row.Process.Key.Pid == 2);

        // What the next process that ends unseen used is seen at once: no debt hides it.
        var next = host.Tick(busy: 100, sleeper: 0, ended: 25);
        Assert.Equal((Energy(100, 125), Energy(25, 125)), (Last(next, 1), next.ProcessOther.LastInterval.Total));
    }

    [Fact]
    public void A_sleeper_that_runs_in_the_very_tick_it_is_read_keeps_its_time_though_others_ended_meanwhile()
    {
        var host = new SleeperHost(late: 5);
        for (var i = 0; i < 5; i++) host.Tick(busy: 100, sleeper: 0, ended: 40);
        var report = host.Tick(busy: 100, sleeper: 50, ended: 40);
        Assert.Equal((Energy(100, 190), Energy(150, 190) - Energy(100, 190)), (Last(report, 1), Last(report, 2)));
    }

    [Fact]
    public void What_was_paid_relieves_one_claim_only()
    {
        // Two late members claim 30 ms each, and only 40 ms were ever paid.
        var group = Hosts.Group(1, Hosts.Container("a"));
        var (zone, first, second) = (Hosts.Zone("p", idle: 0), Hosts.Process(1, group), Hosts.Process(2, group));
        var attributor = new Attributor(new AttributionRules());
        PowerReport Take(int tick, long groupMs, long? firstMs = null, long? secondMs = null)
        {
            var sample = Hosts.Sample(tick * Hosts.Second, (zone, Component.Cpu, tick * 1_000_000L));
            sample.Groups.Add(new GroupReading(group, groupMs * Ms, false));
            if (firstMs is { } a) sample.Processes.Add(new ProcessReading(first, a * Ms, false, false));
            if (secondMs is { } b) sample.Processes.Add(new ProcessReading(second, b * Ms, false, false));
            return attributor.Advance(sample);
        }

        Take(1, 0, 0, 0);
        Take(2, 40);
        Take(3, 40);
        var report = Take(4, 60, 30, 30);
        Assert.Equal((0L, 1_000_000L), (Cumulative(report, 1), Last(report, 2)));
        report = Take(5, 210, 130, 80);
        Hosts.AssertIdentity(report);
        Assert.Equal((666_666L, 333_334L), (Last(report, 1), Last(report, 2)));
        Assert.Equal(1_000_000, report.ProcessOther.Cumulative.Total);
    }

    [Fact]
    public void A_member_that_moved_to_another_group_takes_no_credit_there()
    {
        var (from, to) = (Hosts.Group(1, Hosts.Container("a")), Hosts.Group(2, Hosts.Container("b")));
        var (zone, attributor) = (Hosts.Zone("p", idle: 0), new Attributor(new AttributionRules()));
        PowerReport Take(int tick, long fromMs, long toMs, GroupInfo group, long? moverMs)
        {
            var sample = Hosts.Sample(tick * Hosts.Second, (zone, Component.Cpu, tick * 1_000_000L));
            sample.Groups.Add(new GroupReading(from, fromMs * Ms, false));
            sample.Groups.Add(new GroupReading(to, toMs * Ms, false));
            if (moverMs is { } used) sample.Processes.Add(new ProcessReading(Hosts.Process(1, group), used * Ms, false, false));
            return attributor.Advance(sample);
        }

        Take(1, 0, 0, from, 0);
        Take(2, 0, 50, from, null);
        Take(3, 0, 50, from, null);
        var report = Take(4, 0, 60, to, 50);
        Assert.Equal(1_000_000, Last(report, 1));
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_process_that_worked_on_every_thread_until_it_was_found_is_believed()
    {
        var (zone, attributor) = (Hosts.Zone("p", idle: 0), new Attributor(new AttributionRules()));
        PowerReport Take(int tick, long? cpu)
        {
            var sample = Hosts.Sample(tick * Hosts.Second, (zone, Component.Cpu, tick * 1_000_000L));
            if (cpu is { } used) sample.Processes.Add(new ProcessReading(Hosts.Process(1), used, false, false));
            return attributor.Advance(sample);
        }

        Take(1, 0);
        for (var tick = 2; tick <= 10; tick++) Take(tick, null);
        Assert.Equal(1_000_000, Last(Take(11, 20 * Hosts.Second), 1));
    }

    private static bool IsTheSame(int seed, int late)
    {
        var random = new Random(seed);
        var (atOnce, found) = (new SleeperHost(late: 1), new SleeperHost(late));
        PowerReport expected = PowerReport.Empty, actual = PowerReport.Empty;
        for (var i = 0; i < Ticks; i++)
        {
            // The last sleep is long enough that everything was found.
            var sleeper = i < Ticks - 20 && random.Next(4) == 0 ? 50 : 0;
            var (busy, ended) = (random.Next(1, 900), random.Next(3) == 0 ? random.Next(200) : 0);
            expected = atOnce.Tick(busy, sleeper, ended);
            actual = found.Tick(busy, sleeper, ended);
            Hosts.AssertIdentity(actual);
            Assert.Equal(expected.Containers.Single().Active, actual.Containers.Single().Active);
            Assert.Equal(Cumulative(expected, 1), Cumulative(actual, 1));
        }

        Assert.Equal(Cumulative(expected, 2) + expected.ProcessOther.Cumulative.Total, Cumulative(actual, 2) + actual.ProcessOther.Cumulative.Total);
        return true;
    }

    private static long Energy(long part, long whole) => 30_000_000 * part / whole;

    private static long Last(PowerReport report, int pid) => report.Processes.Single(row => row.Process.Key.Pid == pid).Active.LastInterval.Total;

    private static long Cumulative(PowerReport report, int pid) =>
        report.Processes.FirstOrDefault(row => row.Process.Key.Pid == pid)?.Active.Cumulative.Total ?? 0;

    /// <summary>A container with a member that works all the time, one that mostly sleeps, and some that live between two samples; 30 J a tick.</summary>
    private sealed class SleeperHost(int late)
    {
        private readonly Attributor _attributor = new(new AttributionRules());
        private readonly ZoneInfo _zone = Hosts.Zone("package-0", idle: 0);
        private readonly GroupInfo _group = Hosts.Group(1, Hosts.Container("a"));
        private long _busyMs;
        private long _sleeperMs;
        private long _endedMs;
        private int _tick;

        public PowerReport Tick(int busy, int sleeper, int ended)
        {
            (_busyMs, _sleeperMs, _endedMs) = (_busyMs + busy, _sleeperMs + sleeper, _endedMs + ended);
            var sample = Hosts.Sample(++_tick * Hosts.Second, (_zone, Component.Cpu, _tick * 30_000_000L));
            sample.Groups.Add(new GroupReading(_group, (_busyMs + _sleeperMs + _endedMs) * Ms, false));
            sample.Processes.Add(new ProcessReading(Hosts.Process(1, _group), _busyMs * Ms, false, false));
            if (_tick % late == 1 % late) sample.Processes.Add(new ProcessReading(Hosts.Process(2, _group), _sleeperMs * Ms, false, false));
            return _attributor.Advance(sample);
        }
    }
}
