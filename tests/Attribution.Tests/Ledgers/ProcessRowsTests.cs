using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Usage;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests.Ledgers;

public sealed class ProcessRowsTests
{
    [Fact]
    public void The_choice_is_that_of_comparing_every_candidate_with_every_row()
    {
        var lives = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 12)).ToArbitrary();
        Prop.ForAll(lives, life => ChoosesTheSame(life.Item1, life.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Many_candidates_in_one_tick_allocate_nothing()
    {
        var rows = new ProcessRows(100);
        var processes = Enumerable.Range(1, 3_000).Select(NewProcess).ToArray();
        var now = 0L;
        Assert.Equal(0, Allocations.Of(() =>
        {
            now += Hosts.Second;
            for (var i = 0; i < processes.Length; i++) Use(processes[i], (i * 31) + (now / Hosts.Second), now);
            rows.Book(processes, now);
        }));
    }

    [Fact]
    public void What_was_booked_in_an_interval_that_came_to_no_report_is_in_the_next_row()
    {
        var (rows, process) = (new ProcessRows(1), NewProcess(1));
        Book(energy: 5, tick: 1);
        Book(energy: 0, tick: 2);
        Assert.Equal(5_000, rows.ToRows(2).Single().Active.Cumulative.Total);
        Book(energy: 7, tick: 3);
        Assert.Equal(12_000, rows.ToRows(4).Single().Active.Cumulative.Total);
        Assert.Equal(12_000, rows.Total.Total);

        void Book(long energy, int tick)
        {
            Use(process, energy * 1_000, tick);
            rows.BeginInterval();
            rows.Book([process], tick * Hosts.Second);
        }
    }

    private static bool ChoosesTheSame(int seed, int limit)
    {
        var random = new Random(seed);
        var rows = new ProcessRows(limit);
        var reference = new SlowChoice(limit);
        var processes = new List<ProcessState>();
        var now = 0L;
        for (var tick = 1; tick <= 40; tick++)
        {
            now += random.NextInt64(1, 40 * Hosts.Second);
            for (var born = random.Next(4); born > 0; born--) processes.Add(NewProcess(random.Next(1_000_000)));
            var read = processes.Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next()).ToArray();
            foreach (var process in read)
            {
                // Few and round energies, so that equal scores are common.
                Use(process, random.Next(4) * 1_000L * (random.Next(20) == 0 ? 50 : 1), tick);
                process.Ended = random.Next(15) == 0;
            }

            reference.Book(read, now);
            rows.BeginInterval();
            rows.Book(read, now);
            Assert.Equal(reference.Shown.Select(p => p.Info.Key).Order(Comparer<ProcessKey>.Create(Compare)), rows.ToRows(tick).Select(row => row.Process.Key));
            processes.RemoveAll(p => p.Ended);
        }

        return true;
    }

    private static int Compare(ProcessKey a, ProcessKey b) => (a.Pid, a.StartTicks).CompareTo((b.Pid, b.StartTicks));

    private static void Use(ProcessState process, long microjoules, long interval)
    {
        process.Interval = interval;
        process.Energy = default;
        process.Energy[Component.Cpu] = microjoules;
    }

    private static ProcessState NewProcess(int pid) => new() { Info = Hosts.Process(pid), Owner = new Account() };

    /// <summary>The plain way: every score faded for every comparison.</summary>
    private sealed class SlowChoice(int limit)
    {
        private readonly Dictionary<ProcessState, (double Score, long Time)> _scores = [];

        public List<ProcessState> Shown { get; } = [];

        public void Book(ProcessState[] read, long now)
        {
            foreach (var process in read.Where(p => p.Energy.Total > 0))
            {
                _scores[process] = (Faded(process, now) + process.Energy.Total, now);
                if (!Shown.Contains(process) && !process.Ended) Consider(process, now);
            }

            Shown.RemoveAll(p => p.Ended);
        }

        private void Consider(ProcessState process, long now)
        {
            if (limit == 0) return;
            if (Shown.Count < limit)
            {
                Shown.Add(process);
                return;
            }

            var weakest = 0;
            for (var i = 1; i < Shown.Count; i++)
                if (Faded(Shown[i], now) < Faded(Shown[weakest], now)) weakest = i;
            if (Faded(process, now) > Faded(Shown[weakest], now) * 1.25) Shown[weakest] = process;
        }

        private double Faded(ProcessState process, long now) =>
            _scores.TryGetValue(process, out var score) ? score.Score * Math.Pow(2, -(now - score.Time) / 30e9) : 0;
    }
}
