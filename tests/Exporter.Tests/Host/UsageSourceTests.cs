using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class UsageSourceTests : IDisposable
{
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Processes_and_groups_are_read_whatever_the_budget_of_descriptors(int descriptors)
    {
        _tree.WithVersion2();
        _tree.SetGroup("/a.slice", 3_000_000);
        _tree.SetProcess(10, "one", 5, 100, "/a.slice");
        _tree.SetProcess(11, "two", 7, 200, "/");
        using var probe = new UsageProbe(_tree, descriptors: descriptors);

        probe.Read();
        Assert.Equal([10, 11], probe.Pids);
        Assert.Equal(50_000_000, probe.Process(10).CpuNanoseconds);
        Assert.Equal(3_000_000, probe.Group("/a.slice").CpuNanoseconds);
        Assert.Equal(10_000_000, probe.Sample.ProcessTickNanoseconds);

        _tree.SetProcess(10, "one", 9, 100, "/a.slice");
        _tree.SetGroup("/a.slice", 43_000_000);
        probe.Read();
        Assert.Equal(90_000_000, probe.Process(10).CpuNanoseconds);
        Assert.Equal(43_000_000, probe.Group("/a.slice").CpuNanoseconds);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void Nobody_is_newborn_at_the_first_reading_and_later_only_who_began_since()
    {
        using var probe = new UsageProbe(_tree) { Now = 5000 };
        _tree.SetProcess(10, "old", 5, 100);
        _tree.SetProcess(11, "young", 5, 5000);
        probe.Read();
        Assert.False(probe.Process(10).Newborn);
        Assert.False(probe.Process(11).Newborn);

        _tree.SetProcess(20, "hidden", 5, 4000);
        _tree.SetProcess(21, "margin", 5, 4999);
        _tree.SetProcess(22, "new", 5, 5050);
        probe.Read();
        Assert.False(probe.Process(20).Newborn);
        Assert.True(probe.Process(21).Newborn);
        Assert.True(probe.Process(22).Newborn);
        Assert.False(probe.Read().Process(22).Newborn);
    }

    [Fact]
    public void A_process_that_is_gone_ends_once_with_its_last_value()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, "one", 5, 100);
        _tree.SetProcess(11, "two", 6, 100);
        probe.Read();
        _tree.RemoveProcess(10);

        probe.Read();
        Assert.True(probe.Process(10).Ended);
        Assert.Equal(50_000_000, probe.Process(10).CpuNanoseconds);
        for (var i = 0; i < 60; i++) Assert.DoesNotContain(10, probe.Read().Pids);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_pid_that_is_used_again_is_an_end_and_a_birth_in_one_reading(int descriptors)
    {
        using var probe = new UsageProbe(_tree, descriptors: descriptors) { Now = 1000 };
        _tree.SetProcess(10, "first", 50, 100);
        probe.Read();
        _tree.SetProcess(10, "second", 2, 1050);
        probe.Read();

        var readings = probe.Sample.Processes.Items.ToArray();
        Assert.Equal(2, readings.Length);
        Assert.Equal((new ProcessKey(10, 100), 500_000_000L, true, false), (readings[0].Process.Key, readings[0].CpuNanoseconds, readings[0].Ended, readings[0].Newborn));
        Assert.Equal((new ProcessKey(10, 1050), 20_000_000L, false, true), (readings[1].Process.Key, readings[1].CpuNanoseconds, readings[1].Ended, readings[1].Newborn));
    }

    [Fact]
    public void A_cut_or_strange_stat_is_counted_and_loses_nobody_else()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, "fine", 5, 100);
        _tree.SetProcess(11, "cut", 5, 100);
        _tree.SetStatBytes(12, "12 (garbage) ? ?"u8.ToArray());
        _tree.SetStatBytes(13, []);
        Directory.CreateDirectory(Path.Combine(_tree.Proc, "14"));
        Directory.CreateDirectory(Path.Combine(_tree.Proc, "99999999999999"));
        Directory.CreateDirectory(Path.Combine(_tree.Proc, "self"));
        probe.Read();
        Assert.Equal([10, 11], probe.Pids);
        Assert.Equal(2, probe.Faults.Log.Count(FaultKind.ProcessUnreadable));

        _tree.SetStatBytes(11, "11 (cut) S 1 1 1 0 -1 0 10 20 30 40 1"u8.ToArray());
        Assert.Equal([10], probe.Read().Pids);
        _tree.SetProcess(11, "cut", 6, 100);
        probe.Read();
        Assert.False(probe.Process(11).Newborn);
        Assert.Equal(60_000_000, probe.Process(11).CpuNanoseconds);
        Assert.Equal("Warning: ProcessUnreadable: /proc/PID/stat: The CPU time of a process could not be read or understood; it keeps its last value, "
            + "and what it uses is seen in its group only.", Assert.Single(probe.Faults.Lines));
    }

    [Fact]
    public void A_missing_procfs_is_said_once_and_ends_nobody()
    {
        using var probe = new UsageProbe(_tree, descriptors: 100);
        _tree.SetProcess(10, "one", 5, 100);
        probe.Read();
        Directory.Move(_tree.Proc, _tree.Proc + ".away");
        probe.Read();
        Assert.Equal([10], probe.Pids);
        Assert.False(probe.Read().Process(10).Ended);
        Directory.Move(_tree.Proc + ".away", _tree.Proc);
        probe.Read();
        Assert.Equal(
            ["Warning: ProcessUnreadable: the list of processes: The processes could not be listed; mount procfs or set --path.procfs.",
                "Information: ProcessUnreadable: the list of processes: recovered"],
            probe.Faults.Lines);
    }

    [Fact]
    public void A_change_of_comm_replaces_the_info_and_nothing_else_does()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, "sh", 5, 100);
        var before = probe.Read().Process(10).Process;
        Assert.Same(before, probe.Read().Process(10).Process);
        _tree.SetProcess(10, "sleep", 5, 100);
        var after = probe.ReadRotation().Process(10).Process;
        Assert.Equal("sleep", after.Command);
        Assert.Equal("sh", before.Command);
        Assert.Equal(before.Key, after.Key);
    }

    [Fact]
    public void What_a_work_queue_thread_does_at_the_moment_is_not_its_name()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetStat(10, "kworker/0:1-events"u8.ToArray(), 5, 100, flags: 0x0420_8060);
        _tree.SetStat(11, "kworker/0:1-mine"u8.ToArray(), 5, 100);
        _tree.SetStat(12, "kworker/R-rcu_gp"u8.ToArray(), 5, 100, flags: 0x0420_8060);
        var info = probe.Read().Process(10).Process;
        Assert.Equal("kworker/0:1", info.Command);
        Assert.Equal("kworker/0:1-mine", probe.Process(11).Process.Command);
        Assert.Equal("kworker/R-rcu_gp", probe.Process(12).Process.Command);
        _tree.SetStat(10, "kworker/0:1+flush"u8.ToArray(), 6, 100, flags: 0x0420_8060);
        Assert.Same(info, probe.Read().Process(10).Process);
    }

    [Theory]
    [InlineData("a) R 1 1 (b", "a) R 1 1 (b")]
    [InlineData("line\nbreak", "line\uFFFDbreak")]
    [InlineData("\u001b[2J", "\uFFFD[2J")]
    [InlineData("\u00ff\u00fe", "\uFFFD\uFFFD")]
    [InlineData("", "?")]
    public void A_hostile_comm_is_shown_and_not_obeyed(string comm, string expected)
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, comm, 5, 100);
        Assert.Equal(expected, probe.Read().Process(10).Process.Command);
        Assert.Equal(50_000_000, probe.Process(10).CpuNanoseconds);
    }

    [Fact]
    public void A_comm_of_four_kilobytes_is_cut()
    {
        using var probe = new UsageProbe(_tree);
        _tree.SetProcess(10, new string(')', 4096), 5, 100);
        Assert.Equal(new string(')', 64), probe.Read().Process(10).Process.Command);
    }
}
