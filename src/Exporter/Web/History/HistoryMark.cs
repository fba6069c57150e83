using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Web.History;

/// <summary>
/// What the history keeps of one report: cumulative energies in microjoules, from which the power between any two marks follows exactly.
/// Plain numbers, so that marks are overwritten in place and hold on to nothing of the report.
/// </summary>
/// <param name="Sequence">The number of the report.</param>
/// <param name="TimestampNanoseconds">The instant on the monotonic clock.</param>
/// <param name="UnixMilliseconds">The same instant on the wall clock, for display.</param>
/// <param name="Measured">The components that were ever measured; the others are absent.</param>
/// <param name="Live">The components whose power is known at this instant.</param>
/// <param name="Host">The energy of the host.</param>
/// <param name="Idle">Idle energy that nobody carries, over all components.</param>
/// <param name="Vms">The energy of all virtual machines, active and idle, ended ones included.</param>
/// <param name="Containers">The energy of all containers, active and idle, ended ones included.</param>
/// <param name="System">The energy of host processes outside every VM and container.</param>
/// <param name="Unattributed">Energy that nothing explains, for whatever reason.</param>
internal readonly record struct HistoryMark(
    long Sequence,
    long TimestampNanoseconds,
    long UnixMilliseconds,
    ComponentSet Measured,
    ComponentSet Live,
    ComponentEnergy Host,
    long Idle,
    long Vms,
    long Containers,
    long System,
    long Unattributed)
{
    /// <summary>The mark of a report. Allocates nothing.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The mark; the five classes add up to the host.</returns>
    public static HistoryMark Of(PowerReport report)
    {
        long vms = 0, containers = 0, unattributed = 0;
        foreach (var row in report.Vms) vms += row.Active.Cumulative.Total + row.Idle.Cumulative.Total;
        foreach (var row in report.Containers) containers += row.Active.Cumulative.Total + row.Idle.Cumulative.Total;
        foreach (var row in report.Unattributed) unattributed += row.Energy.Cumulative.Total;
        return new HistoryMark(
            report.Sequence,
            report.TimestampNanoseconds,
            report.WallTime.ToUnixTimeMilliseconds(),
            report.Measured,
            report.Intervals > 0 ? report.Live : ComponentSet.None,
            report.Host.Cumulative,
            report.Idle.Cumulative.Total,
            vms,
            containers,
            report.System.Cumulative.Total,
            unattributed);
    }
}
