using Wattshare.Attribution.Model;
using Wattshare.Attribution.Tracing;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>Measured components whose active energy was divided by the same weights, so that one table is enough.</summary>
/// <param name="Split">The division of the first of them.</param>
/// <param name="Components">The components, in the order of their values.</param>
internal sealed record ComponentClass(ComponentSplit Split, IReadOnlyList<Component> Components)
{
    /// <summary>Finds out which components belong together.</summary>
    /// <param name="input">The interval.</param>
    /// <returns>At least one class, which is empty where nothing is measured.</returns>
    public static IReadOnlyList<ComponentClass> Of(ExplainInput input)
    {
        var classes = new List<(ComponentSplit Split, List<Component> Components)>();
        foreach (var component in input.Measured)
        {
            var split = input.SplitOf(component);
            var alike = classes.FirstOrDefault(one => one.Split.IsLike(split));
            if (alike.Components is { } found) found.Add(component);
            else classes.Add((split, [component]));
        }

        return classes.Count == 0 ? [new ComponentClass(input.Trace.Components[0], [])] : [.. classes.Select(one => new ComponentClass(one.Split, one.Components))];
    }
}
