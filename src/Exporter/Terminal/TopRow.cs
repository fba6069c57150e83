using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Terminal;

/// <summary>One row of the table: energies of all components together, which never overlap.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, fit to be printed.</param>
/// <param name="Active">Energy that follows use.</param>
/// <param name="Idle">Idle energy that it carries.</param>
/// <param name="Ended">True when its owner is gone.</param>
internal readonly record struct TopRow(TopKind Kind, string Name, EnergyAmount Active, EnergyAmount Idle, bool Ended)
{
    /// <summary>Microjoules since the program began.</summary>
    public long Energy => Active.Cumulative.Total + Idle.Cumulative.Total;

    /// <summary>Microjoules of the last interval.</summary>
    public long LastInterval => Active.LastInterval.Total + Idle.LastInterval.Total;
}
