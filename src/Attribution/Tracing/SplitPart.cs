using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Tracing;

/// <summary>
/// One part of a division as it was made: a weight, and the energy that it got. It is a group (with <see cref="Members"/>), a process,
/// what ended members of a group used (neither group nor process nor reason), or what belongs to nobody (<see cref="Reason"/>). Immutable
/// once the interval is over.
/// </summary>
/// <param name="Weight">The weight: CPU time in nanoseconds, at level one in the unit of the rule.</param>
/// <param name="Before">The sum of the weights of the parts of the same pool before it.</param>
/// <param name="Microjoules">The energy.</param>
public sealed record SplitPart(long Weight, long Before, long Microjoules)
{
    /// <summary>The number of the pool that it is a part of (<see cref="ComponentSplit.Pools"/>); 0 below level one.</summary>
    public int Pool { get; init; }

    /// <summary>The group, for a group.</summary>
    public GroupInfo? Group { get; init; }

    /// <summary>The process, for a process.</summary>
    public ProcessInfo? Process { get; init; }

    /// <summary>Why nobody has the energy, for energy that nobody has.</summary>
    public UnattributedReason? Reason { get; init; }

    /// <summary>The virtual machine whose account got the energy, or null.</summary>
    public VmInfo? Vm { get; init; }

    /// <summary>The container whose account got the energy, or null; with neither it is the account of the system.</summary>
    public ContainerInfo? Container { get; init; }

    /// <summary>The parts of a group, in the order in which they were asked for. They add up to <see cref="Microjoules"/>.</summary>
    public IReadOnlyList<SplitPart> Members { get; init; } = [];
}
