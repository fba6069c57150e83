namespace Wattshare.Integration.Charts;

/// <summary>What renders the chart.</summary>
public enum Renderer
{
    /// <summary>The renderer of this repository, <c>tests/ChartRenderer</c>.</summary>
    Go,

    /// <summary>Helm itself.</summary>
    Helm,
}
