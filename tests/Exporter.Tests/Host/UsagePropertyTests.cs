using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Processes;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>A host that changes at random, against the plain truth about it: what a reader would see that reads everything each time.</summary>
public sealed class UsagePropertyTests
{
    private const long Tick = 10_000_000;
    private static readonly string[] Groups = ["/a", "/a/b", "/a/b/c", "/d"];

    /// <summary>One change between two readings.</summary>
    private enum Kind
    {
        Run,
        Birth,
        Death,
        Reuse,
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1000, false)]
    [InlineData(3, true)]
    [InlineData(0, true)]
    public void After_a_rotation_everything_is_known_and_nothing_was_lost(int descriptors, bool countsForks) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(8),
        Prop.ForAll(Plans.ToArbitrary(), plan =>
        {
            using var life = new Life(descriptors, countsForks);
            foreach (var changes in plan)
            {
                foreach (var (kind, who, ticks) in changes) life.Change(kind, who, ticks);
                life.Read();
            }

            for (var i = 0; i < Math.Max(ReadingTurn.RotationTicks, ProcessList.EveryTicks); i++) life.Read();
            life.AssertKnown();
            return true;
        }));

    private static Gen<(Kind Kind, int Who, int Ticks)[][]> Plans =>
        Gen.ArrayOf(
            Gen.ArrayOf(
                from kind in Gen.Frequency((8, Gen.Constant(Kind.Run)), (2, Gen.Constant(Kind.Birth)), (1, Gen.Constant(Kind.Death)), (1, Gen.Constant(Kind.Reuse)))
                from who in Gen.Choose(0, 1000)
                from ticks in Gen.Choose(1, 20)
                select (kind, who, ticks)).Resize(6),
            20);

    private sealed class Life : IDisposable
    {
        private readonly HostTree _tree = new HostTree().WithVersion2();
        private readonly UsageProbe _probe;
        private readonly bool _countsForks;
        private readonly SortedDictionary<int, (string Group, long Ticks, long Start)> _truth = [];
        private readonly Dictionary<string, long> _groups = Groups.ToDictionary(group => group, _ => 0L);
        private readonly Dictionary<ProcessKey, long> _seen = [];
        private readonly HashSet<ProcessKey> _ended = [];
        private readonly HashSet<ProcessKey> _dead = [];
        private long _forks = 1000;
        private int _lastPid = 100;

        public Life(int descriptors, bool countsForks)
        {
            _countsForks = countsForks;
            foreach (var group in Groups) _tree.SetGroup(group, 0);
            for (var i = 0; i < 12; i++) Birth(i, 5, 100);
            _probe = new UsageProbe(_tree, descriptors: descriptors);
        }

        public void Change(Kind kind, int who, int ticks)
        {
            var pid = _truth.Keys.ElementAtOrDefault(who % Math.Max(1, _truth.Count));
            if (kind == Kind.Birth) Birth(who, ticks, _probe.Now - 50);
            else if (pid == 0) return;
            else if (kind == Kind.Run) Run(pid, ticks);
            else if (kind == Kind.Death) Death(pid);
            else Reuse(pid, ticks);
        }

        public void Read()
        {
            _probe.Read();
            foreach (var reading in _probe.Sample.Processes.Items)
            {
                Assert.True(_seen.GetValueOrDefault(reading.Process.Key) <= reading.CpuNanoseconds);
                Assert.DoesNotContain(reading.Process.Key, _ended);
                _seen[reading.Process.Key] = reading.CpuNanoseconds;
                if (reading.Ended) _ended.Add(reading.Process.Key);
            }
        }

        public void AssertKnown()
        {
            foreach (var (pid, (group, ticks, start)) in _truth)
            {
                Assert.Equal(ticks * Tick, _seen[new ProcessKey(pid, start)]);
                Assert.Equal(group, _probe.Process(pid).Process.Group?.Path ?? "/");
            }

            // Whoever is dead was either never seen, or was seen to end.
            foreach (var key in _dead) Assert.Equal(_seen.ContainsKey(key), _ended.Contains(key));
            Assert.Equal(_truth.Count, _seen.Count - _ended.Count);
            foreach (var (group, nanoseconds) in _groups) Assert.Equal(nanoseconds, _probe.Group(group).CpuNanoseconds);
            Assert.Empty(_probe.Faults.Lines);
        }

        public void Dispose()
        {
            _probe.Dispose();
            _tree.Dispose();
        }

        private void Birth(int who, long ticks, long start)
        {
            var group = who % 5 == 4 ? "/" : Groups[who % 5];
            _truth[++_lastPid] = (group, ticks, start);
            _tree.SetProcess(_lastPid, "one", ticks, start, group);
            Charge(group, ticks);
            Fork();
        }

        private void Run(int pid, int ticks)
        {
            var (group, before, start) = _truth[pid];
            _truth[pid] = (group, before + ticks, start);
            _tree.SetStat(pid, "one"u8.ToArray(), before + ticks, start);
            Charge(group, ticks);
        }

        private void Death(int pid)
        {
            _dead.Add(new ProcessKey(pid, _truth[pid].Start));
            _tree.RemoveProcess(pid);
            _truth.Remove(pid);
        }

        private void Reuse(int pid, int ticks)
        {
            var (group, _, before) = _truth[pid];
            var start = Math.Max(before + 1, _probe.Now - 50);
            _dead.Add(new ProcessKey(pid, before));
            _tree.ReplaceProcess(pid, "two", ticks, start, group);
            _truth[pid] = (group, ticks, start);
            Charge(group, ticks);
            Fork();
        }

        /// <summary>Adds to a group and to all that contain it, as the kernel does.</summary>
        private void Charge(string group, long ticks)
        {
            foreach (var each in Groups.Where(each => group == each || group.StartsWith(each + "/", StringComparison.Ordinal)))
                _tree.SetGroup(each, _groups[each] += ticks * Tick);
        }

        private void Fork()
        {
            if (_countsForks) _tree.SetForks(++_forks);
        }
    }
}
