using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Tracing;

namespace Wattshare.Attribution.Tests.Tracing;

public sealed class SplitTraceTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void What_is_written_down_is_what_the_report_says_after_every_sample_of_random_hosts() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Live(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Every_weight_and_part_of_a_small_host_is_there()
    {
        var trace = new SplitTrace();
        var attributor = new Attributor(new AttributionRules()) { Trace = trace };
        var (group, zone) = (Hosts.Group(1, Hosts.Container("a")), Hosts.Zone("package-0", idle: 10_000_000));
        var (member, alone) = (Hosts.Process(10, group), Hosts.Process(11));
        attributor.Advance(Sample(1, zone, 5_000_000, s => Fill(s, 7 * Ms, 3 * Ms, 1 * Ms, busy: 0, irq: 0)));
        var first = trace.After;
        attributor.Advance(Sample(1 + Hosts.Second, zone, 45_000_000, s => Fill(s, 407 * Ms, 103 * Ms, 201 * Ms, busy: 760 * Ms, irq: 30 * Ms, tasks: 674 * Ms))); // 2 ms of each thread are doubt.

        Assert.Same(first, trace.Before);
        Assert.Equal((5_000_000, 45_000_000), (trace.Before!.Find(zone)!.Value.RawMicrojoules, trace.After!.Find(zone)!.Value.RawMicrojoules));
        Assert.Equal((7 * Ms, 407 * Ms), (trace.Before.Find(group), trace.After.Find(group)));
        Assert.Equal((1 * Ms, 201 * Ms), (trace.Before.Find(alone), trace.After.Find(alone)));
        Assert.Null(trace.After.Find(Hosts.Process(12)));
        var cpu = trace.Components[(int)Component.Cpu];
        Assert.Equal((30_000_000, Hosts.Second, 700 * Ms), (cpu.ActiveMicrojoules, cpu.CoveredNanoseconds, cpu.TotalWeight));
        Assert.Equal(
            ["400000000 0 17142857 /g1", "200000000 400000000 8571428 p11", "30000000 600000000 1285715 Interrupt", "70000000 630000000 3000000 Skew"],
            cpu.Parts.Select(Show));
        Assert.Equal(["100000000 0 4285714 p10", "300000000 100000000 12857143 ended"], cpu.Parts[0].Members.Select(Show));
        Assert.All(cpu.Parts[0].Members, part => Assert.Equal("a", part.Container?.Id));
        Assert.Equal((null, null), (cpu.Parts[1].Vm, cpu.Parts[1].Container));

        void Fill(HostSample sample, long groupCpu, long memberCpu, long aloneCpu, long busy, long irq, long tasks = 0)
        {
            sample.Groups.Add(new GroupReading(group, groupCpu, false));
            sample.Processes.Add(new ProcessReading(member, memberCpu, false, false));
            sample.Processes.Add(new ProcessReading(alone, aloneCpu, false, false));
            sample.Cpu = new CpuTimes(busy, irq, 0) { TaskNanoseconds = tasks };
        }
    }

    [Fact]
    public void Weights_are_written_down_where_there_is_no_energy_to_divide()
    {
        var trace = new SplitTrace();
        var attributor = new Attributor(new AttributionRules()) { Trace = trace };
        var group = Hosts.Group(1);
        for (var i = 0; i < 2; i++)
        {
            var sample = Hosts.Sample(1 + (i * Hosts.Second));
            sample.Groups.Add(new GroupReading(group, i * 300 * Ms, false));
            attributor.Advance(sample);
        }

        Assert.Equal(Components.Count, trace.Components.Count);
        Assert.All(trace.Components, split => Assert.Equal(["300000000 0 0 /g1", "0 300000000 0 Interrupt", "0 300000000 0 Skew"], split.Parts.Select(Show)));
        Assert.Equal(["300000000 0 0 ended"], trace.Components[0].Parts[0].Members.Select(Show));
    }

    [Fact]
    public void Energy_without_any_cpu_time_is_one_part_without_weight()
    {
        var trace = new SplitTrace();
        var attributor = new Attributor(new AttributionRules()) { Trace = trace };
        var zone = Hosts.Zone("package-0", idle: 0);
        attributor.Advance(Sample(1, zone, 0, _ => { }));
        attributor.Advance(Sample(1 + Hosts.Second, zone, 9, _ => { }));
        Assert.Equal(["0 0 9 NoUsage"], trace.Components[0].Parts.Select(Show));
        Assert.Equal(0, trace.Components[0].TotalWeight);
    }

    private static bool Live(int seed)
    {
        var host = new RandomHost(seed);
        var trace = new SplitTrace();
        var traced = new Attributor(new AttributionRules { ProcessLimit = int.MaxValue }) { Trace = trace };
        var plain = new Attributor(new AttributionRules { ProcessLimit = int.MaxValue });
        for (var i = 0; i < 40; i++)
        {
            var sample = host.Next();
            var report = traced.Advance(sample);
            AssertSame(plain.Advance(sample), report);
            foreach (var split in trace.Components) AssertAddsUp(split, report);
            foreach (var idle in trace.Idle) AssertAddsUp(idle, report);
        }

        return true;
    }

    /// <summary>Writing things down changes nothing.</summary>
    private static void AssertSame(PowerReport plain, PowerReport traced)
    {
        Assert.Equal((plain.Host, plain.Idle, plain.System, plain.ProcessOther), (traced.Host, traced.Idle, traced.System, traced.ProcessOther));
        Assert.Equal(plain.Unattributed.AsEnumerable(), traced.Unattributed.AsEnumerable());
        Assert.Equal(plain.Vms.AsEnumerable(), traced.Vms.AsEnumerable());
        Assert.Equal(plain.Containers.AsEnumerable(), traced.Containers.AsEnumerable());
        Assert.Equal(plain.Processes.AsEnumerable(), traced.Processes.AsEnumerable());
    }

    private static void AssertAddsUp(ComponentSplit split, PowerReport report)
    {
        var component = split.Component;
        Assert.Equal(split.ActiveMicrojoules, split.Parts.Sum(part => part.Microjoules));
        if (split.Pools.IsEmpty) AssertDivision(split.ActiveMicrojoules, split.Parts);
        for (var i = 0; i < split.Pools.Length; i++) AssertDivision(split.Pools[i].Microjoules, [.. split.Parts.Where(part => part.Pool == i)]);
        foreach (var group in split.Parts.Where(part => part.Group is not null)) AssertDivision(group.Microjoules, group.Members);
        var ends = split.Parts.SelectMany(part => part.Group is null ? [part] : part.Members).ToList();
        Assert.Equal(report.System.LastInterval[component], ends.Where(part => part is { Reason: null, Vm: null, Container: null }).Sum(part => part.Microjoules));
        foreach (var row in report.Vms.Where(row => row.Vm is not null))
            Assert.Equal(row.Active.LastInterval[component], ends.Where(part => part.Vm?.Key == row.Vm!.Key).Sum(part => part.Microjoules));
        foreach (var row in report.Containers.Where(row => row.Container is not null))
            Assert.Equal(row.Active.LastInterval[component], ends.Where(part => part.Container?.Id == row.Container!.Id).Sum(part => part.Microjoules));
        foreach (var row in report.Processes)
            Assert.Equal(row.Active.LastInterval[component], ends.Where(part => part.Process?.Key == row.Process.Key).Sum(part => part.Microjoules));
        foreach (var row in report.Unattributed)
            Assert.Equal(row.Energy.LastInterval[component], ends.Where(part => part.Reason == row.Reason).Sum(part => part.Microjoules));
    }

    private static void AssertAddsUp(IdleSplit split, PowerReport report)
    {
        var given = split.Parts.Sum(part => part.Microjoules);
        Assert.Equal(split.Microjoules, given + report.Idle.LastInterval[split.Component]);
        foreach (var row in report.Vms.Where(row => row.Vm is not null))
            Assert.Equal(row.Idle.LastInterval[split.Component], split.Parts.Where(part => part.Vm?.Key == row.Vm!.Key).Sum(part => part.Microjoules));
        foreach (var part in split.Parts)
        {
            var upTo = (Int128)split.Microjoules * (part.Before + part.Weight) / split.TotalWeight;
            Assert.Equal((long)(upTo - ((Int128)split.Microjoules * part.Before / split.TotalWeight)), part.Microjoules);
        }
    }

    /// <summary>The parts are the running floors of the weights that were written down, and they add up.</summary>
    private static void AssertDivision(long energy, IReadOnlyList<SplitPart> parts)
    {
        Assert.Equal(energy, parts.Sum(part => part.Microjoules));
        var total = parts.Sum(part => part.Weight);
        var before = 0L;
        foreach (var part in parts)
        {
            Assert.Equal(before, part.Before);
            before += part.Weight;
            if (total > 0) Assert.Equal((long)(((Int128)energy * before / total) - ((Int128)energy * part.Before / total)), part.Microjoules);
        }
    }

    private static string Show(SplitPart part) =>
        $"{part.Weight} {part.Before} {part.Microjoules} {part.Group?.Path ?? part.Process?.Command ?? part.Reason?.ToString() ?? "ended"}";

    private static HostSample Sample(long timestamp, ZoneInfo zone, long raw, Action<HostSample> fill)
    {
        var sample = Hosts.Sample(timestamp, (zone, Component.Cpu, raw));
        fill(sample);
        return sample;
    }
}
