using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>
/// One virtual machine; or, with a key that begins with <c>retired:</c>, what was retired of machines whose name and uuid another row still has.
/// </summary>
/// <param name="Vm">The machine, or null for the row that sums all machines whose own rows were retired.</param>
/// <param name="Active">Energy that follows use.</param>
/// <param name="Idle">Idle energy that the machine carries.</param>
/// <param name="Ended">True when the machine is gone and the row stays for a while.</param>
public sealed record VmRow(VmInfo? Vm, EnergyAmount Active, EnergyAmount Idle, bool Ended)
{
    /// <summary>CPU time by the role of the machine's threads, since the program began.</summary>
    public VmCpuTimes CpuTimes { get; init; }

    /// <summary>How far <see cref="Active"/> and <see cref="Idle"/> together may be off.</summary>
    public EnergyUncertainty Uncertainty { get; init; }
}
