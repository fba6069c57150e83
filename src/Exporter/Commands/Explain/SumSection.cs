using Wattshare.Attribution.Model;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>That everything adds up: the parts to the host's energy, and the target's parts to what the report says of it.</summary>
internal static class SumSection
{
    /// <summary>Writes the section.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    /// <param name="target">The target.</param>
    public static void Append(ExplainText text, ExplainInput input, ExplainTarget target)
    {
        text.Heading("Sums (uJ): == was compared, and != would be a defect");
        foreach (var component in input.Measured)
        {
            text.Line(Components.Name(component));
            AppendHost(text, input, component);
            AppendTarget(text, input, target, component);
        }
    }

    private static void AppendHost(ExplainText text, ExplainInput input, Component component)
    {
        var (report, split) = (input.After, input.SplitOf(component));
        text.Field("E", Equation.Sum(
            report.Host.LastInterval[component],
            (report.Idle.LastInterval[component], "idle that nobody carries"),
            (report.Unattributed.Sum(row => row.Energy.LastInterval[component]), "unattributed"),
            (report.System.LastInterval[component], "system"),
            (report.Vms.Sum(row => row.Active.LastInterval[component]), "VMs active"),
            (report.Vms.Sum(row => row.Idle.LastInterval[component]), "VMs idle"),
            (report.Containers.Sum(row => row.Active.LastInterval[component]), "containers active"),
            (report.Containers.Sum(row => row.Idle.LastInterval[component]), "containers idle")));
        text.Field("D", Equation.Sum(
            split.ActiveMicrojoules,
            (SumOf(split, part => part.Group is not null), "groups"),
            (SumOf(split, part => part.Process is not null), "processes without a group's counter"),
            (SumOf(split, part => part.Reason is not null), "nobody")));
    }

    private static void AppendTarget(ExplainText text, ExplainInput input, ExplainTarget target, Component component)
    {
        var report = input.After;
        foreach (var group in input.SplitOf(component).Parts.Where(part => part.Group is not null && target.Touches(part)).Take(PartTable.Most))
            text.Field("group", Equation.Sum(group.Microjoules, MembersOf(group, target)) + $" {Printable.Clean(group.Group!.Path)}");
        var parts = input.SplitOf(component).Parts.SelectMany(part => part.Group is null ? [part] : part.Members).Where(target.Owns).ToList();
        var active = target.ActiveIn(report)?.LastInterval[component];
        var idle = target.IdleIn(report).LastInterval[component];
        text.Field("target active", active is { } reported
            ? Equation.Sum(reported, Listed(parts))
            : $"{parts.Sum(part => part.Microjoules)}{(parts.Count == 0 ? "" : "; it has no row of its own and is in that of all other processes")}");
        if (target.Process is null) text.Field("target idle", $"{idle}, the idle energy that it carries by --attribution.idle");
        var whole = (active ?? parts.Sum(part => part.Microjoules)) + idle;
        text.Field("target power", $"{whole} uJ / {report.IntervalNanoseconds} ns = {report.Watts(whole):0.000000} W");
    }

    private static IEnumerable<(long Value, string Name)> MembersOf(SplitPart group, ExplainTarget target) =>
    [
        (group.Members.Where(target.Owns).Sum(part => part.Microjoules), "of the target"),
        (group.Members.Where(part => !target.Owns(part)).Sum(part => part.Microjoules), "of others"),
    ];

    private static IEnumerable<(long Value, string Name)> Listed(List<SplitPart> parts)
    {
        foreach (var part in parts.Take(PartTable.Most)) yield return (part.Microjoules, part.Process is { } process ? $"{process.Key.Pid}" : "ended");
        if (parts.Count > PartTable.Most) yield return (parts.Skip(PartTable.Most).Sum(part => part.Microjoules), $"{parts.Count - PartTable.Most} more");
    }

    private static long SumOf(ComponentSplit split, Func<SplitPart, bool> which) => split.Parts.Where(which).Sum(part => part.Microjoules);
}
