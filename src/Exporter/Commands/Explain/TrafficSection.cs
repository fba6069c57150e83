using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>The memory traffic that resctrl counted, and what of the active energy of memory it put into which pool.</summary>
internal static class TrafficSection
{
    /// <summary>Writes the section, where there is any traffic to tell of.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    public static void Append(ExplainText text, ExplainInput input)
    {
        if (!input.Measured.Contains(Component.Dram) || input.Trace.After!.Traffic.IsEmpty) return;
        text.Heading("Memory traffic (bytes), as resctrl counts it");
        AppendCounters(text, input);
        var split = input.SplitOf(Component.Dram);
        if (split.Rule != ActiveRule.MemoryBandwidth)
        {
            text.Line("not every counter that is needed has a plausible difference: D of dram is divided by CPU time in this interval");
            return;
        }

        text.Line("D of dram to pools, by traffic: as at level one, with bytes for weights; level one then divides each pool by CPU time");
        var (before, total) = (0L, split.Pools.Sum(pool => pool.Bytes ?? 0));
        foreach (var pool in split.Pools)
        {
            text.Line($"the pool of {PoolSection.NameOf(pool)}");
            text.Field("dram", Equation.Part(split.ActiveMicrojoules, total, before, pool.Bytes ?? 0, pool.Microjoules));
            before += pool.Bytes ?? 0;
        }

        text.Field("D", Equation.Sum(split.ActiveMicrojoules, (split.Pools.Sum(pool => pool.Microjoules), $"{split.Pools.Length} pools")));
    }

    /// <summary>Says whose traffic it is, fit to be printed.</summary>
    /// <param name="target">The group.</param>
    /// <returns>A few words.</returns>
    public static string WhoIs(GroupInfo target) => target.Vm is { } vm ? $"VM {Printable.Quote(vm.Name)}"
        : target.Container is { } container ? $"container {Printable.Quote(container.Name)}"
        : $"group {Printable.Clean(target.Path)}";

    private static void AppendCounters(ExplainText text, ExplainInput input)
    {
        var table = new TextTable("before", "after", "difference", "of");
        foreach (var after in input.Trace.After!.Traffic.Take(2 * PartTable.Most))
        {
            var before = input.Trace.Before!.Traffic.Select(reading => (TrafficReading?)reading).FirstOrDefault(reading => reading!.Value.Monitor == after.Monitor);
            var known = before is { Bytes: >= 0 } && after.Bytes >= 0;
            table.Add(ValueOf(before?.Bytes), ValueOf(after.Bytes), known ? $"{after.Bytes - before!.Value.Bytes}" : "-", KindOf(after));
        }

        table.AppendTo(text);
    }

    private static string KindOf(in TrafficReading reading) =>
        (reading.Control == 0 ? $"control group {reading.Monitor}, its monitoring groups included" : $"monitoring group {reading.Monitor} in {reading.Control}")
        + (reading.Target is { } target ? $": {WhoIs(target)}" : ": nobody's alone");

    private static string ValueOf(long? bytes) => bytes is >= 0 ? $"{bytes}" : "-";
}
