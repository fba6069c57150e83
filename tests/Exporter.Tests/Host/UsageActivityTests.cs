using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Processes;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>What is read and what is not, and how late that is.</summary>
public sealed class UsageActivityTests : IDisposable
{
    private const long Tick = 10_000_000;
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Nobody_is_read_in_a_group_that_stands_still()
    {
        using var probe = Settled(group: "/a", processes: 20);
        for (var i = 0; i < 20; i++) _tree.SetProcess(100 + i, "one", 50, 100, "/a");
        var read = new HashSet<int>();
        for (var i = 0; i < ReadingTurn.RecheckTicks; i++)
        {
            // The counter says that nobody ran, so the files are not looked at, but for the turn of 60 ticks.
            Assert.InRange(probe.Read().Pids.Count, 0, 1);
            read.UnionWith(probe.Pids);
        }

        Assert.Equal(20, read.Count);
        Assert.Equal(50 * Tick, probe.Process(100).CpuNanoseconds);
    }

    [Fact]
    public void A_sleeper_that_wakes_for_a_moment_is_found_within_the_rotation()
    {
        for (var sleeper = 0; sleeper < ReadingTurn.RotationTicks; sleeper++)
        {
            using var probe = Settled(group: "/a", processes: 20);
            _tree.SetProcess(100 + sleeper, "one", 10, 100, "/a");
            _tree.SetGroup("/a", 1_000_000 + (5 * Tick));
            var ticks = 0;
            while (probe.Read().Process(100 + sleeper).CpuNanoseconds != 10 * Tick) Assert.InRange(++ticks, 1, ReadingTurn.RotationTicks - 1);
        }
    }

    [Fact]
    public void In_a_group_that_moves_those_that_run_are_read_each_tick_and_the_others_in_turn()
    {
        using var probe = Settled(group: "/a", processes: 20);
        Run(100, probe, 0, ReadingTurn.RotationTicks);
        for (var i = 10; i < 40; i++)
        {
            Run(100, probe, i, i + 1);
            Assert.Equal((5 + i + 1) * Tick, probe.Process(100).CpuNanoseconds);
            Assert.InRange(probe.Pids.Count, 2, 4);
            Assert.Equal(["/a"], probe.Paths);
        }
    }

    [Fact]
    public void Who_has_not_run_for_a_minute_of_ticks_is_a_sleeper_again()
    {
        using var probe = Settled(group: "/a", processes: 20);
        Run(100, probe, 0, 1);
        for (var i = 1; i < 120; i++)
        {
            _tree.SetGroup("/a", 2_000_000 + (i * Tick));
            probe.Read();
        }

        var reads = 0;
        for (var i = 120; i < 160; i++)
        {
            _tree.SetGroup("/a", 2_000_000 + (i * Tick));
            reads += probe.Read().Pids.Count(pid => pid == 100);
        }

        Assert.Equal(40 / ReadingTurn.RotationTicks, reads);
    }

    [Fact]
    public void Beside_the_groups_sleepers_are_read_in_rotation()
    {
        _tree.WithVersion2();
        for (var i = 0; i < 20; i++) _tree.SetProcess(100 + i, "kernel", 5, 100);
        using var probe = new UsageProbe(_tree);
        probe.Read().Read().Read();
        for (var i = 0; i < 20; i++) Assert.Equal(2, probe.Read().Pids.Count);
        _tree.SetProcess(103, "kernel", 9, 100);
        Assert.Equal(9 * Tick, probe.ReadRotation().Process(103).CpuNanoseconds);
        for (var i = 0; i < 20; i++) Assert.Contains(103, probe.Read().Pids);
    }

    [Fact]
    public void Nobody_is_listed_before_a_fork_and_everybody_after_it()
    {
        using var probe = Settled(group: "/a", processes: 2);
        _tree.SetProcess(200, "new", 1, probe.Now, "/a");
        Assert.DoesNotContain(200, probe.Read().Pids);
        _tree.SetForks(1001);
        Assert.Contains(200, probe.Read().Pids);
    }

    [Fact]
    public void A_list_is_made_now_and_then_whatever_the_count_of_forks_says()
    {
        using var probe = Settled(group: "/a", processes: 2);
        _tree.SetProcess(200, "new", 1, 100, "/a");
        _tree.RemoveProcess(101);
        var ticks = 1;
        while (!probe.Read().Pids.Contains(200)) Assert.InRange(++ticks, 2, ProcessList.EveryTicks);
        Assert.True(probe.Process(101).Ended);
    }

    [Fact]
    public void A_pid_that_is_used_again_for_a_sleeper_within_a_tick_is_noticed_by_the_list()
    {
        using var probe = Settled(group: "/a", processes: 20);
        _tree.ReplaceProcess(107, "second", 3, probe.Now - 50, "/a");
        _tree.SetForks(1001);
        var readings = probe.Read().Sample.Processes.Items.ToArray().Where(reading => reading.Process.Key.Pid == 107).ToArray();
        Assert.Equal(2, readings.Length);
        Assert.Equal((new ProcessKey(107, 100), true), (readings[0].Process.Key, readings[0].Ended));
        Assert.Equal(("second", true, 3 * Tick), (readings[1].Process.Command, readings[1].Newborn, readings[1].CpuNanoseconds));
    }

    [Fact]
    public void A_group_that_goes_while_its_processes_still_end_ends_once_and_so_do_they()
    {
        using var probe = Settled(group: "/a", processes: 3);
        _tree.RemoveGroup("/a");
        probe.Read();
        Assert.True(probe.Group("/a").Ended);
        Assert.Equal([100, 101, 102], probe.Pids);
        Assert.All(probe.Pids, pid => Assert.Null(probe.Process(pid).Process.Group));
        for (var i = 0; i < 3; i++) _tree.RemoveProcess(100 + i);
        var ended = new List<int>();
        for (var i = 0; i < 2 * ProcessList.EveryTicks; i++) ended.AddRange(probe.Read().Pids.Where(pid => probe.Process(pid).Ended));
        Assert.Equal([100, 101, 102], ended.Order());
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void A_description_that_changes_is_told_of_those_that_sleep()
    {
        var labels = new LabelsProbe();
        _tree.WithVersion2();
        _tree.SetForks(1000);
        _tree.SetGroup("/docker/" + HostContainerPaths.A, 1_000);
        _tree.SetProcess(10, "one", 5, 100, "/docker/" + HostContainerPaths.A);
        using var probe = new UsageProbe(_tree, labels);
        probe.ReadRotation();
        labels.Known[HostContainerPaths.A] = new() { Name = "web" };
        Assert.Equal([10], probe.Read().Pids);
        Assert.Equal("web", probe.Process(10).Process.Container!.Name);
        Assert.Same(probe.Process(10).Process.Group, probe.Group("/docker/" + HostContainerPaths.A).Group);
        Assert.Contains("/docker/" + HostContainerPaths.A, probe.Paths);
    }

    [Fact]
    public void A_process_that_waits_for_its_group_is_in_it_as_soon_as_the_group_is_known()
    {
        using var probe = Settled(group: "/a", processes: 2);
        _tree.SetProcess(200, "new", 1, 100, "/a/late");
        _tree.SetForks(1001);
        Assert.Equal("/a", probe.Read().Process(200).Process.Group!.Path);
        _tree.SetGroup("/a/late", 0);
        Assert.Equal("/a/late", probe.Read().Process(200).Process.Group!.Path);
    }

    [Fact]
    public void Descriptors_go_to_those_that_run()
    {
        using var probe = Settled(group: "/a", processes: 20, descriptors: 3);
        Run(110, probe, 0, 30);
        Assert.Equal(["/fs/cgroup/a/cpu.stat", "/110/stat"], Open().Where(path => path.Contains("110", StringComparison.Ordinal) || path.EndsWith("cpu.stat", StringComparison.Ordinal)));
        Assert.InRange(Open().Length, 2, 3);
        Run(111, probe, 30, 60);
        Assert.Contains("/111/stat", Open());
        Assert.Contains("/110/stat", Open());
        Assert.Equal((5 + 60) * Tick, probe.Process(111).CpuNanoseconds);
        Assert.Empty(probe.Faults.Lines);
    }

    private UsageProbe Settled(string group, int processes, int descriptors = 1000)
    {
        _tree.WithVersion2();
        _tree.SetForks(1000);
        _tree.SetGroup(group, 1_000_000);
        for (var i = 0; i < processes; i++) _tree.SetProcess(100 + i, "one", 5, 100, group);
        var probe = new UsageProbe(_tree, descriptors: descriptors);

        // Long enough that the first look, which takes the group for one that moved, is over, and that a list was just made.
        return probe.Read().Read().Read().ReadRotation();
    }

    private void Run(int pid, UsageProbe probe, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            _tree.SetProcess(pid, "one", 5 + i + 1, 100, "/a");
            _tree.SetGroup("/a", 1_000_000 + ((i + 1) * Tick));
            probe.Read();
        }
    }

    /// <summary>The files of the tree that this program holds open, shortened.</summary>
    private string[] Open() =>
    [
        .. Directory.EnumerateFiles("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? "")
            .Where(path => path.StartsWith(_tree.Root, StringComparison.Ordinal))
            .Select(path => path.Replace(_tree.Proc, "", StringComparison.Ordinal).Replace(_tree.Sys, "", StringComparison.Ordinal))
            .Where(path => path != "/stat").OrderDescending(StringComparer.Ordinal),
    ];
}
