using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Idle;

/// <summary>How the idle energy of each component is parted over the packages, on hosts with several. One thread.</summary>
internal sealed class PackageFloors
{
    private readonly PackageIdle[] _idle = [new(), new(), new(), new()];

    /// <summary>The packages of one component.</summary>
    /// <param name="component">The component.</param>
    /// <returns>Always the same.</returns>
    public PackageIdle this[Component component] => _idle[(int)component];
}
