namespace Wattshare.Integration.Charts;

/// <summary>Tests that render the chart, with the rule of <see cref="LabFactAttribute"/> where a part is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChartTheoryAttribute : TheoryAttribute
{
    public ChartTheoryAttribute() => Skip = ChartNeeds.Missing;
}
