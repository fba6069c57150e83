using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>One container; or what was retired of containers that are shown under the same names as another row, in a row after those of all that are known.</summary>
/// <param name="Container">The container, or null for the row that sums all containers whose own rows were retired.</param>
/// <param name="Active">Energy that follows use.</param>
/// <param name="Idle">Idle energy that the container carries.</param>
/// <param name="Ended">True when the container is gone and the row stays for a while.</param>
public sealed record ContainerRow(ContainerInfo? Container, EnergyAmount Active, EnergyAmount Idle, bool Ended)
{
    /// <summary>How far <see cref="Active"/> and <see cref="Idle"/> together may be off.</summary>
    public EnergyUncertainty Uncertainty { get; init; }
}
