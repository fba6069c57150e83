using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>Whose energy is explained: exactly one of <see cref="Vm"/>, <see cref="Container"/> and <see cref="Process"/> is set.</summary>
/// <param name="MatchedBy">What matched, for example <c>its name</c>.</param>
internal sealed record ExplainTarget(string MatchedBy)
{
    /// <summary>The virtual machine.</summary>
    public VmInfo? Vm { get; init; }

    /// <summary>The container.</summary>
    public ContainerInfo? Container { get; init; }

    /// <summary>The process.</summary>
    public ProcessInfo? Process { get; init; }

    /// <summary>What it is and its name, fit to be printed, and what tells it from others.</summary>
    public string Label =>
        Vm is { } vm ? $"VM {Printable.Quote(vm.Name)} ({(vm.Uuid.Length > 0 ? $"uuid:{Printable.Clean(vm.Uuid)}" : $"process {vm.Process.Pid}")})"
        : Container is { } container ? $"container {Printable.Quote(container.Name)} (id:{Printable.Clean(container.ShortId)})"
        : $"process {Printable.Quote(Process!.Command)} (pid:{Process.Key.Pid})";

    /// <summary>Tells whether the energy of a part is the target's, by the account that got it.</summary>
    /// <param name="part">A part of either level; a group is nobody's, its parts are.</param>
    /// <returns>True when it is.</returns>
    public bool Owns(SplitPart part)
    {
        if (part.Group is not null || part.Reason is not null) return false;
        if (Process is { } process) return part.Process?.Key == process.Key;
        return Vm is { } vm ? part.Vm?.Key == vm.Key : part.Vm is null && part.Container?.Id == Container!.Id;
    }

    /// <summary>Tells whether a part has to do with the target: it is the target's, or a group with such a part.</summary>
    /// <param name="part">A part of level one.</param>
    /// <returns>True when it has.</returns>
    public bool Touches(SplitPart part) => Owns(part) || part.Members.Any(Owns);

    /// <summary>What a report says of the target's active energy.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The amount, or null when the report has no row of it: a process that ended is in the row of all that are not shown.</returns>
    public EnergyAmount? ActiveIn(PowerReport report) =>
        Vm is { } vm ? report.Vms.FirstOrDefault(row => row.Vm?.Key == vm.Key)?.Active
        : Container is { } container ? report.Containers.FirstOrDefault(row => row.Container?.Id == container.Id)?.Active
        : report.Processes.FirstOrDefault(row => row.Process.Key == Process!.Key)?.Active;

    /// <summary>What a report says of the idle energy that the target carries.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The amount; nothing for a process.</returns>
    public EnergyAmount IdleIn(PowerReport report) =>
        Vm is { } vm ? report.Vms.FirstOrDefault(row => row.Vm?.Key == vm.Key)?.Idle ?? default
        : Container is { } container ? report.Containers.FirstOrDefault(row => row.Container?.Id == container.Id)?.Idle ?? default
        : default;
}
