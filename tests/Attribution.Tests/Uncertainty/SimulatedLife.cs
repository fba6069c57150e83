using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Uncertainty;

/// <summary>
/// A host with three virtual machines whose loads change every second, its meter and its clocks as they are, and the truth: each machine's
/// part of every second's energy by the CPU time it really used in it.
/// </summary>
internal sealed class SimulatedLife
{
    private const int Machines = 3;

    private readonly Random _random;
    private readonly SimulatedMeter _meter;
    private readonly VmInfo[] _vms = [.. Enumerable.Range(0, Machines).Select(i => Hosts.Vm("vm" + i, i + 1))];
    private readonly ProcessInfo[] _processes;
    private readonly double[] _cpu = new double[Machines];
    private readonly double[] _load = new double[Machines];
    private readonly ZoneInfo _zone;
    private double _hostBegin;

    public SimulatedLife(int seed, double unit, double period)
    {
        _random = new Random(seed);
        _meter = new SimulatedMeter(_random, unit, period);
        _processes = [.. _vms.Select((vm, i) => Hosts.Process(i + 1, null, vm))];
        _zone = Hosts.Zone("package-0", (long)(unit * uint.MaxValue), idle: 0);
        for (var i = 0; i < Machines; i++) _cpu[i] = _random.NextDouble() * 1e3;
    }

    /// <summary>The steps of CPU time; 0 when it is exact.</summary>
    public int TickMilliseconds { get; init; }

    /// <summary>How long the walk over the processes takes; each is read somewhere in it.</summary>
    public int UsageMilliseconds { get; init; }

    /// <summary>The kernel's ticks, at which it books the time of who runs.</summary>
    public int BookingMilliseconds { get; init; }

    /// <summary>How long reading the zones takes.</summary>
    public int BracketMilliseconds { get; init; }

    /// <summary>What the host really drew between the first and the last sample, in microjoules.</summary>
    public double HostTruth => _meter.Truth - _hostBegin;

    /// <summary>The part of the first machine, in microjoules.</summary>
    public double VmTruth { get; private set; }

    public PowerReport Run(int intervals)
    {
        var attributor = new Attributor(new AttributionRules { ProcessLimit = 0 });
        Live(isCounted: false);
        _hostBegin = _meter.Truth;
        var report = attributor.Advance(Sample(0));
        for (var i = 1; i <= intervals; i++)
        {
            Live(isCounted: true);
            report = attributor.Advance(Sample(i));
        }

        return report;
    }

    /// <summary>A second with other loads and another power than the last.</summary>
    private void Live(bool isCounted)
    {
        var watts = 50 + (150 * _random.NextDouble());
        _meter.Draw(watts, 1);
        for (var i = 0; i < Machines; i++)
        {
            _load[i] = _random.NextDouble();
            _cpu[i] += _load[i];
        }

        if (isCounted) VmTruth += watts * 1e6 * _load[0] / _load.Sum();
    }

    private HostSample Sample(int second)
    {
        var sample = Hosts.Sample(1 + (second * Hosts.Second), (_zone, Component.Cpu, _meter.Read()));
        sample.ProcessTickNanoseconds = TickMilliseconds * 1_000_000L;
        sample.UsageNanoseconds = UsageMilliseconds * 1_000_000L;
        sample.BookingNanoseconds = BookingMilliseconds * 1_000_000L;
        sample.BracketNanoseconds = BracketMilliseconds * 1_000_000L;

        // All processes are a little early or late, by the same time: the walk is short beside the second, and the sample is its middle.
        var early = (_random.NextDouble() - 0.5) * UsageMilliseconds * 1e-3;
        for (var i = 0; i < Machines; i++)
            sample.Processes.Add(new ProcessReading(_processes[i], Clock(_cpu[i] - (_load[i] * early) - Unbooked(_load[i])), false, false));
        return sample;
    }

    /// <summary>Who runs at the instant has some time since the last tick; who does not has none.</summary>
    private double Unbooked(double load) => BookingMilliseconds > 0 && _random.NextDouble() < load ? _random.NextDouble() * BookingMilliseconds * 1e-3 : 0;

    private long Clock(double seconds)
    {
        var nanoseconds = seconds * 1e9;
        var tick = TickMilliseconds * 1e6;
        return (long)(tick > 0 ? Math.Floor(nanoseconds / tick) * tick : nanoseconds);
    }
}
