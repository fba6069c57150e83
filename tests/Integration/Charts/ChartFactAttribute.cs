namespace Wattshare.Integration.Charts;

/// <summary>A test that renders the chart, with the rule of <see cref="LabFactAttribute"/> where a part is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChartFactAttribute : FactAttribute
{
    public ChartFactAttribute() => Skip = ChartNeeds.Missing;
}
