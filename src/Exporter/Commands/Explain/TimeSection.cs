using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>The CPU time of the host and of those who claim it: together the weights of level one.</summary>
internal static class TimeSection
{
    /// <summary>Writes the section.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    public static void Append(ExplainText text, ExplainInput input)
    {
        text.Heading("CPU time (ns)");
        AppendHost(text, input.Trace.Before!.Cpu, input.Trace.After!.Cpu);
        if (input.After.BusyRatio is { } ratio) text.Line($"busy ratio {ratio:0.0000}");
        var parts = input.Trace.Components[0].Parts;
        text.Line("W, the sum of all weights: " + Equation.Sum(
            input.Trace.Components[0].TotalWeight,
            (parts.Where(part => part.Group is not null).Sum(part => part.Weight), "groups"),
            (parts.Where(part => part.Process is not null).Sum(part => part.Weight), "processes without a group's counter"),
            (parts.Where(part => part.Reason == UnattributedReason.Interrupt).Sum(part => part.Weight), "interrupt"),
            (parts.Where(part => part.Reason == UnattributedReason.Skew).Sum(part => part.Weight), "skew")));
        text.Line("interrupt and skew: busy time that no group and no process claims, up to the time of irq and softirq, and beyond it");
    }

    private static void AppendHost(ExplainText text, CpuTimes? before, CpuTimes? after)
    {
        if (before is not { } from || after is not { } to)
        {
            text.Line("the host's own time could not be read: busy time that nobody claims is unknown");
            return;
        }

        var table = new TextTable("before", "after", "difference", "of /proc/stat");
        Add(table, from.BusyNanoseconds, to.BusyNanoseconds, "busy: user + nice + system + irq + softirq (guest time is inside user, steal is left out)");
        Add(table, from.InterruptNanoseconds, to.InterruptNanoseconds, "of it irq + softirq");
        Add(table, from.IdleNanoseconds, to.IdleNanoseconds, "not busy: idle + iowait");
        table.AppendTo(text);
    }

    private static void Add(TextTable table, long before, long after, string what) => table.Add($"{before}", $"{after}", $"{CpuClock.Difference(after, before)}", what);
}
