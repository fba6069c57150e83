using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>The two divisions: active energy over groups, and each of the target's groups over its processes.</summary>
internal static class LevelSection
{
    private const int MostWorked = 5;

    /// <summary>Writes the sections.</summary>
    /// <param name="text">Where they go.</param>
    /// <param name="input">The interval.</param>
    /// <param name="target">The target.</param>
    public static void Append(ExplainText text, ExplainInput input, ExplainTarget target)
    {
        var classes = ComponentClass.Of(input);
        foreach (var components in classes) AppendLevelOne(text, input, target, components, isOnly: classes.Count == 1);
        var own = PartRow.LevelOne(input, classes[0]).Where(row => target.Touches(row.Part)).ToList();
        foreach (var row in own.Where(row => row.Part.Group is not null).Take(PartTable.Most)) AppendMembers(text, input, target, row);
        if (own.Count > 0 && own.All(row => row.Part.Group is null)) AppendNoMembers(text);
    }

    private static void AppendLevelOne(ExplainText text, ExplainInput input, ExplainTarget target, ComponentClass components, bool isOnly)
    {
        var rows = PartRow.LevelOne(input, components);
        var own = rows.Where(row => target.Touches(row.Part)).ToList();
        var which = isOnly ? "" : $" ({string.Join(" and ", components.Components.Select(Components.Name))})";
        text.Heading($"Level one: D to groups of processes, {RuleOf(components.Split.Rule)}{which}");
        PoolSection.Append(text, input, components);
        var pool = components.Split.Pools.Length < 2 ? "" : "; W, C and D are those of its pool";
        text.Line($"part = floor(D * (C + w) / W) - floor(D * C / W), in this order: w its weight (ns), C the weights before it, W all weights{pool}");
        new PartTable(input, components.Components, components.Split.Pools, target.Touches).Append(text, rows);
        if (own.Count == 0) text.Line("the target used no CPU time in this interval: its weight is 0 and so is its active energy");
        foreach (var row in own.Take(MostWorked))
        {
            AppendWorked(
                text, row, components.Components, component => input.SplitOf(component).PoolOf(row.Part).Microjoules, components.Split.PoolOf(row.Part).TotalWeight);
        }
    }

    private static string RuleOf(ActiveRule rule) => rule switch
    {
        ActiveRule.CpuTime => "by CPU time",
        ActiveRule.CpuTimeByPackage => "by CPU time on each package",
        ActiveRule.MemoryBandwidth => "by CPU time within pools of memory traffic",
        _ => rule.ToString(),
    };

    private static void AppendMembers(ExplainText text, ExplainInput input, ExplainTarget target, PartRow group)
    {
        var rows = PartRow.Members(input, group);
        text.Heading($"Level two: the energy of group {Printable.Clean(group.Part.Group!.Path)} to its processes, by their CPU time");
        AppendOwnTime(text, input, group);
        text.Line("part: as above, with the energy of the group for D and the weights of its processes");
        new PartTable(input, input.Measured, [], target.Owns).Append(text, rows);
        var total = rows.Sum(row => row.Part.Weight);
        foreach (var row in rows.Where(row => target.Owns(row.Part)).OrderByDescending(row => row.Part.Weight).Take(1))
            AppendWorked(text, row, input.Measured, component => input.SplitOf(component).Parts[group.Place].Microjoules, total);
    }

    /// <summary>How the weight of a group comes of its counter, which counts the groups below it as well.</summary>
    private static void AppendOwnTime(ExplainText text, ExplainInput input, PartRow group)
    {
        if (input.Trace.After!.Find(group.Part.Group!) is not { } after) return;
        var used = after - (input.Trace.Before!.Find(group.Part.Group!) ?? 0);
        text.Line($"its weight: {group.Part.Weight} = {used} by its counter - {used - group.Part.Weight} of the groups below it and of reading them at other instants");
    }

    private static void AppendNoMembers(ExplainText text)
    {
        text.Heading("Level two: none");
        text.Line("no group's counter stands above the target's processes: each was a part of level one");
    }

    private static void AppendWorked(ExplainText text, PartRow row, IReadOnlyList<Component> components, Func<Component, long> divided, long total)
    {
        text.Line(PartTable.WhoIs(row.Part));
        for (var i = 0; i < components.Count; i++)
        {
            var component = components[i];
            text.Field(Components.Name(component), Equation.Part(divided(component), total, row.Part.Before, row.Part.Weight, row.Microjoules[i]));
        }
    }
}
