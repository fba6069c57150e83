using System.Diagnostics;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>The readers on the machine that runs the tests, whatever it is: its procfs is real everywhere.</summary>
public sealed class RealHostTests : IDisposable
{
    private readonly FaultProbe _faults = new();
    private readonly ProcfsUsageSource _source;
    private readonly HostSample _sample = new();

    public RealHostTests() => _source = new ProcfsUsageSource("/proc", "/sys", NoContainerDirectory.Instance, _faults.Log);

    public void Dispose() => _source.Dispose();

    [Fact]
    public void The_tests_own_process_is_found_and_its_time_grows_by_what_it_burns()
    {
        var before = Read().Single(reading => reading.Process.Key.Pid == Environment.ProcessId);
        Assert.False(before.Newborn);
        Assert.NotEqual("", before.Process.Command);
        Burn(TimeSpan.FromMilliseconds(300));
        var after = Read().Single(reading => reading.Process.Key.Pid == Environment.ProcessId);
        Assert.True(after.CpuNanoseconds - before.CpuNanoseconds >= 280_000_000, $"only {after.CpuNanoseconds - before.CpuNanoseconds} ns");
        Assert.Equal(before.Process.Key, after.Process.Key);
    }

    [Fact]
    public void Every_process_that_lives_all_along_is_read_and_none_twice()
    {
        static HashSet<int> Listed() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!)];
        var before = Listed();
        var readings = Read();
        var stable = before.Intersect(Listed());
        Assert.Equal(readings.Count, readings.Select(reading => reading.Process.Key).Distinct().Count());
        Assert.Empty(stable.Except(readings.Select(reading => reading.Process.Key.Pid)));
    }

    [Fact]
    public void A_child_is_born_once_and_ends_once()
    {
        Read();
        using var child = Start("sleep", "60");
        var born = ReadingsOf(child.Id);
        Assert.Equal((true, false), (born.Single().Newborn, born.Single().Ended));
        child.Kill();
        child.WaitForExit();

        // A process that only slept is missed by the next list at the latest.
        var later = Enumerable.Range(0, 2 * ProcessList.EveryTicks).SelectMany(_ => ReadingsOf(child.Id));
        var readings = later.Where(reading => reading.Process.Key == born[0].Process.Key).ToList();
        Assert.True(Assert.Single(readings, reading => reading.Ended) == readings[^1]);
        Assert.DoesNotContain(readings, reading => reading.Newborn);
    }

    [Fact]
    public void A_process_that_calls_itself_qemu_is_none()
    {
        using var child = Start("bash", "-c", "exec -a qemu-system-x86_64 sleep 60");
        using var plain = Start("bash", "-c", "exec -a '/usr/bin/qemu-system-x86_64 -name guest=victim' tail -f /dev/null");
        try
        {
            Await(() => File.ReadAllText($"/proc/{plain.Id}/cmdline").StartsWith("/usr/bin/qemu-system-x86_64", StringComparison.Ordinal));
            Await(() => File.ReadAllText($"/proc/{child.Id}/cmdline").StartsWith("qemu-system-x86_64", StringComparison.Ordinal));
            var readings = Read();
            Assert.Null(readings.Single(reading => reading.Process.Key.Pid == plain.Id).Process.Vm);
            Assert.Null(readings.Single(reading => reading.Process.Key.Pid == child.Id).Process.Vm);
        }
        finally
        {
            child.Kill();
            plain.Kill();
        }
    }

    [Fact]
    public void A_program_of_that_name_is_a_machine_and_its_arguments_name_it()
    {
        var folder = Directory.CreateTempSubdirectory("wattshare-exe-");
        var program = Path.Combine(folder.FullName, "qemu-system-x86_64");
        File.Copy("/bin/bash", program);
        using var child = Start(program, "-c", "read -r line", "bash", "-name", "guest=web,,1,debug-threads=on");
        try
        {
            Await(() => File.ReadAllText($"/proc/{child.Id}/cmdline").Contains("guest=", StringComparison.Ordinal));
            Assert.Equal("web,1", Read().Single(reading => reading.Process.Key.Pid == child.Id).Process.Vm?.Name);
        }
        finally
        {
            child.Kill();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_boot_clock_is_the_clock_of_start_times()
    {
        using var child = Start("sleep", "60");
        var now = ClockTicks.SinceBoot();
        try
        {
            var start = Read().Single(reading => reading.Process.Key.Pid == child.Id).Process.Key.StartTicks;
            Assert.InRange(start, now - 1000, now + 1);
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void Groups_are_read_from_the_inside_out_and_no_member_points_to_one_that_was_not()
    {
        Read();
        var groups = _sample.Groups.Items.ToArray();
        var seen = new HashSet<long>();
        foreach (var reading in groups)
        {
            Assert.DoesNotContain(reading.Group.ParentId, seen);
            Assert.True(seen.Add(reading.Group.Id));
        }

        foreach (var reading in _sample.Processes.Items.ToArray())
            if (reading.Process.Group is { } group) Assert.Contains(group.Id, seen);
    }

    [Fact]
    public void Descriptors_are_given_back()
    {
        var budget = new DescriptorBudget(64);
        var source = new ProcfsUsageSource("/proc", "/sys", NoContainerDirectory.Instance, _faults.Log, ClockTicks.SinceBoot, budget);
        source.Read(_sample);
        source.Dispose();
        for (var i = 0; i < 64; i++) Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
    }

    private static void Burn(TimeSpan time)
    {
        var start = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - start < time) Thread.SpinWait(1000);
    }

    private static void Await(Func<bool> condition)
    {
        var deadline = Stopwatch.GetTimestamp() + (20 * Stopwatch.Frequency);
        while (!condition()) Assert.True(Stopwatch.GetTimestamp() < deadline, "The child did not start in time.");
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private List<ProcessReading> Read()
    {
        _sample.Clear();
        _source.Read(_sample);
        return [.. _sample.Processes.Items];
    }

    private List<ProcessReading> ReadingsOf(int pid) => [.. Read().Where(reading => reading.Process.Key.Pid == pid)];
}
