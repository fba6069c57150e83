using Wattshare.Attribution.Model;
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
        var rows = PartRow.LevelOne(input);
        var own = rows.Where(row => target.Touches(row.Part)).ToList();
        text.Heading("Level one: D to groups of processes, by CPU time");
        text.Line("part = floor(D * (C + w) / W) - floor(D * C / W), in this order: w its weight (ns), C the weights before it, W all weights");
        new PartTable(input, target.Touches).Append(text, rows);
        if (own.Count == 0) text.Line("the target used no CPU time in this interval: its weight is 0 and so is its active energy");
        foreach (var row in own.Take(MostWorked)) AppendWorked(text, input, row);
        foreach (var row in own.Where(row => row.Part.Group is not null).Take(PartTable.Most)) AppendMembers(text, input, target, row);
        if (own.Count > 0 && own.All(row => row.Part.Group is null)) AppendNoMembers(text);
    }

    private static void AppendMembers(ExplainText text, ExplainInput input, ExplainTarget target, PartRow group)
    {
        var rows = PartRow.Members(input, group);
        text.Heading($"Level two: the energy of group {Printable.Clean(group.Part.Group!.Path)} to its processes, by their CPU time");
        AppendOwnTime(text, input, group);
        text.Line("part: as above, with the energy of the group for D and the weights of its processes");
        new PartTable(input, target.Owns).Append(text, rows);
        var total = rows.Sum(row => row.Part.Weight);
        foreach (var row in rows.Where(row => target.Owns(row.Part)).OrderByDescending(row => row.Part.Weight).Take(1))
            AppendWorked(text, input, row, component => input.SplitOf(component).Parts[group.Place].Microjoules, total);
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

    /// <summary>A part of level one; components may have been put into different pools.</summary>
    private static void AppendWorked(ExplainText text, ExplainInput input, PartRow row)
    {
        text.Line(PartTable.WhoIs(row.Part));
        foreach (var component in input.Measured)
        {
            var split = input.SplitOf(component);
            var part = split.Parts[row.Place];
            var (divided, total) = split.Pools.IsEmpty ? (split.ActiveMicrojoules, 0) : (split.Pools[part.Pool].Microjoules, split.Pools[part.Pool].TotalWeight);
            text.Field(Components.Name(component), Equation.Part(divided, total, part.Before, part.Weight, part.Microjoules));
        }
    }

    private static void AppendWorked(ExplainText text, ExplainInput input, PartRow row, Func<Component, long> divided, long total)
    {
        text.Line(PartTable.WhoIs(row.Part));
        for (var i = 0; i < input.Measured.Count; i++)
        {
            var component = input.Measured[i];
            text.Field(Components.Name(component), Equation.Part(divided(component), total, row.Part.Before, row.Part.Weight, row.Microjoules[i]));
        }
    }
}
