using Wattshare.Attribution.Tracing;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>One part of a division, for all measured components side by side: its weight is the same for each, its energy is not.</summary>
/// <param name="Place">Its place in the division.</param>
/// <param name="Part">The part.</param>
/// <param name="Microjoules">The energy of each measured component, in the order of <see cref="ExplainInput.Measured"/>.</param>
internal sealed record PartRow(int Place, SplitPart Part, IReadOnlyList<long> Microjoules)
{
    /// <summary>The parts of level one.</summary>
    /// <param name="input">The interval.</param>
    /// <returns>The rows in the order of the division.</returns>
    public static IReadOnlyList<PartRow> LevelOne(ExplainInput input) => Of(input, static split => split.Parts);

    /// <summary>The parts of a group.</summary>
    /// <param name="input">The interval.</param>
    /// <param name="group">The row of the group in level one.</param>
    /// <returns>The rows in the order of the division.</returns>
    public static IReadOnlyList<PartRow> Members(ExplainInput input, PartRow group) => Of(input, split => split.Parts[group.Place].Members);

    private static PartRow[] Of(ExplainInput input, Func<ComponentSplit, IReadOnlyList<SplitPart>> parts)
    {
        var columns = input.Measured.Select(component => parts(input.SplitOf(component))).ToArray();
        return [.. parts(input.Trace.Components[0]).Select((part, place) => new PartRow(place, part, [.. columns.Select(column => column[place].Microjoules)]))];
    }
}
