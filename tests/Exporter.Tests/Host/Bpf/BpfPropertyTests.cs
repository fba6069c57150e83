using FsCheck;
using FsCheck.Fluent;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>Hosts made up at random: whatever lives, dies, forks threads, moves and is dropped, every nanosecond is counted once, in its group.</summary>
public sealed class BpfPropertyTests
{
    [Fact]
    public void Every_nanosecond_after_the_baseline_is_counted_once_in_its_group() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Holds(new Random(seed), torn: false)));

    [Fact]
    public void Records_that_are_cut_anywhere_change_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Holds(new Random(seed), torn: true)));

    private static void Holds(Random random, bool torn)
    {
        using var tree = new HostTree().WithVersion2();
        string[] paths = ["/a", "/b", "/c"];
        foreach (var path in paths) tree.SetGroup(path, 0);
        var groups = paths.ToDictionary(path => path, path => GroupInode.Of(tree, path));
        using var probe = new BpfProbe(tree);
        var kernel = probe.Kernel;
        if (torn) kernel.ChunkSize = () => random.Next(1, 200);
        kernel.RingCapacity = random.Next(3) == 0 ? 5 : int.MaxValue;
        for (var i = 0; i < 20; i++)
            kernel.Start(100 + i, group: groups[paths[random.Next(3)]], comm: "old", ago: 3_600_000_000_000).Runtime = (ulong)random.Next(1_000_000);
        probe.Begin();

        var truth = paths.ToDictionary(path => path, _ => 0L);
        var nextId = 1000;
        var ending = new Queue<FakeTask>();
        for (var tick = 0; tick < 30; tick++)
        {
            for (var step = 0; step < 40; step++) Step(random, kernel, groups, truth, ending, ref nextId);
            probe.Read();
        }

        // What the kernel still held back is there.
        while (ending.TryDequeue(out var last)) kernel.Free(last);
        probe.Read();

        foreach (var path in paths)
            Assert.Equal(truth[path], probe.Counted.Where(pair => pair.Key.Group == path).Sum(pair => pair.Value));
        Assert.Equal(truth.Values.Sum(), probe.Counted.Values.Sum());
    }

    private static void Step(Random random, FakeKernel kernel, Dictionary<string, ulong> groups, Dictionary<string, long> truth, Queue<FakeTask> ending, ref int nextId)
    {
        kernel.Now += 10_000_000;
        var tasks = kernel.Tasks;
        var any = tasks.Count == 0 ? null : tasks[random.Next(tasks.Count)];
        switch (random.Next(6))
        {
            case 0:
                // Ids wrap, as they do on a host of a small pid_max.
                var id = 1000 + (nextId++ % 50);
                if (tasks.All(task => task.Thread != id)) kernel.Start(id, group: groups.Values.ElementAt(random.Next(3)), comm: "born");
                break;
            case 1 when any is not null:
                var thread = 5000 + nextId++;
                kernel.Start(thread, any.Leader ?? any);
                break;
            case 2 when any is not null && (any.Leader is not null || tasks.All(task => task.Leader != any)):
                // The kernel frees a task some time after it left the list; a read may lie in between.
                kernel.Hide(any);
                ending.Enqueue(any);
                if (random.Next(2) == 0)
                    while (ending.TryDequeue(out var freed)) kernel.Free(freed);
                break;
            default:
                if (any is null) break;
                var used = random.Next(1, 20_000_000);
                any.Runtime += (ulong)used;
                truth[groups.First(pair => pair.Value == (any.Leader ?? any).Group).Key] += used;
                break;
        }
    }
}
