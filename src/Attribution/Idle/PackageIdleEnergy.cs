namespace Wattshare.Attribution.Idle;

/// <summary>What one processor package drew in nearly idle seconds.</summary>
/// <param name="Package">The package (<c>physical_package_id</c>), or null for what belongs to none.</param>
/// <param name="Microjoules">The energy, older seconds counted less; it means something in relation to the other packages only.</param>
public readonly record struct PackageIdleEnergy(int? Package, long Microjoules);
