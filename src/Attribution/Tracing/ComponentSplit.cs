using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Tracing;

/// <summary>How the active energy of one component was divided.</summary>
/// <param name="Component">The component.</param>
/// <param name="ActiveMicrojoules">What was divided.</param>
/// <param name="CoveredNanoseconds">The time that the component's energy was drawn in.</param>
/// <param name="Parts">The parts of level one, in the order in which they were asked for. They add up to <paramref name="ActiveMicrojoules"/>.</param>
public sealed record ComponentSplit(Component Component, long ActiveMicrojoules, long CoveredNanoseconds, IReadOnlyList<SplitPart> Parts)
{
    /// <summary>The sum of all weights, in nanoseconds.</summary>
    public long TotalWeight => Parts is [] ? 0 : Parts[^1].Before + Parts[^1].Weight;
}
