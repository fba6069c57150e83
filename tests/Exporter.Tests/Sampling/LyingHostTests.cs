using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Exporter.Tests.Sensors;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Sampling;

/// <summary>
/// The whole sampler on a host that lies: two containers that use half a second each in every second, of 100 J. Whatever one of them
/// shows, the other has its 50 J, everything adds up, and it is counted and said.
/// </summary>
public sealed class LyingHostTests : IDisposable
{
    private const string Liar = "/docker/" + HostContainerPaths.A;
    private const string Honest = "/docker/" + HostContainerPaths.B;
    private const long Half = 50_000_000;

    private readonly ManualTime _time = new();
    private readonly HostTree _tree = new();
    private readonly FaultProbe _faults = new();
    private readonly FakeSensor _meter = new("meter");
    private readonly List<IDisposable> _parts = [];
    private Sampler _sampler = null!;
    private long _second;
    private PowerReport _last = PowerReport.Empty;

    public void Dispose()
    {
        _meter.Dispose();
        foreach (var part in _parts) part.Dispose();
        _tree.Dispose();
    }

    [Theory]
    [InlineData(2, "")]
    [InlineData(2, "garbage\n")]
    [InlineData(2, "usage_usec -5\n")]
    [InlineData(2, "usage_usec 99999999999999999999\n")]
    [InlineData(2, "user_usec 5\nsystem_usec 5\n")]
    [InlineData(2, null)]
    [InlineData(1, "")]
    [InlineData(1, "-5\n")]
    [InlineData(1, "99999999999999999999\n")]
    [InlineData(1, null)]
    public void A_counter_that_is_garbage_or_missing_for_a_while_costs_nobody_else_anything(int version, string? text)
    {
        Begin(version);
        Take(intervals: 3);
        Assert.Equal((3 * Half, 0), (Energy(HostContainerPaths.A), Unreadable));
        Lie(text);
        Take(intervals: 5, isHonest: false);
        Assert.Equal((3 * Half, 5), (Energy(HostContainerPaths.A), Unreadable));
        Assert.Equal(5 * Half, _last.System.Cumulative.Total);

        // The first value afterwards is a baseline: what was used in the gap was charged already.
        Take(intervals: 3);
        Assert.Equal((5 * Half, 8 * Half), (Energy(HostContainerPaths.A), Energy(HostContainerPaths.A) + _last.System.Cumulative.Total - (3 * Half)));
        Assert.Equal(11 * Half, Energy(HostContainerPaths.B));
        Assert.EndsWith(": recovered", _faults.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_container_whose_counter_was_never_there_is_charged_by_its_processes_and_once(int version)
    {
        Begin(version, hasCounter: false);
        Take(intervals: 6, isHonest: false);
        Assert.Equal((6 * Half, 6 * Half, 0L), (Energy(HostContainerPaths.A), Energy(HostContainerPaths.B), _last.System.Cumulative.Total));
        Assert.InRange(Unreadable, 6, 20);
        Take(intervals: 3);
        Assert.InRange(Energy(HostContainerPaths.A), 8 * Half, 9 * Half);
        Assert.Equal(9 * Half, Energy(HostContainerPaths.B));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1_000_000_000_000_000)]
    public void A_counter_that_falls_or_leaps_is_counted_and_is_no_use(int version, long nanoseconds)
    {
        Begin(version);
        Take(intervals: 3);
        _tree.SetGroup(Liar, nanoseconds);
        Take(intervals: 1, isHonest: false);
        Assert.Equal((3 * Half, 1), (Energy(HostContainerPaths.A), _faults.Log.Count(FaultKind.CpuTimeImplausible)));
        Take(intervals: 3);
        Assert.Equal(7 * Half, Energy(HostContainerPaths.B));
        Assert.Equal(5 * Half, Energy(HostContainerPaths.A));
        Assert.Equal(nanoseconds == 0 ? 1 : 2, _faults.Log.Count(FaultKind.CpuTimeImplausible));
        Assert.Contains("Information: CpuTimeImplausible: control groups: recovered", _faults.Lines);
    }

    [Fact]
    public void A_meter_that_stands_still_and_one_that_jumps_are_no_energy_that_was_not_there()
    {
        Begin(2);
        Take(intervals: 2);
        var frozen = _meter.Values[0];
        for (var i = 0; i < 3; i++) TakeOne(frozen.Value);
        Assert.Equal((4 * Half, 0L), (_last.Host.Cumulative.Total, _last.Host.LastInterval.Total));
        Take(intervals: 1);
        Assert.Equal(12 * Half, _last.Host.Cumulative.Total);
        TakeOne(1_000_000_000_000_000);
        Assert.Equal(12 * Half, _last.Host.Cumulative.Total);
        Take(intervals: 1);
        Assert.Equal((16 * Half, 1L), (_last.Host.Cumulative.Total, _last.Sensors.Single().Refused));
    }

    private long Unreadable => _faults.Log.Count(FaultKind.GroupUnreadable);

    private long Energy(string container) => _last.Containers.Where(row => row.Container!.Id == container).Sum(row => row.Active.Cumulative.Total);

    private void Begin(int version, bool hasCounter = true)
    {
        _ = version == 1 ? _tree.WithVersion1() : _tree.WithVersion2();
        _meter.Values.Add(("cpu", Component.Cpu, ReadOutcome.Ok, 0));
        var packages = new CpuPackages(_tree.Sys);
        var usage = new ProcfsUsageSource(
            _tree.Proc, _tree.Sys, NoContainerDirectory.Instance, _faults.Log, () => 100_000 + (_second * 100), new DescriptorBudget(0), packages);
        var cpuTimes = new ProcStatReader(_tree.Proc, _faults.Log, packages);
        var sensors = new SensorSet([_meter], _faults.Log, NullLogger<SensorSet>.Instance);
        _parts.AddRange([usage, cpuTimes, sensors]);
        var suspend = new SuspendWatch(_time, () => _time.GetTimestamp(), _faults.Log);
        _sampler = new Sampler(_time, cpuTimes, sensors, usage, new Attributor(new AttributionRules()), suspend, _faults.Log);
        Write(isHonest: true);
        if (!hasCounter) Lie(null);
        _sampler.Prime();
        _last = _sampler.Take();
    }

    private void Lie(string? text)
    {
        if (text is null) File.Delete(Path.Combine(_tree.GroupDirectory(Liar), _tree.Version2 ? "cpu.stat" : "cpuacct.usage"));
        else _tree.SetGroupText(Liar, text);
    }

    private void Take(int intervals, bool isHonest = true)
    {
        for (var i = 0; i < intervals; i++) TakeOne((_second + 1) * 2 * Half, isHonest);
    }

    /// <summary>One second, after which the first container shows what it used, or what it showed before.</summary>
    private void TakeOne(long microjoules, bool isHonest = true)
    {
        _second++;
        _time.Advance(TimeSpan.FromSeconds(1));
        Write(isHonest);
        _meter.Values[0] = _meter.Values[0] with { Value = microjoules };
        var before = _last;
        _last = _sampler.Take();
        AssertIdentity(_last);
        Assert.All(before.Containers, row => Assert.True(row.Active.Cumulative.Total <= Energy(row.Container!.Id)));
    }

    private void Write(bool isHonest)
    {
        var used = _second * 500_000_000;
        if (isHonest) _tree.SetGroup(Liar, used);
        _tree.SetGroup(Honest, used);
        _tree.SetGroup("/docker", used * 2);
        if (!_tree.Version2) _tree.SetGroup("/", used * 2);
        _tree.SetProcess(10, "liar", _second * 50, 100, Liar);
        _tree.SetProcess(11, "honest", _second * 50, 100, Honest);
        var ticks = (_second * 100).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(
            Path.Combine(_tree.Proc, "stat"),
            $"cpu  {ticks} 0 0 {ticks} 0 0 0 0 0 0\ncpu0 {ticks} 0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 {ticks} 0 0 0 0 0 0\nintr 0\nprocesses 7\n");
    }

    private static void AssertIdentity(PowerReport report)
    {
        var parts = report.Idle.Cumulative.Total + report.Unattributed.Sum(row => row.Energy.Cumulative.Total) + report.System.Cumulative.Total
            + report.Containers.Sum(row => row.Active.Cumulative.Total + row.Idle.Cumulative.Total);
        Assert.Equal(report.Host.Cumulative.Total, parts);
        Assert.Equal(
            report.System.Cumulative.Total + report.Containers.Sum(row => row.Active.Cumulative.Total),
            report.Processes.Sum(row => row.Active.Cumulative.Total) + report.ProcessOther.Cumulative.Total);
    }
}
