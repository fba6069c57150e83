using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Terminal;

/// <summary>Makes the rows of the table from a report. The rows of the first kind add up to the host.</summary>
internal static class TopRows
{
    private const string EndedName = "(ended)";

    /// <summary>Who carries the host's energy, nobody included.</summary>
    /// <param name="report">The report.</param>
    /// <returns>One row for each machine and container, and three for the rest, in no order.</returns>
    public static List<TopRow> Owners(PowerReport report)
    {
        var rows = new List<TopRow>(report.Vms.Length + report.Containers.Length + 4);
        foreach (var vm in report.Vms) rows.Add(new TopRow(TopKind.Vm, Name(vm.Vm?.Name), vm.Active, vm.Idle, vm.Ended));
        foreach (var one in report.Containers) rows.Add(new TopRow(TopKind.Container, Name(one.Container is { } info ? NameOf(info) : null), one.Active, one.Idle, one.Ended));
        rows.Add(new TopRow(TopKind.System, "everything else that runs", report.System, default, false));
        rows.Add(new TopRow(TopKind.Idle, "carried by nobody", default, report.Idle, false));
        foreach (var row in report.Unattributed) rows.Add(new TopRow(TopKind.Unattributed, HostView.ReasonName(row.Reason), row.Energy, default, false));
        return rows;
    }

    /// <summary>The processes.</summary>
    /// <param name="report">The report.</param>
    /// <returns>One row for each process that is shown, and one for the others, in no order.</returns>
    public static List<TopRow> Processes(PowerReport report)
    {
        var rows = new List<TopRow>(report.Processes.Length + 1);
        foreach (var row in report.Processes)
            rows.Add(new TopRow(TopKind.Process, $"{row.Process.Key.Pid} {Printable.Clean(row.Process.Command)}", row.Active, default, false));
        rows.Add(new TopRow(TopKind.OtherProcesses, "without a row of their own", report.ProcessOther, default, false));
        return rows;
    }

    /// <summary>Orders rows.</summary>
    /// <param name="rows">The rows, ordered in place; equal ones by name.</param>
    /// <param name="sort">By what.</param>
    public static void Sort(List<TopRow> rows, TopSort sort) => rows.Sort((left, right) =>
    {
        var order = sort switch
        {
            TopSort.Power => right.LastInterval.CompareTo(left.LastInterval),
            TopSort.Energy => right.Energy.CompareTo(left.Energy),
            _ => 0,
        };
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    });

    private static string NameOf(Attribution.Model.ContainerInfo container) =>
        string.IsNullOrEmpty(container.Pod) ? container.Name : $"{container.Namespace}/{container.Pod}/{container.Name}";

    private static string Name(string? name) => name is null ? EndedName : Printable.Clean(name);
}
