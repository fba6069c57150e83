using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class SensorSetTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly FaultLog _faults = new(NullLogger<FaultLog>.Instance);
    private readonly HostSample _sample = new();
    private readonly FakeSensor _counter = new("counter");
    private readonly FakeSensor _model = new("model", MeasurementMethod.Model);
    private readonly LineLogger<SensorSet> _log = new();
    private readonly SensorSet _set;

    public SensorSetTests()
    {
        _model.Values.Add(("cpu", Component.Cpu, ReadOutcome.Ok, 5));
        _set = new SensorSet([_counter, _model], _faults, _log);
    }

    public void Dispose()
    {
        _set.Dispose();
        _counter.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void Zones_are_looked_for_at_the_start_and_every_ten_seconds_of_sample_time()
    {
        foreach (var (at, refreshes) in new[] { (100L, 1), (101, 1), (109, 1), (110, 2), (119, 2), (125, 3), (134, 3), (135, 4) })
        {
            _ = ReadAt(at);
            Assert.Equal(refreshes, _counter.Refreshes);
        }
    }

    [Fact]
    public void What_sensors_say_is_kept_current_within_ten_seconds_once_somebody_asked()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _ = ReadAt(0);
        Assert.Empty(_set.Findings);
        Assert.Same(_set.Describe(), _set.Findings);
        foreach (var (at, outcome, told) in new[]
        {
            (1L, ReadOutcome.Denied, ReadOutcome.Denied),
            (2, ReadOutcome.Garbage, ReadOutcome.Denied),
            (10, ReadOutcome.Garbage, ReadOutcome.Denied),
            (11, ReadOutcome.Garbage, ReadOutcome.Garbage),
            (30, ReadOutcome.Ok, ReadOutcome.Ok),
            (31, ReadOutcome.Failed, ReadOutcome.Ok),
            (32, ReadOutcome.Ok, ReadOutcome.Ok),
            (45, ReadOutcome.Absent, ReadOutcome.Absent),
        })
        {
            _counter.Values[0] = ("package-0", Component.Cpu, outcome, 1);
            _ = ReadAt(at);
            Assert.Equal(told, _set.Findings[0].Outcome);
        }
    }

    [Fact]
    public void A_zone_that_appears_is_told_of_and_as_long_as_nothing_changes_nobody_is_asked()
    {
        _ = _set.Describe();
        _ = ReadAt(0);
        var told = _set.Findings;
        _ = ReadAt(100);
        Assert.Same(told, _set.Findings);
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _ = ReadAt(101);
        Assert.Equal(["package-0", "cpu"], _set.Findings.Select(finding => finding.Zone));
    }

    [Fact]
    public void A_counted_zone_that_disappears_is_looked_for_at_once_and_then_every_ten_seconds()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _counter.Values.Add(("core", null, ReadOutcome.Absent, 0));
        _ = ReadAt(0);
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Absent, 0);
        _ = ReadAt(1);
        Assert.Equal(2, _counter.Refreshes);
        _ = ReadAt(2);
        _ = ReadAt(10);
        Assert.Equal(2, _counter.Refreshes);
        _ = ReadAt(11);
        Assert.Equal(3, _counter.Refreshes);
    }

    [Fact]
    public void A_zone_that_looking_again_brings_back_is_read_within_the_same_sample()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _ = ReadAt(0);
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Absent, 0);
        _counter.OnRefresh = () => _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Ok, 2);
        Assert.Equal(["package-0 cpu Ok 2"], ReadAt(1));
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Absent, 0);
        _counter.OnRefresh = () => _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Ok, 3);
        Assert.Equal(["package-0 cpu Ok 3"], ReadAt(2));
    }

    [Fact]
    public void The_model_counts_where_there_is_no_counter() => Assert.Equal(["cpu cpu Ok 5"], ReadAt(0));

    [Fact]
    public void The_model_counts_while_counters_are_shown_as_unreadable()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Denied, 0));
        Assert.Equal(["package-0 - Denied 0", "cpu cpu Ok 5"], ReadAt(0));
    }

    [Fact]
    public void Counters_that_are_memory_or_shown_only_do_not_replace_the_model()
    {
        _counter.Values.Add(("core", null, ReadOutcome.Ok, 1));
        _counter.Values.Add(("dram", Component.Dram, ReadOutcome.Ok, 1));
        Assert.Equal(["core - Ok 1", "dram dram Ok 1", "cpu cpu Ok 5"], ReadAt(0));
    }

    [Theory]
    [InlineData(Component.Cpu, "cpu")]
    [InlineData(Component.Platform, "platform")]
    public void A_readable_counter_leaves_no_place_for_the_model(Component component, string name)
    {
        _counter.Values.Add(("zone", component, ReadOutcome.Ok, 1));
        Assert.Equal([$"zone {name} Ok 1"], ReadAt(0));
    }

    [Fact]
    public void The_model_retires_for_good_when_a_counter_becomes_readable()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Denied, 0));
        _ = ReadAt(0);
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Ok, 1);
        Assert.Equal(["package-0 cpu Ok 1", "cpu - Ok 5"], ReadAt(1));
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Absent, 0);
        Assert.Equal(["package-0 cpu Absent 0", "cpu - Ok 5"], ReadAt(2));
        Assert.Equal(["Information 310: Counter package-0 can be read: the model is out of use from now on"], _log.Lines);
    }

    [Fact]
    public void A_counter_that_vanishes_leaves_its_energy_absent_and_not_modelled()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _ = ReadAt(0);
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Absent, 0);
        Assert.Equal(["package-0 cpu Absent 0"], ReadAt(1));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_sensor_that_throws_loses_its_own_zones_only_and_recovers()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _counter.Values.Add(("package-1", Component.Cpu, ReadOutcome.Ok, 2));
        using var other = new FakeSensor("other");
        other.Values.Add(("dram", Component.Dram, ReadOutcome.Ok, 3));
        using var set = new SensorSet([_counter, other], _faults, NullLogger<SensorSet>.Instance);
        set.Read(_sample);
        _counter.Throws = true;
        set.Read(_sample);
        Assert.Equal(["package-0 cpu Failed 0", "package-1 cpu Failed 0", "dram dram Ok 3"], Readings.Lines(_sample.Zones));
        Assert.Equal(1, _faults.Count(FaultKind.SampleFailed));
        _sample.TimestampNanoseconds = 10 * Second;
        set.Read(_sample);
        Assert.Equal(3, _faults.Count(FaultKind.SampleFailed));
        _counter.Throws = false;
        set.Read(_sample);
        Assert.Equal(["package-0 cpu Ok 1", "package-1 cpu Ok 2", "dram dram Ok 3"], Readings.Lines(_sample.Zones));
    }

    [Fact]
    public void A_sensor_that_throws_from_the_start_has_no_zones_and_hinders_nobody()
    {
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Ok, 1));
        _counter.Throws = true;
        Assert.Equal(["cpu cpu Ok 5"], ReadAt(0));
        Assert.Equal("The sensor failed: describe", _set.Describe()[0].Message);
    }

    [Fact]
    public void Findings_are_put_together_and_a_model_that_is_not_needed_says_so()
    {
        Assert.Equal(["model cpu Cpu "], Findings(_set));
        _counter.Values.Add(("package-0", Component.Cpu, ReadOutcome.Denied, 0));
        Assert.Equal(["counter package-0 Cpu ", "model cpu Cpu "], Findings(_set));
        _counter.Values[0] = ("package-0", Component.Cpu, ReadOutcome.Ok, 0);
        Assert.Equal(["counter package-0 Cpu ", "model cpu  Not used: a counter can be read, or could before, and the two are never mixed."], Findings(_set));
    }

    [Fact]
    public void The_set_disposes_of_its_sensors()
    {
        _set.Dispose();
        Assert.True(_counter.Disposed && _model.Disposed);
    }

    [Fact]
    public void Options_make_a_set_that_reads_a_real_tree()
    {
        using var tree = FixtureTree.Load("two-sockets");
        using var set = Create(tree, "auto", null);
        set.Read(_sample);
        Assert.Equal(
            ["package-0 cpu Ok 1000000000", "package-0-dram dram Ok 200000000", "package-1 cpu Ok 3000000000", "package-1-dram dram Ok 400000000"],
            Readings.Lines(_sample.Zones));
    }

    [Fact]
    public void Options_without_counters_model_with_the_default_or_the_given_watts()
    {
        using var tree = FixtureTree.Load("no-powercap");
        using var byDefault = Create(tree, "auto", null);
        using var given = Create(tree, "model", new ModelParameters(1, 2, "by hand"));
        Assert.Equal(2_960_000, ModelledAfterOneIdleSecond(byDefault));
        Assert.Equal(1_000_000, ModelledAfterOneIdleSecond(given));
        Assert.Equal(["rapl", "model"], byDefault.Describe().Select(finding => finding.Sensor));
    }

    [Fact]
    public void Reading_a_set_allocates_nothing_in_steady_state()
    {
        using var tree = FixtureTree.Load("two-sockets");
        using var set = Create(tree, "auto", null);
        for (var i = 0; i < 10; i++) set.Read(_sample);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++) set.Read(_sample);
        }));
    }

    [Fact]
    public void Between_samples_counters_are_read_and_the_model_is_not()
    {
        using var tree = FixtureTree.Load("two-sockets");
        using var set = Create(tree, "auto", null);
        Assert.Empty(Between(set));
        set.Read(_sample);
        tree.Write("sys/class/powercap/intel-rapl:1/energy_uj", "3000000009\n");
        Assert.Equal(
            ["package-0 cpu Ok 1000000000", "package-0-dram dram Ok 200000000", "package-1 cpu Ok 3000000009", "package-1-dram dram Ok 400000000"],
            Between(set));

        using var none = FixtureTree.Load("no-powercap");
        using var modelled = Create(none, "auto", null);
        modelled.Read(_sample);
        Assert.Equal("cpu cpu", string.Join(' ', Readings.Lines(_sample.Zones).Single().Split(' ').Take(2)));
        Assert.Empty(Between(modelled));
    }

    [Fact]
    public void A_counter_that_is_replaced_between_samples_is_found_by_the_next_look()
    {
        using var tree = FixtureTree.Load("two-sockets");
        using var set = Create(tree, "auto", null);
        set.Read(_sample);
        tree.Replace("sys/class/powercap/intel-rapl:0/energy_uj", "1000000077\n");
        Assert.Equal("package-0 cpu Ok 1000000000", Between(set)[0]);
        _sample.TimestampNanoseconds = 10 * Second;
        set.Read(_sample);
        Assert.Equal("package-0 cpu Ok 1000000077", Between(set)[0]);
    }

    private static string[] Between(SensorSet set)
    {
        var readings = new Buffer<ZoneReading>();
        set.ReadBetween(readings);
        return Readings.Lines(readings);
    }

    private static string[] Findings(SensorSet set) =>
        [.. set.Describe().Select(finding => $"{finding.Sensor} {finding.Zone} {finding.CountsAs} {finding.Message}")];

    private SensorSet Create(FixtureTree tree, string sensors, ModelParameters? model)
    {
        var made = new List<ISensor>();
        if (sensors is "auto" or "rapl" or "rapl,model") made.Add(new RaplSensor(tree.Sysfs, CpuIdentity.Read(tree.Procfs), NullLogger<RaplSensor>.Instance));
        if (sensors is "auto" or "model" or "rapl,model") made.Add(new ModelSensor(model ?? ModelParameters.FromThreads(4)));
        return new SensorSet(made, _faults, NullLogger<SensorSet>.Instance);
    }

    private long ModelledAfterOneIdleSecond(SensorSet set)
    {
        _sample.HardwareThreads = 4;
        _sample.Cpu = new CpuTimes(0, 0, 0);
        _sample.TimestampNanoseconds = 0;
        set.Read(_sample);
        _sample.TimestampNanoseconds = Second;
        set.Read(_sample);
        return Assert.Single(_sample.Zones.Items.ToArray()).RawMicrojoules;
    }

    private string[] ReadAt(long second)
    {
        _sample.TimestampNanoseconds = second * Second;
        _set.Read(_sample);
        return Readings.Lines(_sample.Zones);
    }
}
