using Wattshare.Attribution.Model;
using Wattshare.Attribution.Tracing;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>One part of a division, for several components side by side: its weight is the same for each, its energy is not.</summary>
/// <param name="Place">Its place in the division.</param>
/// <param name="Part">The part.</param>
/// <param name="Microjoules">The energy of each of the components.</param>
internal sealed record PartRow(int Place, SplitPart Part, IReadOnlyList<long> Microjoules)
{
    /// <summary>The parts of level one.</summary>
    /// <param name="input">The interval.</param>
    /// <param name="components">Components that were divided by the same weights.</param>
    /// <returns>The rows in the order of the division.</returns>
    public static IReadOnlyList<PartRow> LevelOne(ExplainInput input, ComponentClass components) =>
        Of(input, components.Split, components.Components, static split => split.Parts);

    /// <summary>The parts of a group.</summary>
    /// <param name="input">The interval.</param>
    /// <param name="group">The row of the group in level one.</param>
    /// <returns>The rows in the order of the division.</returns>
    public static IReadOnlyList<PartRow> Members(ExplainInput input, PartRow group) =>
        Of(input, input.Trace.Components[0], input.Measured, split => split.Parts[group.Place].Members);

    private static PartRow[] Of(
        ExplainInput input, ComponentSplit first, IReadOnlyList<Component> components, Func<ComponentSplit, IReadOnlyList<SplitPart>> parts)
    {
        var columns = components.Select(component => parts(input.SplitOf(component))).ToArray();
        return [.. parts(first).Select((part, place) => new PartRow(place, part, [.. columns.Select(column => column[place].Microjoules)]))];
    }
}
