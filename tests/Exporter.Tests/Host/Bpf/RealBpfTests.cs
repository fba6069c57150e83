using System.Diagnostics;
using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>The programs in the kernel of the machine that runs the tests. Needs root, kernel BTF and libbpf1, which ./test installs.</summary>
public sealed class RealBpfTests : IDisposable
{
    private const int Storm = 500;

    private readonly FaultProbe _faults = new();
    private readonly BpfUsageSource _source;
    private readonly HostSample _sample = new();
    private readonly Dictionary<ProcessKey, long> _last = [];
    private readonly Dictionary<(string Command, string Group), long> _counted = [];
    private readonly Dictionary<ProcessKey, long> _ended = [];
    private readonly HashSet<int> _endedIds = [];
    private readonly bool _baseline = true;

    public RealBpfTests()
    {
        Assert.Null(BpfRequirements.Check("/proc"));
        Assert.Null(LibBpf.Load(out var library));
        var layout = CgroupLayout.Detect("/sys");
        Assert.Null(BpfTaskFeed.Open(library!, layout is { Version2: false }, out var feed));
        var tree = layout is null ? null : new CgroupTree(layout, NoContainerDirectory.Instance, new DescriptorBudget(0), _faults.Log);
        _source = new BpfUsageSource(feed!, "/proc", "/sys", tree, _faults.Log, BootTime.Nanoseconds);
        Read();
        _last.Clear();
        Read();
        _baseline = false;
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void The_tests_own_process_is_there_with_its_name_and_its_time_is_that_of_the_kernel()
    {
        var key = Own();
        Assert.Contains(_sample.Processes.Items.ToArray(), reading => reading.Process.Key == key);
        Read();
        var before = _last[key];
        var clock = ThreadTime.OfProcess();
        var until = clock + 200_000_000;
        while (ThreadTime.OfProcess() < until) Thread.SpinWait(1000);
        Read();
        var used = _last[key] - before;
        var truth = ThreadTime.OfProcess() - clock;

        // The scheduler books a running task at its ticks, a few milliseconds apart, and other tests run in this process too.
        Assert.InRange(used, 180_000_000, truth + 50_000_000);
    }

    [Fact]
    public async Task A_fork_storm_is_counted_to_the_last_slice_under_its_name_and_group()
    {
        using var group = new RealGroup();
        var folder = Directory.CreateTempSubdirectory("wattshare-brief").FullName;
        File.Copy("/bin/dash", Path.Combine(folder, "ws-brief"));
        using var shell = Process.Start(new ProcessStartInfo("/bin/dash")
        {
            ArgumentList = { "-c", "read a; n=0; while [ $n -lt $1 ]; do \"$0\"/ws-brief -c 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done'; n=$((n+1)); done; echo done; read b", folder, Storm.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var before = await LetGoAsync(shell, group);
        var ended = shell.StandardOutput.ReadLineAsync();
        while (!ended.IsCompleted)
        {
            Read();
            await Task.Delay(100);
        }

        // The kernel frees a task an RCU grace period after its end, which on an idle machine takes a while.
        var truth = group.UsageNanoseconds() - before;
        for (var i = 0; i < 50 && _ended.Count < Storm; i++)
        {
            await Task.Delay(100);
            Read();
        }

        // The development machines' kernel runs no BPF program while their own agent (pid 1) is on the processor, and a task that happens
        // to be freed just then is not told of. Whatever is told has to be exact: what is missing is processes, and few; a part of one may
        // have been read while it lived.
        var counted = CountedIn(group);
        var missing = Storm - _ended.Count;
        Assert.InRange(missing, 0, Storm / 10);
        Assert.InRange(counted.Values.Sum() + (missing * _ended.Values.Average()), truth * 0.999, truth * (1.001 + (missing * 0.002)));

        // All but what the shell itself needs to start the programs is under the name of the program.
        Assert.Equal(["dash", "ws-brief"], counted.Keys.Order());
        Assert.InRange(counted["ws-brief"], truth * 0.8, truth);
        Assert.Equal(0, _faults.Log.Count(Wattshare.Exporter.Diagnostics.FaultKind.UsageRecordDropped));
        await shell.StandardInput.WriteLineAsync();
        await shell.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_process_that_was_waited_for_is_counted_whole_before_the_kernel_frees_it()
    {
        using var group = new RealGroup();
        using var shell = Process.Start(new ProcessStartInfo("/bin/dash")
        {
            ArgumentList = { "-c", "read a; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done" },
            RedirectStandardInput = true,
        })!;
        var before = await LetGoAsync(shell, group);
        await shell.WaitForExitAsync();
        Read();
        var truth = group.UsageNanoseconds() - before;
        Assert.InRange(Assert.Single(CountedIn(group)).Value, truth * 0.99, truth);

        // And not again when it is freed.
        await Task.Delay(300);
        Read();
        Assert.InRange(Assert.Single(CountedIn(group)).Value, truth * 0.99, truth);
    }

    [Fact]
    public async Task A_group_that_is_made_and_removed_between_two_reads_has_its_name_and_its_time()
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/dash")
        {
            ArgumentList = { "-c", "read a; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done" },
            RedirectStandardInput = true,
        })!;
        await Task.Delay(200);
        Read();
        _counted.Clear();
        long truth;
        string path;
        using (var group = new RealGroup("-brief"))
        {
            path = group.Path;
            truth = -group.UsageNanoseconds();
            group.Enter(shell.Id);
            await shell.StandardInput.WriteLineAsync();
            await shell.WaitForExitAsync();
            truth += group.UsageNanoseconds();
        }

        Read();
        await Task.Delay(300);
        Read();

        // What the shell used on its way into the group is told with the rest: a record has one group.
        Assert.InRange(_counted.GetValueOrDefault(("dash", path)), truth * 0.99, (truth * 1.01) + 5_000_000);
    }

    [Fact]
    public async Task A_process_whose_second_thread_calls_exec_goes_on()
    {
        // The second thread takes over the id of the first, which ends; the process has not ended.
        var folder = Directory.CreateTempSubdirectory("wattshare-exec").FullName;
        var source = Path.Combine(folder, "exec.c");
        await File.WriteAllTextAsync(source, """
            #include <pthread.h>
            #include <unistd.h>
            static void *run(void *unused)
            {
                execl("/bin/dash", "dash", "-c", "read a; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo done; read b", (char *)0);
                return unused;
            }
            int main(void)
            {
                pthread_t thread;
                pthread_create(&thread, 0, run, 0);
                pthread_join(thread, 0);
                return 1;
            }
            """);
        using (var compiler = Process.Start("gcc", ["-pthread", source, "-o", Path.Combine(folder, "ws-exec")])) await compiler.WaitForExitAsync();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "ws-exec")) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

        // The kernel frees the first thread an RCU grace period later.
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(50);
            Read();
        }

        await process.StandardInput.WriteLineAsync();
        Assert.Equal("done", await process.StandardOutput.ReadLineAsync());
        Read();
        Assert.DoesNotContain(process.Id, _endedIds);
        Assert.Equal("dash", Assert.Single(_sample.Processes.Items.ToArray(), reading => reading.Process.Key.Pid == process.Id).Process.Command);
        await process.StandardInput.WriteLineAsync();
        await process.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_sleeper_that_wakes_for_a_moment_is_found_by_the_next_read()
    {
        using var sleeper = Process.Start(new ProcessStartInfo("/bin/bash")
        {
            ArgumentList = { "-c", "read a; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo done; read b" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Thread.Sleep(300);
        Read();
        Read();
        Assert.DoesNotContain(_sample.Processes.Items.ToArray(), reading => reading.Process.Key.Pid == sleeper.Id);
        sleeper.StandardInput.WriteLine();
        Assert.Equal("done", sleeper.StandardOutput.ReadLine());
        Read();
        var found = Assert.Single(_sample.Processes.Items.ToArray(), reading => reading.Process.Key.Pid == sleeper.Id);
        Assert.Equal("bash", found.Process.Command);
        sleeper.StandardInput.WriteLine();
        sleeper.WaitForExit();
    }

    [Fact]
    public void Both_sources_name_the_same_processes_with_the_same_keys_and_groups()
    {
        using var procfs = new ProcfsUsageSource("/proc", "/sys", NoContainerDirectory.Instance, _faults.Log);
        var other = new HostSample();
        using var feed = Process.Start("/bin/sleep", "20");
        Thread.Sleep(100);
        Read();
        procfs.Read(other);
        var ours = _last.Keys.ToHashSet();

        // Processes that came or went in between are in one of them only.
        var theirs = other.Processes.Items.ToArray().Where(reading => !reading.Ended).ToList();
        var alike = theirs.Count(reading => ours.Contains(reading.Process.Key));
        Assert.InRange(alike, theirs.Count * 9 / 10, theirs.Count);
        Assert.Contains(theirs, reading => reading.Process.Key.Pid == feed.Id && ours.Contains(reading.Process.Key));
        feed.Kill();
        feed.WaitForExit();
    }

    /// <summary>Puts a shell that waits for a line into a group and writes the line. Gives what the group had used before.</summary>
    private async Task<long> LetGoAsync(Process shell, RealGroup group)
    {
        await Task.Delay(200);
        group.Enter(shell.Id);
        Read();
        _counted.Clear();
        var before = group.UsageNanoseconds();
        await shell.StandardInput.WriteLineAsync();
        return before;
    }

    private Dictionary<string, long> CountedIn(RealGroup group) =>
        _counted.Where(pair => pair.Key.Group == group.Path).ToDictionary(pair => pair.Key.Command, pair => pair.Value);

    private static ProcessKey Own() => Wattshare.Exporter.Composition.SelfKey.Read("/proc")!.Value;

    private void Read()
    {
        _sample.Clear();
        _source.Read(_sample);
        foreach (ref readonly var reading in _sample.Processes.Items)
        {
            var known = _last.TryGetValue(reading.Process.Key, out var last);
            var used = known || (reading.Newborn && !_baseline) ? reading.CpuNanoseconds - last : 0;
            _last[reading.Process.Key] = reading.CpuNanoseconds;
            if (reading.Ended) _last.Remove(reading.Process.Key);
            if (reading.Ended) _endedIds.Add(reading.Process.Key.Pid);
            if (reading is { Ended: true, Process.Command: "ws-brief" }) _ended[reading.Process.Key] = reading.CpuNanoseconds;
            var place = (reading.Process.Command, reading.Process.Group?.Path ?? "");
            if (used != 0) _counted[place] = _counted.GetValueOrDefault(place) + used;
        }
    }
}
