using Wattshare.Attribution;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Tests.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>
/// Hypervisors on a host of one meter, seen by either usage source and attributed. After every reading everything must add up with
/// equality, and no series may fall.
/// </summary>
internal sealed class VmBench : IDisposable
{
    public const string Qemu = "/usr/bin/qemu-system-x86_64";
    private const long TickNanoseconds = 10_000_000;
    private static readonly ZoneInfo Zone = new() { Sensor = "test", Zone = "package-0", Path = "p", Method = MeasurementMethod.Counter, Perimeter = "cpu_package" };
    private readonly HostTree _tree = new();
    private readonly UsageProbe? _procfs;
    private readonly BpfProbe? _bpf;
    private readonly Attributor _attributor = new(new AttributionRules { IdleMicrowatts = 400_000, EndedRetention = TimeSpan.FromSeconds(3) });
    private readonly Dictionary<int, FakeTask> _tasks = [];
    private readonly Dictionary<int, (string Command, long Start, long Ticks, int Parent, int Session)> _processes = [];
    private readonly Dictionary<int, VmInfo?> _vms = [];
    private Dictionary<(string? Vm, string? Uuid), long> _series = [];
    private long _raw;
    private long _second;

    /// <summary>Begins with an empty host that was read twice, as the first readings are only a baseline.</summary>
    public VmBench(bool bpf)
    {
        if (bpf) _bpf = new BpfProbe(_tree);
        else _procfs = new UsageProbe(_tree);
    }

    /// <summary>The last report.</summary>
    public PowerReport Report { get; private set; } = PowerReport.Empty;

    public FaultProbe Faults => _bpf?.Faults ?? _procfs!.Faults;

    /// <summary>The energy of everything that was measured.</summary>
    public long Host => Report.Host.Cumulative.Total;

    private long Now => _procfs?.Now ?? _bpf!.Kernel.Now / TickNanoseconds;

    /// <summary>A hypervisor begins.</summary>
    public VmBench Start(int pid, string[] arguments, int ago = 50, int parent = 1, int session = 1, string executable = Qemu)
    {
        var start = Now - ago;
        _processes[pid] = ("qemu", start, 0, parent, session);
        _tree.SetProcess(pid, "qemu", 0, start, "/", executable, [Qemu, .. arguments]);
        _tree.SetOrigin(pid, parent, session);
        if (_bpf is not null) _tasks[pid] = _bpf.Kernel.Start(pid, comm: "qemu", ago: ago * TickNanoseconds);
        return this;
    }

    /// <summary>A process uses CPU time, in ticks.</summary>
    public VmBench Use(int pid, int ticks)
    {
        var known = _processes[pid];
        _processes[pid] = known with { Ticks = known.Ticks + ticks };
        WriteStat(pid, 'S');
        if (_bpf is not null) _tasks[pid].Runtime += (ulong)(ticks * TickNanoseconds);
        return this;
    }

    /// <summary>A process is between two others of a launch: it ended at once, and nobody waited for it.</summary>
    public VmBench LeaveZombie(int pid, int parent, int session)
    {
        _processes[pid] = ("qemu", Now - 50, 0, parent, session);
        _tree.SetProcess(pid, "qemu", 0, Now - 50);
        WriteStat(pid, 'Z');
        return this;
    }

    public VmBench End(int pid)
    {
        _processes.Remove(pid);
        _tree.RemoveProcess(pid);
        if (_bpf is not null && _tasks.Remove(pid, out var task)) _bpf.Kernel.Free(task);
        return this;
    }

    /// <summary>A process runs another program from now on.</summary>
    public VmBench Exec(int pid, string command, string executable)
    {
        _tree.SetExecutable(pid, executable);
        _processes[pid] = _processes[pid] with { Command = command };
        WriteStat(pid, 'S');
        if (_bpf is not null) _tasks[pid].Named(command);
        return this;
    }

    public void SetCommandLine(int pid, params string[] arguments) =>
        File.WriteAllText(_tree.ProcessFile(pid, "cmdline"), string.Concat(arguments.Select(argument => argument + "\0")));

    /// <summary>Takes a sample, one second after the last one, of 1.234567 J.</summary>
    public VmBench Read()
    {
        _procfs?.ReadOnly();
        _bpf?.ReadOnly();
        var sample = _procfs?.Sample ?? _bpf!.Sample;
        sample.TimestampNanoseconds = ++_second * 1_000_000_000;
        sample.HardwareThreads = 4;
        _raw += 1_234_567;
        sample.Zones.Add(new ZoneReading(Zone, Component.Cpu, ReadOutcome.Ok, _raw));
        foreach (ref readonly var reading in sample.Processes.Items) _vms[reading.Process.Key.Pid] = reading.Process.Vm;
        Report = _attributor.Advance(sample);
        AssertIdentity();
        AssertNothingFell();
        return this;
    }

    /// <summary>What a process was last reported to be, or to work for.</summary>
    public VmInfo? Vm(int pid) => _vms[pid];

    public (string? Name, string? Uuid, int? Pid) Labels(int pid) => (Vm(pid)?.Name, Vm(pid)?.Uuid, Vm(pid)?.Process.Pid);

    /// <summary>The row of a machine.</summary>
    public VmRow Row(string key) => Assert.Single(Report.Vms, row => row.Vm?.Key == key);

    /// <summary>The energy of the series with these labels.</summary>
    public long Energy(string? name, string? uuid = "") => _series[(name, uuid)];

    public void Dispose()
    {
        _procfs?.Dispose();
        _bpf?.Dispose();
        _tree.Dispose();
    }

    private void WriteStat(int pid, char state)
    {
        var (command, start, ticks, parent, session) = _processes[pid];
        _tree.SetStat(pid, System.Text.Encoding.ASCII.GetBytes(command), ticks, start, state);
        _tree.SetOrigin(pid, parent, session);
    }

    private void AssertIdentity()
    {
        var carried = Report.Vms.Sum(row => row.Active.Cumulative.Total + row.Idle.Cumulative.Total);
        var unattributed = Report.Unattributed.Sum(row => row.Energy.Cumulative.Total);
        Assert.Equal(Report.Host.Cumulative.Total, Report.Idle.Cumulative.Total + unattributed + Report.System.Cumulative.Total + carried);
        var shown = Report.Processes.Sum(row => row.Active.Cumulative.Total) + Report.ProcessOther.Cumulative.Total;
        Assert.Equal(shown, Report.System.Cumulative.Total + Report.Vms.Sum(row => row.Active.Cumulative.Total));
    }

    /// <summary>As the metrics show it: rows of the same labels are one series.</summary>
    private void AssertNothingFell()
    {
        var now = Report.Vms.GroupBy(row => (row.Vm?.Name, row.Vm?.Uuid))
            .ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Active.Cumulative.Total + row.Idle.Cumulative.Total));
        foreach (var (labels, energy) in now) Assert.True(energy >= _series.GetValueOrDefault(labels), $"{labels} fell from {_series.GetValueOrDefault(labels)} to {energy}.");
        _series = now;
    }
}
